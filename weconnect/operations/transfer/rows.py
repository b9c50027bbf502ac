"""Rows as lines of text: the same for the same row, whichever database it comes from.

A line is a JSON array of the table's columns in their order. Times are ISO 8601 in UTC, bytes are
base64. The checksum of a table is the SHA-256 of its lines in the order of the primary key.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, Table

from weconnect.engine.database.transactions import db

Row = dict[str, Any]

# How a value is written and read, by the Python type of its column. Other types are JSON's own.
_WRITE: dict[type, Callable[[Any], Any]] = {
    bytes: lambda value: b64encode(value).decode(),
    datetime: lambda value: value.isoformat(),
}
_READ: dict[type, Callable[[Any], Any]] = {
    bytes: lambda text: b64decode(text, validate=True),
    datetime: datetime.fromisoformat,
}
PLAIN = (int, str, bool)


class Sum(NamedTuple):
    """What proves that a table arrived whole."""

    rows: int
    sha256: str


class Summing:
    """Adds up the lines that pass through it."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._rows = 0

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines, added up."""
        for line in lines:
            self._hash.update(line)
            self._rows += 1
            yield line

    @property
    def sum(self) -> Sum:
        """What has passed so far."""
        return Sum(self._rows, self._hash.hexdigest())


class Form:
    """How the rows of one table are written as lines, and read again."""

    def __init__(self, table: Table) -> None:
        self.columns = [column.name for column in columns_of(table)]
        types = [column.type.python_type for column in columns_of(table)]
        self._writers = _of_types(types, _WRITE)
        self._readers = _of_types(types, _READ)

    def line(self, values: Iterable[Any]) -> bytes:
        """A row, given as its values in the order of the columns, as a line."""
        row = list(values)
        for place, write in self._writers:
            if row[place] is not None:
                row[place] = write(row[place])
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def row(self, line: bytes) -> Row:
        """A line as a row. Raises ValueError where it is none."""
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(self.columns):
            raise ValueError("not a row of this table")
        for place, read in self._readers:
            if values[place] is not None:
                values[place] = read(values[place])
        return dict(zip(self.columns, values, strict=True))


def columns_of(table: Table) -> list[Column[Any]]:
    """A table's columns by their names: it has them as features happened to be loaded."""
    return sorted(table.columns, key=attrgetter("name"))


def tables() -> list[Table]:
    """Every table that is moved, those that others refer to before those others."""
    return [table for table in db.metadata.sorted_tables if not table.info.get("derived")]


def derived() -> list[Table]:
    """The tables that are not: what they hold is made anew from the others."""
    return [table for table in db.metadata.sorted_tables if table.info.get("derived")]


def _of_types(
    types: list[type], ways: dict[type, Callable[[Any], Any]]
) -> list[tuple[int, Callable[[Any], Any]]]:
    return [(place, ways[kind]) for place, kind in enumerate(types) if kind in ways]
