"""PostgreSQL keeps nobody waiting for ever; what was cut off is done again where that is safe."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

import gevent
import psycopg
import pytest
from flask import Flask
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.harness.apps import Apps
from tests.harness.commits import lost_commits
from tests.harness.databases import Postgres
from tests.harness.stage import Stage
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.engine.database import postgres as module
from weconnect.engine.database import timeouts
from weconnect.engine.database import transactions as database
from weconnect.engine.database.errors import CommitUnknown, ConnectionLost, Failed, LockTimeout
from weconnect.engine.database.fair_pool import FairPool
from weconnect.engine.database.migrating import upgrade_database
from weconnect.engine.database.prepared import Prepared, read
from weconnect.engine.database.psycopg_connection import Driver
from weconnect.engine.database.transactions import (
    Transaction,
    after_commit,
    db,
    this_transaction,
    transaction,
    write_engine,
)
from weconnect.engine.database.write_failures import CannotSave
from weconnect.engine.realtime.hub import commands
from weconnect.engine.serving.health import why_not_ready
from weconnect.rooms.models import Room
from weconnect.wire.errors import Unavailable

POOL = 3
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


def database_of(app: Flask) -> str:
    return app.config["SQLALCHEMY_DATABASE_URI"].rpartition("/")[2]


@contextmanager
def stranger(postgres: Postgres, team: Team) -> Iterator[psycopg.Connection]:
    """Somebody else at the same database."""
    with psycopg.connect(postgres.url(database_of(team.app))) as connection:
        yield connection


@transaction
def make(name: str = "one") -> int:
    room = Room(kind="public", name=name)
    db.session.add(room)
    db.session.flush()
    return room.id


def topics() -> list[str]:
    db.session.remove()
    return list(db.session.scalars(select(Room.topic).order_by(Room.id)))


def end_this_connection() -> None:
    """As a restart or a broken network would, in the middle of a transaction."""
    pid = db.session.scalar(text("SELECT pg_backend_pid()"))
    with write_engine().connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


def test_whoever_has_a_connection_waits_for_no_second_one(team: Team):
    """Otherwise all who have one could wait, and nobody give any back."""
    one = Prepared(select(text("CAST(:n AS int)")))

    def ask_twice() -> Any:
        db.session.scalar(text("SELECT 1"))
        gevent.sleep(0.01)
        return read(one, {"n": 2})

    assert team.together(*[ask_twice] * POOL * 4) == [[(2,)]] * POOL * 4


def test_a_crowd_that_comes_into_a_room_in_the_same_moment_is_let_in(team: Team):
    ann = team.person("ann")
    crowd = team.crowd(40)
    room = team.room(ann, *crowd)
    stage = Stage(team.app)
    tabs = [stage.connect(one) for one in crowd]
    answers: list[str] = []

    def join(sid: str) -> None:
        commands.answer(stage.engine, "joinRoom", sid, [{"room": room}], answers.append)

    team.together(*[partial(join, one.sid) for one in tabs])
    assert [answer[:10] for answer in answers] == ['{"ok":true'] * len(crowd)


class TestOthersWorkMeanwhile:
    """psycopg waits in gevent's event loop, whatever it waits for."""

    @pytest.fixture
    def at(self, team: Team) -> Iterator[Any]:
        with db.engine.connect() as connection:
            yield connection

    def during(self, work: Callable[[], object]) -> int:
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

    def test_a_statement(self, at: Any):
        assert self.during(lambda: at.execute(text("SELECT pg_sleep(0.3)"))) > 5

    def test_statements_in_one_round_trip(self, at: Any):
        sleep = Prepared(select(text("pg_sleep(0.1)")).where(text("CAST(:n AS int) > 0")))
        driver = at.connection.driver_connection
        transaction = Transaction(at, driver, [])
        assert self.during(lambda: sleep.ask(transaction, [{"n": 1}] * 3)) > 5

    def test_a_commit(self, at: Any):
        @transaction
        def slow_at_its_end() -> None:
            for statement in SLOW_COMMIT:
                db.session.execute(text(statement))
            make()

        try:
            assert self.during(slow_at_its_end) > 5
        finally:
            with write_engine().begin() as connection:
                connection.execute(text("DROP FUNCTION slow CASCADE"))

    def test_connecting_to_what_does_not_answer(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"host=127.0.0.1 port={silent.getsockname()[1]} connect_timeout=2"

            def connect() -> None:
                with pytest.raises(psycopg.OperationalError):
                    Driver.connect(url)

            assert self.during(connect) > 5

    def test_looking_up_a_name(self, monkeypatch: pytest.MonkeyPatch):
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

        assert self.during(connect) > 5
        assert asked


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


class TestThePool:
    def hold_all(self, team: Team) -> "list[gevent.Greenlet[..., Any]]":
        held: list[object] = []

        def hold() -> None:
            with team.app.app_context():
                held.append(db.session.connection())
                gevent.sleep(60)

        holders = [gevent.spawn(hold) for _ in range(POOL)]
        eventually(lambda: len(held) == POOL, "all connections are lent")
        return holders

    def test_waiting_ends_with_a_clear_answer(self, team: Team, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(db.engine.pool, "_timeout", 0.2)
        db.session.remove()
        holders = self.hold_all(team)
        answers = team.together(*[lambda: db.session.scalar(text("SELECT 1"))] * 20)
        assert [type(one) for one in answers] == [Unavailable] * 20
        assert answers[0].retry_after == 1
        gevent.killall(holders)
        assert team.together(*[lambda: db.session.scalar(text("SELECT 1"))] * 20) == [1] * 20

    def test_nobody_is_overtaken(self, team: Team):
        """Some ask again and again; who asks once is served among the first all the same."""
        db.session.remove()
        order: list[str] = []
        end = False

        def ask(name: str) -> None:
            with team.app.app_context():
                db.session.execute(text("SELECT pg_sleep(0.01)"))
                order.append(name)

        def greedy() -> None:
            while not end:
                ask("greedy")

        crowd = [gevent.spawn(greedy) for _ in range(POOL * 4)]
        gevent.sleep(0.3)
        before = len(order)
        patient = [gevent.spawn(ask, "patient") for _ in range(5)]
        gevent.joinall(patient, timeout=20)
        end = True
        gevent.joinall(crowd, timeout=20)
        assert all(one.successful() for one in patient)
        last = max(index for index, name in enumerate(order) if name == "patient")
        # Those before them in the line and at a connection, they themselves: and as many to spare.
        assert last - before <= 2 * (POOL * 4 + 5)

    def test_it_never_has_more_connections_than_it_may(self, team: Team):
        @transaction
        def count() -> int:
            counted = db.session.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND backend_type = 'client backend'"
                )
            )
            return int(counted)

        counted = team.together(*[count] * 60)
        assert max(counted) <= POOL

    def test_readiness_does_not_stand_in_line(self, team: Team):
        db.session.remove()
        greenlets = [gevent.spawn(self._read, team) for _ in range(200)]
        gevent.sleep(0.05)
        assert len(cast(FairPool, db.engine.pool).queue) > 20
        assert why_not_ready(team.app) is None
        assert len(cast(FairPool, db.engine.pool).queue) > 20
        gevent.joinall(greenlets, timeout=60)

    def _read(self, team: Team) -> None:
        with team.app.app_context():
            db.session.execute(text("SELECT pg_sleep(0.1)"))


