"""The checker bites: a real server with a mistake in it does not get away with it."""

from collections.abc import Callable, Iterator

import pytest

from tests.harness.fragile import FragileCluster
from tests.harness.waiting import eventually

from .play import Company, play

FOUND = {
    "drop": "live gap",
    "double": "live double",
    "reorder": "live disorder",
    "leak": "overheard",
    "promise": "unfounded",
}
# What the server writes each time.
TOLD = "went wrong on purpose"
# So often it goes wrong at least, as some of it cannot be found.
OFTEN = 10
PACE = 25.0
# If it was the last message that somebody did not get, nothing tells them.
PATIENCE_S = 3.0


@pytest.fixture(scope="module")
def sabotaged(start_fragile: Callable[..., FragileCluster]) -> Iterator[Company]:
    """A server with people, which is told what to do wrong."""
    cluster = start_fragile(1, app="tests.cluster.sabotaged:app")
    yield Company(cluster)
    cluster.servers[0].stop()


@pytest.mark.parametrize("mistake", FOUND)
def test_a_mistake_of_the_server_is_found(sabotaged: Company, mistake: str):
    (server,) = sabotaged.cluster.servers
    assert server.get(f"/go-wrong/{mistake}").ok
    before = server.log.count(TOLD)

    def go_wrong() -> None:
        eventually(lambda: server.log.count(TOLD) - before >= OFTEN, "it goes wrong")

    report = play(
        sabotaged,
        mistake,
        go_wrong,
        before=0.3,
        after=0.3,
        pace=PACE,
        patience=PATIENCE_S,
    )
    assert FOUND[mistake] in {one.kind for one in report.problems}, str(report)
