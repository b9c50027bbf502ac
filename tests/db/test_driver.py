"""Statements on the driver say and see what the session's do, on both databases."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import bindparam, insert, select, update

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from weconnect.engine.database.column_types import UtcTime
from weconnect.engine.database.prepared import Prepared, read
from weconnect.engine.database.transactions import db, table_of, this_transaction, transaction
from weconnect.rooms.models import Room

from .few_connections import this_connection, until_it_has_ended

NOON = datetime(2026, 1, 31, 12, 30, 0, 250_000, tzinfo=UTC)


@pytest.fixture
def postgres_app(_apps: Apps, tmp_path: Path, postgres: Postgres) -> Iterator[Flask]:
    with _apps.make(tmp_path, postgres) as app, app.app_context():
        yield app


FIND = Prepared(select(Room.id, Room.last_seq).where(Room.name == bindparam("wanted")))
COUNT = Prepared(
    update(table_of(Room)).where(Room.id == bindparam("row")).values(last_seq=bindparam("seq"))
)


def row(name: str) -> dict[str, object]:
    return {
        "kind": "public",
        "name": name,
        "topic": "",
        "encrypted": False,
        "newcomers": False,
        "hides_history": False,
        "created_at": NOON,
        "last_seq": 0,
        "version": 0,
        "members_version": 0,
        "keys_version": 0,
    }


INSERT = Prepared(insert(table_of(Room)).returning(Room.id, Room.name), columns=row(""))


@transaction
def make(*names: str) -> list[tuple[int, str]]:
    return [one for (one,) in INSERT.ask(this_transaction(), [row(name) for name in names])]


def test_each_run_gives_its_own_rows_in_the_order_of_the_values(app: Flask):
    made = make("one", "two", "three")
    assert [name for _, name in made] == ["one", "two", "three"]

    @transaction
    def find() -> list[list[tuple[int, int]]]:
        wanted = [{"wanted": name} for name in ("three", "none of them", "one")]
        return FIND.ask(this_transaction(), wanted)

    assert find() == [[(made[2][0], 0)], [], [(made[0][0], 0)]]


def test_without_values_nothing_is_run(app: Flask):
    @transaction
    def nothing() -> object:
        COUNT.run(this_transaction(), [])
        return FIND.ask(this_transaction(), [])

    assert nothing() == []


def test_values_are_stored_as_the_session_stores_them(app: Flask):
    make("one")
    room = db.session.scalars(select(Room)).one()
    assert room.created_at == NOON
    assert room.encrypted is False


def test_the_session_sees_it_within_the_transaction_and_the_other_way_round(app: Flask):
    @transaction
    def both() -> tuple[object, object]:
        at = this_transaction()
        INSERT.ask(at, [row("by the driver")])
        seen = db.session.scalars(select(Room.name)).all()
        db.session.add(Room(kind="public", name="by the session"))
        db.session.flush()
        return seen, [len(rows) for rows in FIND.ask(at, [{"wanted": "by the session"}])]

    assert both() == (["by the driver"], [1])
    names = select(Room.name).order_by(Room.id)
    assert db.session.scalars(names).all() == ["by the driver", "by the session"]


def test_a_failure_takes_back_what_the_driver_wrote(app: Flask):
    @transaction
    def fail(*, with_session: bool) -> None:
        INSERT.ask(this_transaction(), [row("gone")])
        if with_session:
            db.session.add(Room(kind="public", name="gone too"))
            db.session.flush()
        raise ZeroDivisionError

    for with_session in (False, True):
        with pytest.raises(ZeroDivisionError):
            fail(with_session=with_session)
    assert db.session.scalars(select(Room.name)).all() == []
    make("after it")
    assert db.session.scalars(select(Room.name)).all() == ["after it"]


def test_a_broken_constraint_is_the_drivers_own_error(app: Flask):
    @transaction
    def twice() -> None:
        columns = [*row(""), "direct_key"]
        same = Prepared(insert(table_of(Room)).returning(Room.id), columns=columns)
        same.ask(this_transaction(), [row("") | {"direct_key": "1,2"}] * 2)

    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        twice()
    assert db.session.scalars(select(Room.name)).all() == []


PUBLIC = Prepared(
    select(Room.name, Room.created_at < bindparam("at", type_=UtcTime)).where(
        Room.kind == "public", Room.name == bindparam("wanted")
    )
)


class TestRead:
    """Questions outside of a transaction."""

    def test_what_is_committed_is_seen_at_once(self, app: Flask):
        assert read(PUBLIC, {"wanted": "one", "at": NOON}) == []
        make("one")
        assert [name for name, _ in read(PUBLIC, {"wanted": "one", "at": NOON})] == ["one"]
        make("two")
        assert [name for name, _ in read(PUBLIC, {"wanted": "two", "at": NOON})] == ["two"]

    def test_the_statement_s_own_values_and_those_of_python_s_types(self, app: Flask):
        make("one")
        later = NOON + timedelta(seconds=1)
        assert [bool(is_older) for _, is_older in read(PUBLIC, {"wanted": "one", "at": later})] == [
            True
        ]
        assert [bool(is_older) for _, is_older in read(PUBLIC, {"wanted": "one", "at": NOON})] == [
            False
        ]

    def test_in_a_transaction_it_sees_what_that_did(self, app: Flask):
        @transaction
        def act() -> list[tuple[object, ...]]:
            INSERT.ask(this_transaction(), [row("one")])
            return read(PUBLIC, {"wanted": "one", "at": NOON})

        assert len(act()) == 1

    def test_the_session_goes_on_as_before(self, app: Flask):
        make("one")
        # More often than there are connections in the pool.
        for _ in range(60):
            assert read(PUBLIC, {"wanted": "one", "at": NOON})
            assert db.session.scalar(select(Room.name)) == "one"
            db.session.remove()

        @transaction
        def fail() -> None:
            INSERT.ask(this_transaction(), [row("two")])
            raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert read(PUBLIC, {"wanted": "two", "at": NOON}) == []

    def test_nothing_can_be_written_by_it_on_sqlite(self, sqlite_app: Flask):
        write = Prepared(
            update(table_of(Room)).values(last_seq=bindparam("seq")).returning(Room.id)
        )
        with (
            sqlite_app.app_context(),
            pytest.raises(sqlite3.OperationalError, match="readonly"),
        ):
            read(write, {"seq": 1})


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("statement", [FIND, COUNT], ids=["ask", "run"])
def test_whoever_is_silent_after_a_statement_is_ended_in_time(
    postgres_app: Flask, statement: Prepared, count: int
):
    """Cut off, that is; what it had locked is free then."""
    tries: list[int] = []
    values = [{"wanted": "", "row": row, "seq": 1} for row in range(count)]

    @transaction
    def work() -> None:
        tries.append(1)
        at = this_transaction()
        connection = this_connection()
        if len(tries) == 1:
            at.connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '100ms'")
        if statement is FIND:
            FIND.ask(at, values)
        else:
            COUNT.run(at, values)
        if len(tries) == 1:
            until_it_has_ended(connection)

    work()
    assert len(tries) == 2
