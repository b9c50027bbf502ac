"""The checker bites: a real server with a mistake in it does not get away with it."""

from collections.abc import Callable

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
# So often it goes wrong at least, as some of it cannot be found.
OFTEN = 10
PACE = 25.0
# If it was the last message that somebody did not get, nothing tells them.
PATIENCE_S = 3.0


@pytest.mark.parametrize("mistake", FOUND)
def test_a_mistake_of_the_server_is_found(
    start_fragile: Callable[..., FragileCluster], mistake: str
):
    cluster = start_fragile(1, app=f"tests.cluster.sabotaged:app('{mistake}')")
    server = cluster.servers[0]

    def go_wrong() -> None:
        eventually(lambda: server.log.count("went wrong on purpose") >= OFTEN, "it goes wrong")

    report = play(
        Company(cluster),
        mistake,
        go_wrong,
        before=0.3,
        after=0.3,
        pace=PACE,
        patience=PATIENCE_S,
    )
    server.stop()
    assert FOUND[mistake] in {one.kind for one in report.problems}, str(report)
