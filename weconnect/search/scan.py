"""Looking through the messages for words, newest first, a bounded time at a stretch.

There is no index of words: every message of the range is read. On SQLite that happens in a
native thread with a connection of its own, beside the event loop; psycopg waits cooperatively.
"""

import time
from dataclasses import dataclass
from functools import cache

import gevent
from sqlalchemy import ColumnElement, Connection, Engine, Select, create_engine, func, select
from sqlalchemy.pool import NullPool

from weconnect.engine.concurrency.native_thread import run_in
from weconnect.engine.database.errors import Failed
from weconnect.engine.database.transactions import db
from weconnect.messages.serialize import messages
from weconnect.messages.visible import first_seen
from weconnect.rooms.models import Membership

from .queue import Queue, queue

# So many ids are looked through by one statement at most, and at first; after that as many as take
# STEP_S. A step that PostgreSQL ends (`timeouts.STATEMENT_S`) is done again with a tenth of them.
STEP = 5_000
FIRST_STEP = 100
STEP_S = 0.1
# How much one step may grow over the last.
GROWTH = 8
# For so long looks one call; for so long where others wait for their turn.
BUDGET_S = 1.0
SHORT_BUDGET_S = 0.25


@dataclass(frozen=True)
class Query:
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


def scan(query: Query) -> Found:
    """The newest messages that fit. Raises RateLimited for a person who has other searches under
    way, Unavailable when too many are searching.
    """
    searches = queue()
    with searches.take(query.reader):
        if db.engine.dialect.name != "sqlite":
            return _scan(db.session.connection(), query, searches)
        engine = _engine(str(db.engine.url))
        return run_in(gevent.get_hub().threadpool, _scan_alone, engine, query, searches)


@cache
def _engine(url: str) -> Engine:
    # Without a pool: nothing is shared between the threads.
    return create_engine(url, poolclass=NullPool)


def _scan_alone(engine: Engine, query: Query, searches: Queue) -> Found:
    with engine.connect() as connection:
        return _scan(connection, query, searches)


def _scan(connection: Connection, query: Query, searches: Queue) -> Found:
    newest = connection.scalar(select(func.max(messages.c.id))) or 0
    top = min(newest + 1, query.before or newest + 1)
    found: list[int] = []
    began = time.monotonic()
    step = min(FIRST_STEP, STEP)
    while top > 1:
        bottom = max(1, top - step)
        missing = query.limit - len(found)
        step_began = time.monotonic()
        try:
            statement = _statement(query, bottom, top, connection.dialect.name)
            ids = [row.id for row in connection.execute(statement.limit(missing))]
        except Failed as error:
            # One message is never too much for a statement: then it is something else.
            if type(error) is not Failed or step == 1:
                raise
            step = max(1, step // 10)
            continue
        found += ids
        if len(ids) == missing:
            return Found(found, found[-1])
        top = bottom
        now = time.monotonic()
        step = _next_step(step, now - step_began)
        # Looked at last: every call gets somewhere.
        if now - began > (SHORT_BUDGET_S if searches.waiting else BUDGET_S):
            break
    return Found(found, top)


def _next_step(step: int, took: float) -> int:
    """How many ids take about STEP_S, when `step` of them took so many seconds."""
    wanted = int(step * STEP_S / max(took, 1e-6))
    return max(1, min(wanted, step * GROWTH, STEP))


def _statement(query: Query, bottom: int, top: int, database: str) -> Select[tuple[int]]:
    mine = select(Membership.room_id).where(Membership.user_id == query.reader)
    # The sum keeps planners from reading by room and sorting: by id, newest first, no row that is
    # not needed is read. One room among many is found faster by its index.
    room = messages.c.room_id + 0
    if query.room is not None:
        mine = mine.where(Membership.room_id == query.room)
        room = messages.c.room_id
    return (
        select(messages.c.id)
        .where(
            messages.c.id >= bottom,
            messages.c.id < top,
            room.in_(mine),
            messages.c.deleted.is_(False),
            *(_holds(word, database) for word in query.words),
            first_seen(query.reader) <= messages.c.seq,
        )
        .order_by(messages.c.id.desc())
    )


def _holds(word: str, database: str) -> ColumnElement[bool]:
    """Whether a message holds a word that is folded, as the message is.

    The small letters of ASCII are the same in every locale of PostgreSQL only if none is asked.
    """
    content = messages.c.content
    small = func.lower(content.collate("C") if database == "postgresql" else content)
    return func.coalesce(messages.c.folded, small).contains(word, autoescape=True)
