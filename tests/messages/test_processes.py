"""Several servers on one PostgreSQL: one log, without gaps and without doubles."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import gevent
import pytest

from tests.harness.checks import gaps
from tests.harness.databases import Postgres
from tests.harness.person import Person
from tests.harness.server import Server

SERVERS = 2
PEOPLE = 4
SENDS = 50


@pytest.fixture
def servers(start_server: Callable[..., Server], postgres: Postgres, database: str) -> list[Server]:
    settings = {"DATABASE_URL": postgres.url(database), "SECRET_KEY": "the same for all of them"}
    return [start_server(**settings) for _ in range(SERVERS)]


def test_everybody_posts_everywhere_through_every_server(servers: list[Server]):
    first = servers[0]
    people = [first.person(f"person{number}") for number in range(PEOPLE)]
    names = [one.username for one in people[1:]]
    rooms = [people[0].make_room(f"Room {n}", members=names)["id"] for n in range(3)]
    sockets = [
        person.socket() if server is first else _elsewhere(server, person.username).socket()
        for person in people
        for server in servers
    ]
    acknowledged: dict[int, list[dict[str, Any]]] = defaultdict(list)

    def post(socket, number: int) -> None:
        for index in range(SENDS):
            message = socket.say(rooms[(number + index) % len(rooms)], f"{number}/{index}")
            acknowledged[message["room"]].append(message)

    gevent.joinall(
        [gevent.spawn(post, socket, number) for number, socket in enumerate(sockets)],
        raise_error=True,
    )
    assert sum(map(len, acknowledged.values())) == len(sockets) * SENDS
    for room, messages in acknowledged.items():
        assert not gaps(one["seq"] for one in messages), "seq"
        assert not gaps(one["version"] for one in messages), "version"
        seen = [_elsewhere(server, people[0].username).history(room) for server in servers]
        assert seen[0] == seen[1] == sorted(messages, key=lambda one: one["seq"])


def test_one_client_id_through_all_servers_at_once_is_one_message(servers: list[Server]):
    ann = servers[0].person("ann")
    room = ann.make_room()["id"]
    sockets = [ann.socket(), *(_elsewhere(server, "ann").socket() for server in servers[1:])]
    for number in range(20):
        payload = {"room": room, "content": str(number), "clientId": str(uuid.uuid4())}
        asks = [gevent.spawn(one.ok, "sendMessage", payload) for one in sockets * 2]
        gevent.joinall(asks, raise_error=True)
        assert len({one.get()["message"]["id"] for one in asks}) == 1
    assert [one["seq"] for one in _elsewhere(servers[0], "ann").history(room)] == list(range(1, 21))


def _elsewhere(server: Server, username: str) -> Person:
    person = server.visitor(username)
    person.login()
    return person
