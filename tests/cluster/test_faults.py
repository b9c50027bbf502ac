"""Each kind of fault once, in short. `python -m tests.cluster` is the long form."""

import functools

import pytest

from .faults import FAULTS
from .play import PACE, Company, play

SECONDS = 2.0
# Messages a second of each person, unless it is the long form.
SHORT_PACE = 5.0


@pytest.mark.parametrize(("turn", "kind"), list(enumerate(FAULTS)))
def test_nothing_is_lost_doubled_misordered_or_overheard(
    company: Company, turn: int, kind: str, capsys: pytest.CaptureFixture[str], long: bool
):
    fault = functools.partial(FAULTS[kind], company.cluster, turn, SECONDS)
    report = play(company, kind, fault, before=0.5, after=0.5, pace=PACE if long else SHORT_PACE)
    with capsys.disabled():
        print(f"\n  {report}")
    assert report.problems == []
    assert report.flickers == 0
