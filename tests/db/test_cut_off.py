"""A server that lost PostgreSQL in the middle of a transaction does not stop the others."""

import uuid
from collections.abc import Callable, Iterator

import gevent
import psycopg
import pytest

from tests.harness.databases import Postgres
from tests.harness.person import Person
from tests.harness.proxy import Link, Proxy
from tests.harness.server import Server
from tests.harness.socket import Socket
from tests.harness.waiting import eventually


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    yield proxy
    proxy.close()


@pytest.mark.parametrize("fail", [Link.vanish, Link.lose, Link.freeze])
def test_a_server_without_its_network_does_not_stop_the_others(
    start_server: Callable[..., Server], postgres: Postgres, database: str, proxy: Proxy, fail
):
    """It dies for the others in the middle of transactions, whose locks they need."""
    link = proxy.link(postgres.port)
    url = postgres.url(database)
    cut_off = start_server(DATABASE_URL=url.replace(f":{postgres.port}/", f":{link.port}/"))
    other = start_server(DATABASE_URL=url)
    ann = cut_off.person("ann")
    room = ann.make_room()["id"]
    socket = ann.socket()
    first = socket.say(room, "hello")["id"]
    # One alone, so that each of its batches is one message: see prepared._on_postgres. What answers
    # something takes several statements, and holds locks meanwhile.
    talker = gevent.spawn(talk, socket, room, first)
    try:
        eventually(lambda: is_under_way(postgres, database), "a transaction is under way")
        fail(link)
        # Much less than TCP's own patience, which is two hours.
        eventually(lambda: posts(ann.at(other.url), room), "the others go on")
    finally:
        talker.kill()
    link.heal()
    eventually(lambda: posts(ann, room), "the server is back")


def talk(socket: Socket, room: int, reply_to: int | None) -> None:
    post = {"room": room, "content": "hi", "replyTo": reply_to}
    while True:
        socket.call("sendMessage", {**post, "clientId": new_id()})


def new_id() -> str:
    return str(uuid.uuid4())


def is_under_way(postgres: Postgres, name: str) -> bool:
    with psycopg.connect(postgres.url(name)) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND xact_start"
            " IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        return found.fetchone() is not None


def posts(person: Person, room: int) -> bool:
    payload = {"content": "back", "clientId": new_id()}
    return person.api("POST", f"/rooms/{room}/messages", payload).ok
