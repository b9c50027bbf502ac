"""psycopg waits in gevent's event loop, whatever it waits for: others work meanwhile."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import gevent
import psycopg
import pytest
from sqlalchemy import select, text

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from tests.harness.team import Team
from weconnect.engine.database.prepared import Prepared
from weconnect.engine.database.psycopg_connection import Driver
from weconnect.engine.database.transactions import Transaction, db, transaction, write_engine

from .few_connections import POOL, make

SLOW_COMMIT = (
    """
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END'
    """,
    """
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON rooms
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()
    """,
)


@pytest.fixture
def team(_apps: Apps, tmp_path, postgres: Postgres) -> Iterator[Team]:
    with _apps.make(tmp_path, postgres, database_pool=POOL) as app, app.app_context():
        yield Team(app)


@pytest.fixture
def at(team: Team) -> Iterator[Any]:
    with db.engine.connect() as connection:
        yield connection


def during(work: Callable[[], object]) -> int:
    """How often another greenlet had its turn while `work` ran."""
    turns = 0

    def tick() -> None:
        nonlocal turns
        while True:
            turns += 1
            gevent.sleep(0.005)

    other = gevent.spawn(tick)
    try:
        work()
    finally:
        gevent.kill(other)
    return turns


def test_a_statement(at: Any):
    assert during(lambda: at.execute(text("SELECT pg_sleep(0.3)"))) > 5


def test_statements_in_one_round_trip(at: Any):
    sleep = Prepared(select(text("pg_sleep(0.1)")).where(text("CAST(:n AS int) > 0")))
    driver = at.connection.driver_connection
    transaction = Transaction(at, driver, [], {})
    assert during(lambda: sleep.ask(transaction, [{"n": 1}] * 3)) > 5


def test_a_commit(at: Any):
    @transaction
    def slow_at_its_end() -> None:
        for statement in SLOW_COMMIT:
            db.session.execute(text(statement))
        make()

    try:
        assert during(slow_at_its_end) > 5
    finally:
        with write_engine().begin() as connection:
            connection.execute(text("DROP FUNCTION slow CASCADE"))


def test_connecting_to_what_does_not_answer():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"host=127.0.0.1 port={silent.getsockname()[1]} connect_timeout=2"

        def connect() -> None:
            with pytest.raises(psycopg.OperationalError):
                Driver.connect(url)

        assert during(connect) > 5


def test_looking_up_a_name(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    resolver = gevent.get_hub().resolver

    def slow(host: Any, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        gevent.sleep(0.3)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(type(resolver), "getaddrinfo", lambda _self, *args, **_: slow(*args))

    def connect() -> None:
        with pytest.raises(psycopg.OperationalError, match="resolve"):
            Driver.connect("host=database.invalid")

    assert during(connect) > 5
    assert asked
