"""Column types that hold the same on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, types
from sqlalchemy.engine import Dialect

# SQLite counts rowids only in a column that is exactly INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


def in_code_order(length: int) -> String:
    """Text of so many characters that both databases put in the order of its code points."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class UtcTime(types.TypeDecorator[datetime]):
    """An aware UTC time, kept without zone so that both databases hold the same."""

    impl = types.DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What its values are in Python."""
        return datetime

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """How a value is handed over; to SQLite as SQLAlchemy's text, written in C."""
        return as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def as_text(value: datetime | None) -> str | None:
    """A time as SQLite holds it."""
    if value is None:
        return None
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def now() -> datetime:
    """The time in UTC, cut to the milliseconds that the wire carries."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
