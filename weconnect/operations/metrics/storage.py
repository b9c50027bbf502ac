"""What only the database knows: how large it is, and how much its disk can still take."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

import gevent
from sqlalchemy.exc import SQLAlchemyError

from weconnect.auth.accounts import usage
from weconnect.engine.database.disk_usage import database_size, free_beside
from weconnect.engine.database.transactions import db
from weconnect.files import limits
from weconnect.wire.errors import Unavailable

# A database that is away must not keep the other figures back.
PATIENCE_S = 1.0


T = TypeVar("T")


class Sizes(NamedTuple):
    """In bytes; `counted` is what people's quotas count, files as well, `free` None where the disk
    is another machine's.
    """

    database: int
    free: int | None
    counted: int


def asked(question: Callable[[], T]) -> T | None:
    """What the current app's database answers; None if it does not."""
    try:
        found: T | None = gevent.with_timeout(PATIENCE_S, question, timeout_value=None)
    except (SQLAlchemyError, sqlite3.Error, OSError, Unavailable):
        return None
    return found


def sizes() -> Sizes:
    """The sizes of the current app's database. For `asked`."""
    counted = usage.all_stored() + limits.all_kept()
    connection = db.session.connection()
    file = connection.engine.url.database if connection.dialect.name == "sqlite" else None
    return Sizes(database_size(connection), free_beside(Path(file)) if file else None, counted)
