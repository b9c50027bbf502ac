"""What tests of PostgreSQL do: with few connections, and beside the application."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask
from sqlalchemy import select, text

from tests.harness.databases import Postgres
from tests.harness.team import Team
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


def end_this_connection() -> None:
    """As a restart or a broken network would, in the middle of a transaction."""
    pid = db.session.scalar(text("SELECT pg_backend_pid()"))
    with write_engine().connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
