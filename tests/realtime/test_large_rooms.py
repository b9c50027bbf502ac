"""A room of nine thousand holds nobody up, and cuts nobody off."""

import json

import pytest

from tests.harness.apps import Apps
from tests.harness.many import Many
from tests.harness.person import Person
from tests.harness.server import Server

from .quiet import QuietPair

PEOPLE = 9000
# What may wait for a socket has 1 MiB; of an answer many have to fit in there.
MOST_BYTES = 64 * 1024
# The longest that the event loop may be busy with one thing, in its own processor time: how long
# the pair waits is the machine's matter as well.
BUSY_MS = 250


@pytest.fixture(scope="module")
def crowded(_apps: Apps, tmp_path_factory: pytest.TempPathFactory):
    """A server with a room of nine thousand, three of whom are real."""
    server = Server(_apps.lay_out(tmp_path_factory.mktemp("crowded")))
    server.start()
    people = [server.person(name) for name in ("ann", "bob", "cy")]
    room = people[0].make_room("Everybody", members=["bob", "cy"])["id"]
    Many.beside(server.data_dir).people(room, PEOPLE - 3)
    yield server, room, people
    server.close()


def everybody(person: Person, room: int) -> list[int]:
    found: list[int] = []
    after: int | None = 0
    while after is not None:
        page = person.call_api("GET", f"/rooms/{room}/members?after={after}")
        assert len(page["members"]) <= 100
        found += [one["id"] for one in page["members"]]
        after = page["next"]
    return found


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_who_comes_in_stays_connected(crowded, transport):
    _, room, (ann, bob, _) = crowded
    socket, other = (one.socket(transports=(transport,)) for one in (ann, bob))
    other.ok("joinRoom", {"room": room})
    for number in range(10):
        answer = socket.ok("joinRoom", {"room": room})
        assert answer["memberCount"] == PEOPLE
        assert len(json.dumps(answer)) < MOST_BYTES
        other.say(room, f"{transport} {number}")
        socket.wait_for("newMessage", lambda one, n=number: one["content"] == f"{transport} {n}")
    assert socket.connected


def test_all_of_them_are_there_and_the_pages_are_small(crowded):
    _, room, (ann, _, _) = crowded
    found = everybody(ann, room)
    assert (len(found), len(set(found))) == (PEOPLE, PEOPLE)
    for path in (f"/rooms/{room}", f"/rooms/{room}/settings"):
        assert len(ann.get(path).content) < 300_000


def test_others_notice_nothing(crowded):
    server, room, (ann, bob, cy) = crowded
    beside = ann.make_room("Beside", members=["bob"])["id"]
    pair = QuietPair(server, ann, bob, beside)
    try:
        pair.start_measuring()
        socket = cy.socket()
        for number in range(5):
            cy.get(f"/rooms/{room}")
            socket.ok("joinRoom", {"room": room})
            cy.call_api("GET", f"/rooms/{room}/members?q=nobody%20like%20this")
            cy.call_api("GET", f"/rooms/{room}/members?state=here")
            cy.call_api("PATCH", "/me", {"displayName": f"Cy {number}"})
        pair.go_on(5)
    finally:
        pair.stop()
    slowest = max(pair.exchanges)
    stalls = [json.loads(line) for line in server.log.splitlines() if "event loop stalled" in line]
    busy = max((one["cpu_ms"] for one in stalls), default=0)
    print(f"{len(pair.exchanges)} exchanges, the slowest {slowest * 1000:.0f} ms, busy {busy} ms")
    assert busy < BUSY_MS
