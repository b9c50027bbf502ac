"""PostgreSQL keeps nobody waiting for ever, and who only reads writes nothing."""

from collections.abc import Iterator
from pathlib import Path

import gevent
import psycopg
import pytest
from flask import Flask
from sqlalchemy import Connection, text, update
from sqlalchemy.exc import DBAPIError

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.engine.database import postgres as module
from weconnect.engine.database import timeouts
from weconnect.engine.database.errors import ConnectionLost, Failed, LockTimeout
from weconnect.engine.database.migrating import upgrade_database
from weconnect.engine.database.psycopg_connection import Driver
from weconnect.engine.database.transactions import db, this_transaction, transaction, write_engine
from weconnect.engine.database.write_failures import CannotSave
from weconnect.engine.serving.health import why_not_ready
from weconnect.rooms.models import Room

from .few_connections import POOL, make, stranger, topics


@pytest.fixture
def team(_apps: Apps, tmp_path, postgres: Postgres) -> Iterator[Team]:
    with _apps.make(tmp_path, postgres, database_pool=POOL) as app, app.app_context():
        yield Team(app)


def driver_of(connection: Connection) -> Driver:
    driver = connection.connection.driver_connection
    assert isinstance(driver, Driver)
    return driver


class TestTimes:
    def test_every_connection_keeps_them(self, team: Team):
        for name, wanted in timeouts.SESSION.items():
            assert db.session.scalar(text(f"SHOW {name}")) == wanted
        driver = driver_of(db.session.connection())
        said = driver.info.get_parameters()
        for name, value in timeouts.CONNECT_ARGS.items():
            assert said[name] == str(value)

    def test_no_rights_are_needed_for_them(self, team: Team):
        with write_engine().begin() as owner:
            owner.execute(text("CREATE ROLE anybody LOGIN"))
        driver = Driver.connect(
            host="127.0.0.1", port=db.engine.url.port, user="anybody", dbname="postgres"
        )
        with driver:
            driver.keep_times()
            assert driver.execute("SHOW statement_timeout").fetchone() == ("5s",)

    def test_what_the_address_says_counts_instead(self):
        options = module.engine_options("postgresql+psycopg://x/y?connect_timeout=20", 5)
        assert "connect_timeout" not in options["connect_args"]
        assert "tcp_user_timeout" in options["connect_args"]

    def test_migrations_may_take_long(self, team: Team):
        with write_engine().connect() as connection:
            assert connection.scalar(text("SHOW statement_timeout")) == "0"
            assert connection.scalar(text("SHOW default_transaction_read_only")) == "off"

    def test_a_transaction_may_ask_for_more(self, team: Team):
        @transaction
        def slow() -> str | None:
            at = this_transaction().connection
            module.may_take_long(at)
            assert driver_of(at).answer_within == timeouts.LONG_S
            return db.session.scalar(text("SHOW statement_timeout"))

        assert slow() == "10min"
        db.session.remove()
        for _ in range(POOL):
            assert db.session.scalar(text("SHOW statement_timeout")) == "5s"
            at = driver_of(db.session.connection())
            assert at.answer_within == timeouts.ANSWER_S
            db.session.remove()

    def test_a_statement_that_takes_too_long_ends(self, team: Team):
        db.session.execute(text("SET statement_timeout = '100ms'"))
        with pytest.raises(Failed):
            db.session.execute(text("SELECT pg_sleep(60)"))
        # The connection is none the worse for it.
        db.session.rollback()
        assert db.session.scalar(text("SELECT 1")) == 1
        db.session.connection().invalidate()

    def test_a_lock_that_somebody_else_holds_ends_the_waiting(self, team: Team, postgres: Postgres):
        room = make()

        @transaction
        def touch() -> None:
            db.session.execute(text("SET LOCAL lock_timeout = '100ms'"))
            db.session.execute(update(Room).where(Room.id == room).values(topic="touched"))

        with stranger(postgres, team) as other:
            other.execute("SELECT 1 FROM rooms FOR UPDATE")
            with pytest.raises(LockTimeout):
                touch()
        touch()
        assert topics() == ["touched"]

    def test_a_server_that_stands_still_is_given_up(
        self, team: Team, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(module, "ANSWER_S", 0.2)
        before = db.session.scalar(text("SELECT pg_backend_pid()"))
        db.session.remove()
        with pytest.raises(ConnectionLost):
            db.session.execute(text("SELECT pg_sleep(4)"))
        db.session.remove()
        monkeypatch.undo()
        assert db.session.scalar(text("SELECT pg_backend_pid()")) != before

    def test_who_is_ended_in_the_middle_of_a_statement_leaves_a_pool_that_works(self, team: Team):
        def sleep() -> None:
            with team.app.app_context():
                db.session.execute(text("SELECT pg_sleep(4)"))

        for _ in range(2):
            sleepers = [gevent.spawn(sleep) for _ in range(POOL)]
            gevent.sleep(0.2)
            gevent.killall(sleepers)
        assert team.together(*[lambda: db.session.scalar(text("SELECT 1"))] * POOL) == [1] * POOL


class TestWriting:
    def test_outside_a_transaction_nothing_is_written(self, team: Team):
        db.session.add(Room(kind="public", name="sneaked in"))
        with pytest.raises(DBAPIError, match="read-only"):
            db.session.commit()
        db.session.rollback()
        assert topics() == []

    def test_reading_leaves_no_transaction_open(self, team: Team):
        assert topics() == []
        driver = driver_of(db.session.connection())
        assert driver.info.transaction_status == psycopg.pq.TransactionStatus.IDLE

    def test_a_connection_that_has_written_only_reads_again(self, team: Team):
        for _ in range(POOL):
            make()
        with pytest.raises(DBAPIError, match="read-only"):
            db.session.execute(text("UPDATE rooms SET topic = 'no'"))
        db.session.rollback()


@pytest.fixture
def alone(_apps: Apps, tmp_path: Path) -> Iterator[tuple[Postgres, Flask]]:
    """A server that nobody else uses, and an application on it."""
    server = Postgres()
    try:
        with _apps.make(tmp_path, server, migrated=False) as app, app.app_context():
            upgrade_database(app)
            yield server, app
    finally:
        server.close()


def test_a_standby_says_that_nothing_can_be_saved(alone: tuple[Postgres, Flask]):
    server, app = alone
    team = Team(app)
    ann = team.person("ann")
    room = team.room(ann)
    team.say(ann, room)
    server.become_standby()
    db.session.remove()
    eventually(lambda: topics() == [""], "it can be read")
    with pytest.raises(CannotSave):
        make()
    # Whose statement does not begin a transaction.
    with pytest.raises(CannotSave):
        team.say(ann, room)
    eventually(lambda: "cannot" in (why_not_ready(app) or ""), "the next look tells")
    server.promote()
    make()
    eventually(lambda: why_not_ready(app) is None, "the next look tells")
