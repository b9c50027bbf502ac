"""What clients could not open: counted by reason, bounded, and of nobody in particular."""

import pytest
from pydantic import ValidationError

from tests.e2ee.conftest import Crew
from weconnect.e2ee import reports
from weconnect.e2ee.counters import counters
from weconnect.operations.metrics.figures import figures
from weconnect.wire.e2ee import ReportUnreadable, Unreadable


def shown() -> dict[str, float]:
    """The figure, by why."""
    (found,) = [one for one in figures() if one.name == "weconnect_unreadable_messages"]
    return {sample.labels["why"]: sample.value for sample in found.samples}


def test_what_could_not_be_opened_is_a_figure_by_reason(crew: Crew, monkeypatch):
    monkeypatch.setattr(counters, "unreadable", counters.unreadable.copy())
    ann, bo = crew.people("ann", "bo")
    before = shown()
    assert len(before) == 9
    wish = ReportUnreadable(
        unreadable=[Unreadable(why="noKey", count=3), Unreadable(why="damaged", count=1)]
    )
    reports.report_unreadable(ann.actor, wish)
    reports.report_unreadable(bo.actor, wish)
    after = shown()
    told = {why: after[why] - before[why] for why in after}
    assert told == dict.fromkeys(after, 0) | {"noKey": 6, "damaged": 2}


@pytest.mark.parametrize("one", [{"why": "other", "count": 1}, {"why": "noKey", "count": 1001}])
def test_reasons_are_a_closed_set_and_counts_are_bounded(one):
    with pytest.raises(ValidationError):
        ReportUnreadable.model_validate({"unreadable": [one]})
