"""kill -9 in the middle of it all: what was acknowledged is there, once, in order, without gaps."""

from collections.abc import Callable

import gevent
import pytest

from tests.harness.server import Server

from .sender import Sender, check, run_all, wait_for

PEOPLE = 6
ROOMS = 3
BETWEEN = 300


@pytest.mark.parametrize(("database", "kills"), [("sqlite", 2), ("postgres", 1)])
def test_nothing_acknowledged_is_lost(
    start_server: Callable[..., Server], database: str, kills: int, capsys, long: bool
):
    kills *= 10 if long else 1
    server = start_server(database=database)
    people = [server.person(f"person{number}") for number in range(PEOPLE)]
    names = [one.username for one in people[1:]]
    rooms = [people[0].make_room(f"Room {n}", members=names)["id"] for n in range(ROOMS)]
    senders = [Sender(one, rooms) for one in people]
    running = run_all(senders)
    for _ in range(kills):
        wait_for(senders, BETWEEN)
        server.kill()
        server.start()
    wait_for(senders, BETWEEN)
    for one in senders:
        one.stop()
    gevent.joinall(running, timeout=60, raise_error=True)
    stored = {room: people[0].history(room) for room in rooms}
    figures = check(senders, stored)
    with capsys.disabled():
        print(f"\n  {database}, killed {kills} times: {figures}")
    assert (figures.lost, figures.duplicated, figures.gaps) == (0, 0, 0)
    assert figures.acknowledged == figures.sent == sum(map(len, stored.values()))
    for sender in senders:
        for room in rooms:
            seqs = [one["seq"] for one in sender.acknowledged if one["room"] == room]
            assert len(set(seqs)) == len(seqs)
