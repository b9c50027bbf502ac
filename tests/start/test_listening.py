"""A server listens when it can answer, and not before: a proxy then asks another one."""

import socket
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.harness.databases import Postgres
from tests.harness.processes import listens
from tests.harness.server import Server
from tests.harness.waiting import eventually

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def held(
    postgres: Postgres, database: str, start_server: Callable[..., Server]
) -> Iterator[tuple[Server, psycopg.Connection]]:
    """A server that loads, until the transaction that holds it up is ended."""
    url = postgres.url(database)
    server = start_server(DATABASE_URL=url, started=False)
    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        server.launch()
        eventually(lambda: connection.execute(WAITING).fetchall() != [(0,)], "it has come that far")
        yield server, connection
    server.close()


def test_nobody_waits_for_a_server_that_loads(held):
    server, transaction = held
    assert not listens(server.port)

    transaction.rollback()

    eventually(lambda: listens(server.port), "it listens")
    assert server.get("/readyz").status_code == 200


def test_a_port_that_is_taken_meanwhile_is_explained(held):
    server, transaction = held
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("0.0.0.0", server.port))
        other.listen()

        transaction.rollback()

        assert server.wait() != 0
    assert f"Port {server.port} is taken by another program." in server.log
    assert "Traceback" not in server.log
