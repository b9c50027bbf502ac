"""The checker bites: a real server with a mistake in it does not get away with it."""

from collections.abc import Callable

import gevent
import pytest

from tests.harness.fragile import FragileCluster

from .play import Company, play

FOUND = {
    "drop": "live gap",
    "double": "live double",
    "reorder": "live disorder",
    "leak": "overheard",
    "promise": "unfounded",
}
# Enough for some thousand deliveries: the mistakes are rare.
SECONDS = 1.0
PACE = 25.0


@pytest.mark.parametrize("mistake", FOUND)
def test_a_mistake_of_the_server_is_found(
    start_fragile: Callable[..., FragileCluster], mistake: str
):
    cluster = start_fragile(1, app=f"tests.cluster.sabotaged:app('{mistake}')")
    report = play(
        Company(cluster), mistake, lambda: gevent.sleep(SECONDS), before=0.3, after=0.3, pace=PACE
    )
    cluster.servers[0].stop()
    assert FOUND[mistake] in {one.kind for one in report.problems}, str(report)
