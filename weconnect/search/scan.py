"""Looking through the messages for words, newest first, a bounded time at a stretch.

There is no index of words: every message of the range is read. On SQLite that happens in a
native thread with a connection of its own, beside the event loop; psycopg waits cooperatively.
"""

import time
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Connection, Engine, Select, create_engine, func, or_, select
from sqlalchemy.pool import NullPool

from weconnect.db import db
from weconnect.messages.store import messages
from weconnect.offload import Offload
from weconnect.rooms.models import Membership

# So many ids are looked through by one statement, and for so long by one call.
STEP = 50_000
BUDGET_S = 1.0

# One search at a time reads SQLite; a second core is left to the event loop.
reading = Offload(threads=1, waiting=10, retry_after=2)


@dataclass(frozen=True)
class Wish:
    """What to look for: `words` in the rooms of `reader`, or in one of them."""

    reader: int
    words: tuple[str, ...]
    room: int | None
    before: int | None
    limit: int


@dataclass(frozen=True)
class Found:
    """The ids that fit, newest first, and how far down was looked; 1 is the end."""

    ids: list[int]
    down_to: int


def scan(wish: Wish) -> Found:
    """The newest messages that fit. Raises Unavailable when too many are searching."""
    if db.engine.dialect.name == "sqlite":
        engine = _engine(str(db.engine.url))
        return reading.run(_scan_alone, engine, wish)
    return _scan(db.session.connection(), wish)


@cache
def _engine(url: str) -> Engine:
    # Without a pool: nothing is shared between the threads.
    return create_engine(url, poolclass=NullPool)


def _scan_alone(engine: Engine, wish: Wish) -> Found:
    with engine.connect() as connection:
        return _scan(connection, wish)


def _scan(connection: Connection, wish: Wish) -> Found:
    newest = connection.scalar(select(func.max(messages.c.id))) or 0
    top = min(newest + 1, wish.before or newest + 1)
    found: list[int] = []
    end = time.monotonic() + BUDGET_S
    while top > 1:
        bottom = max(1, top - STEP)
        missing = wish.limit - len(found)
        statement = _statement(wish, bottom, top)
        ids = [row.id for row in connection.execute(statement.limit(missing))]
        found += ids
        if len(ids) == missing:
            return Found(found, found[-1])
        top = bottom
        # Looked at last: every call gets somewhere.
        if time.monotonic() > end:
            break
    return Found(found, top)


def _statement(wish: Wish, bottom: int, top: int) -> Select[tuple[int]]:
    mine = select(Membership.room_id).where(Membership.user_id == wish.reader)
    # The sum keeps planners from reading by room and sorting: by id, newest first, no row that is
    # not needed is read. One room among many is found faster by its index.
    room = messages.c.room_id + 0
    if wish.room is not None:
        mine = mine.where(Membership.room_id == wish.room)
        room = messages.c.room_id
    return (
        select(messages.c.id)
        .where(
            messages.c.id >= bottom,
            messages.c.id < top,
            room.in_(mine),
            messages.c.deleted.is_(False),
            *map(_holds, wish.words),
        )
        .order_by(messages.c.id.desc())
    )


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a message holds a word, whatever its capitals.

    SQLite folds the capitals of ASCII alone, PostgreSQL those of its locale, which may be as
    little: so the usual spellings are tried beside each other.
    """
    spellings = [word] if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    return or_(*(messages.c.content.icontains(one, autoescape=True) for one in sorted(spellings)))