class TestConnectionsThatEnd:
    def test_those_that_ended_while_nobody_used_them_are_not_lent(
        self, team: Team, postgres: Postgres
    ):
        assert team.together(*[topics] * POOL) == [[]] * POOL
        db.session.remove()
        assert postgres.throw_out(database_of(team.app)) >= 1
        time.sleep(0.2)
        assert team.together(*[topics] * POOL * 2) == [[]] * POOL * 2

    def test_in_the_middle_of_a_transaction_it_is_done_again(self, team: Team):
        tries: list[int] = []
        told: list[str] = []

        @transaction
        def work() -> None:
            after_commit(lambda: told.append("done"))
            make()
            tries.append(1)
            if len(tries) < 3:
                end_this_connection()

        work()
        assert len(tries) == 3
        assert told == ["done"]
        assert topics() == [""]

    def test_in_the_middle_of_the_drivers_own_statements_too(self, team: Team):
        one = Prepared(select(text("CAST(:n AS int)")))
        tries: list[int] = []

        @transaction
        def work() -> list[Any]:
            tries.append(1)
            at = this_transaction()
            make()
            if len(tries) == 1:
                end_this_connection()
            return one.ask(at, [{"n": 1}, {"n": 2}])

        assert work() == [[(1,)], [(2,)]]
        assert len(tries) == 2
        assert topics() == [""]

    def test_a_transaction_that_is_silent_for_too_long_is_ended_and_done_again(self, team: Team):
        tries: list[int] = []

        @transaction
        def work() -> None:
            tries.append(1)
            make()
            if len(tries) == 1:
                db.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '50ms'"))
                time.sleep(0.5)

        work()
        assert len(tries) == 2
        assert topics() == [""]

    @pytest.mark.parametrize("happened", [False, True])
    def test_an_unanswered_commit_is_told_as_what_it_is_and_not_done_again(
        self, team: Team, monkeypatch: pytest.MonkeyPatch, happened: bool
    ):
        with lost_commits(happened=happened), pytest.raises(CommitUnknown):
            make()
        assert len(topics()) == happened

    def test_a_database_that_stays_away_is_an_answer(
        self, team: Team, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(database, "PATIENCE_S", 0.5)
        tries: list[int] = []

        def refuse(*_: object, **__: object) -> None:
            tries.append(1)
            raise psycopg.OperationalError("connection refused")

        db.engine.dispose()
        monkeypatch.setattr(Driver, "connect", refuse)
        with pytest.raises(ConnectionLost):
            make()
        assert len(tries) > 2
        assert why_not_ready(team.app) == "The database does not answer."
        with pytest.raises(Unavailable):
            topics()
        db.session.remove()
        monkeypatch.undo()
        make()
        eventually(lambda: why_not_ready(team.app) is None, "the next look tells")
