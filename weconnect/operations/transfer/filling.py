"""Fills a database with rows from elsewhere, and proves that they arrived."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, cast

import psycopg
import psycopg.sql
from sqlalchemy import Connection, Table, delete, func, insert, select, text

from . import TransferError
from .databases import CHUNK, counting, lines, sequence_of
from .rows import Form, Row, Sum, Summing, columns_of, derived, tables


def lock(connection: Connection) -> None:
    """Let nobody else write until the transaction ends. On SQLite nobody can anyway."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables())
        connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def require_empty(connection: Connection, name: str, *, instead: str) -> None:
    """Raise TransferError if the database `name` holds anything; `instead` says what to do."""
    held = [
        table.name
        for table in tables()
        if connection.execute(select(text("1")).select_from(table).limit(1)).first()
    ]
    if held:
        raise TransferError(f"The database {name} is not empty ({', '.join(held)}). {instead}")


def clear(connection: Connection) -> None:
    """Delete everything."""
    for table in (*derived(), *reversed(tables())):
        connection.execute(delete(table))


def fill(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Write rows into a table."""
    if connection.dialect.name == "postgresql":
        _pour(connection, table, rows)
        return
    statement = insert(table)
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        connection.execute(statement, chunk)


def _pour(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """The same by COPY, which is several times as fast."""
    dialect = connection.dialect
    writers = [
        column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns_of(table)
    ]
    columns = list(zip(Form(table).columns, writers, strict=True))
    names = ", ".join(f'"{name}"' for name, _ in columns)
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    statement = psycopg.sql.SQL(f'COPY "{table.name}" ({names}) FROM STDIN')
    with driver.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row([write(row[name]) if write else row[name] for name, write in columns])


def rows_of(table: Table, found: Iterable[bytes]) -> Iterator[Row]:
    """Lines as rows. Raises TransferError where one is none."""
    form = Form(table)
    try:
        for line in found:
            yield form.row(line)
    except (ValueError, RecursionError) as error:
        raise TransferError(f"A row of {table.name} cannot be read.") from error


def prove(connection: Connection, table: Table, expected: Sum) -> None:
    """Read a table back. Raises TransferError unless it is what was to arrive."""
    summing = Summing()
    for _ in summing.through(lines(connection, table)):
        pass
    if summing.sum != expected:
        raise TransferError(
            f"Of {expected.rows:,} rows of {table.name}, {summing.sum.rows:,} arrived, or some"
            " differ. Nothing was written."
        )


def go_on_counting(connection: Connection, last: Mapping[str, int]) -> None:
    """Let each table count on from the last id that was given anywhere before."""
    for table in counting():
        column = table.autoincrement_column
        highest = connection.execute(select(func.max(column))).scalar() or 0
        given = max(last.get(table.name, 0), highest)
        if given == 0:
            continue
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT setval(:sequence, :given)"),
                {"sequence": sequence_of(connection, table), "given": given},
            )
        else:
            own = {"name": table.name, "given": given}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), own)
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :given)"), own)
