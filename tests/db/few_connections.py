"""What tests of PostgreSQL do: with few connections, and beside the application."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask
from sqlalchemy import select, text

from tests.harness.databases import Postgres
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.engine.database.transactions import (
    db,
    transaction,
    write_engine,
)
from weconnect.rooms.models import Room

POOL = 3


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


_HAS_ENDED = text("SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = :pid)")


def this_connection() -> int:
    """The number by which PostgreSQL knows the connection of the session."""
    pid: int = db.session.scalar(text("SELECT pg_backend_pid()"))
    return pid


def end_this_connection() -> None:
    """As a restart or a broken network would, in the middle of a transaction."""
    pid = this_connection()
    with write_engine().connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


def until_it_has_ended(connection: int) -> None:
    """Wait until PostgreSQL has ended a connection by itself."""

    def has_ended() -> bool:
        with write_engine().begin() as other:
            return bool(other.scalar(_HAS_ENDED, {"pid": connection}))

    eventually(has_ended, "it has ended the connection")
