"""Databases beside the server's own connections: one to be read as it is at one moment, or one to
be filled in one transaction.

A server may go on writing to a database that is read here. On SQLite a reader sees, in WAL mode,
the database as it was when it began, and keeps nobody waiting; on PostgreSQL a transaction that is
REPEATABLE READ does.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    String,
    Table,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from weconnect.engine.database.postgres import patient_engine
from weconnect.engine.database.sqlite import BUSY_TIMEOUT_MS
from weconnect.settings import BadSetting, database_url

from . import TransferError
from .rows import Form, columns_of, derived, tables

# Rows that are in memory at once. A picture has 100 kB at most, a message 32.
CHUNK = 200
# What SQLite may keep in memory of a database that is being filled.
CACHE_KIB = 64 * 1024
# Alembic's and SQLite's own.
_NOT_OURS = {"alembic_version", "sqlite_sequence"}


def parsed(url: str) -> str:
    """An address as people write it, as SQLAlchemy takes it. Raises TransferError."""
    try:
        return database_url(url)
    except BadSetting:
        raise TransferError(
            f"{url!r} is no database: it must begin with postgresql:// or sqlite:///."
        ) from None


def shown(url: str) -> str:
    """The address without its password."""
    return make_url(url).render_as_string(hide_password=True).replace("+psycopg://", "://")


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A connection that sees the database as it is now, for as long as it is read.

    Raises TransferError if there is no such database.
    """
    _require_file(url)
    with _explained(url), _engine(url, begin="BEGIN").connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(  # noqa: PLW2901 - the same one
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            _take_your_time(connection)
            # The first question is the moment that is seen.
            inspect(connection).get_table_names()
            yield connection


@contextmanager
def filling(url: str) -> Iterator[Connection]:
    """A transaction in which nobody else can write; what is raised takes all of it back."""
    with _explained(url), _engine(url, begin="BEGIN IMMEDIATE").begin() as connection:
        _take_your_time(connection)
        yield connection


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table as lines, in the order of the primary key."""
    form = Form(table)
    order = [
        # The order of the bytes, and not of a country's dictionary.
        column.collate("C")
        if isinstance(column.type, String) and connection.dialect.name == "postgresql"
        else column
        for column in table.primary_key.columns
    ]
    statement = select(*columns_of(table)).order_by(*order)
    with connection.execute(statement, execution_options={"yield_per": CHUNK}) as rows:
        yield from map(form.line, rows)


def counters(connection: Connection) -> dict[str, int]:
    """The last id that was given in each table that counts, also if its row is gone since."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        given: dict[str, int] = {name: last for name, last in rows}  # noqa: C416 - rows are no pairs
        return {table.name: given.get(table.name, 0) for table in counting()}
    found = {}
    for table in counting():
        sequence = sequence_of(connection, table)
        last, is_called = connection.execute(
            text(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - the database's
        ).one()
        found[table.name] = last if is_called else last - 1
    return found


def counting() -> list[Table]:
    """The tables whose ids the database counts up."""
    return [table for table in tables() if table.autoincrement_column is not None]


def sequence_of(connection: Connection, table: Table) -> str:
    """The name of the sequence that counts the ids of a table (PostgreSQL)."""
    column = table.autoincrement_column
    assert column is not None
    name: str = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, :column)"),
        {"table": f'"{table.name}"', "column": column.name},
    ).scalar_one()
    return name


def left_out(connection: Connection) -> list[str]:
    """The tables that are not WeConnect's."""
    known = {table.name for table in (*tables(), *derived())} | _NOT_OURS
    return sorted(set(inspect(connection).get_table_names()) - known)


def _engine(url: str, *, begin: str) -> Engine:
    """An engine without a pool; on SQLite each transaction starts with `begin`."""
    if not url.startswith("sqlite"):
        return patient_engine(url)
    engine = create_engine(
        url, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # what begins a transaction stands below
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            # Large indexes are filled at random places: with the usual 2 MB, most of the time is
            # spent on moving pages.
            f"cache_size = -{CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _take_your_time(connection: Connection) -> None:
    """Lift the limits that a database may have for the questions of a server."""
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = 0"))


def _require_file(url: str) -> None:
    # SQLite would make an empty one.
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and not Path(parts.database or "").is_file():
        raise TransferError(f"There is no database at {parts.database}.")


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """What a database says, as a sentence."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        said = (str(getattr(error, "orig", error)).strip().splitlines() or ["no reason"])[0]
        raise TransferError(f"The database {shown(url)} says: {said}") from error
