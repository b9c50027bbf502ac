"""The one clock by which jobs are due and leases end, for servers whose own may differ."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, DateTime, Interval, func, literal, type_coerce

from weconnect.engine.database.column_types import UtcTime
from weconnect.engine.database.transactions import db


def moment(seconds: float = 0.0) -> ColumnElement[datetime]:
    """The time in so many seconds, by the database's clock (SQLite has that of its one server)."""
    later = timedelta(seconds=seconds)
    if db.engine.dialect.name == "sqlite":
        return literal(datetime.now(UTC) + later, UtcTime)
    there = func.timezone("UTC", func.clock_timestamp(), type_=DateTime())
    return type_coerce(there + literal(later, Interval), UtcTime)
