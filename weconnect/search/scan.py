"""Looking through the messages for words, newest first, a bounded time at a stretch.

The index says which messages may have them (`index/`); where it does not go, and for words that it
knows nothing of, every message of a range is read. On SQLite that happens in a native thread with a
connection of its own, beside the event loop; psycopg waits cooperatively.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import gevent
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    create_engine,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.pool import NullPool

from weconnect.engine.concurrency.native_thread import run_in
from weconnect.engine.database.errors import Failed, LockTimeout
from weconnect.engine.database.transactions import db, listed
from weconnect.engine.i18n.folding import fold_but_marks
from weconnect.messages.filters import TextBeside
from weconnect.messages.serialize import messages
from weconnect.messages.visible import first_seen
from weconnect.rooms.models import Membership

from .index import postgres, sqlite, standing
from .index.building import index_file
from .queue import Queue, queue

# So many ids are looked through by one statement at most, and at first; after that as many as take
# STEP_S. A step that PostgreSQL ends (`timeouts.STATEMENT_S`) is done again with a tenth of them.
STEP = 5_000
FIRST_STEP = 100
STEP_S = 0.1
# So many that the index names are looked at by one statement at most, and at first.
CANDIDATES = 5_000
FIRST_CANDIDATES = 200
# Where it names one message in so many, to read all of them takes less.
DENSE = 4
# How much one step may grow over the last.
GROWTH = 8
# For so long looks one call; for so long where others wait for their turn, or where all is found
# that is shown, and it is only counted how many there are.
BUDGET_S = 1.0
SHORT_BUDGET_S = 0.25


@dataclass(frozen=True)
class Query:
    """What to look for: `words` in the rooms of `reader`, or in one of them.

    `without` are words that it must not have. Both are folded; of the words that were typed with
    accents, `exactly` and `not_exactly` are the forms that keep them. `conditions` hold of the
    messages as well.
    """

    reader: int
    words: tuple[str, ...]
    room: int | None
    before: int | None
    limit: int
    without: tuple[str, ...] = ()
    exactly: tuple[str, ...] = ()
    not_exactly: tuple[str, ...] = ()
    conditions: tuple[ColumnElement[bool], ...] = ()
    # What is found with messages; and how many are counted, for a while, past those that are shown.
    beside: tuple[TextBeside, ...] = ()
    count_to: int = 0

    def suits(self, content: str) -> bool:
        """Whether a text that has the words has them as they were typed."""
        said = fold_but_marks(content)
        return all(word in said for word in self.exactly) and not any(
            word in said for word in self.not_exactly
        )


@dataclass(frozen=True)
class Found:
    """The ids that fit, newest first, and how far down was looked; 1 is the end."""

    ids: list[int]
    down_to: int


class Index(Protocol):
    """What says which messages up to `top` may have words in them."""

    top: int

    def below(self, words: Sequence[str], top: int, most: int) -> list[int] | None:
        """The newest `most` ids below `top`, newest first; None: it does not know these words."""


def scan(query: Query) -> Found:
    """The newest messages that fit. Raises RateLimited for a person who has other searches under
    way, Unavailable when too many are searching.
    """
    searches = queue()
    with searches.take(query.reader):
        if db.engine.dialect.name != "sqlite":
            connection = db.session.connection()
            index = postgres.reader(connection, standing.read(connection))
            return _scan(connection, query, searches, index)
        engine = _engine(str(db.engine.url))
        return run_in(
            gevent.get_hub().threadpool, _scan_alone, engine, index_file(), query, searches
        )


@cache
def _engine(url: str) -> Engine:
    # Without a pool: nothing is shared between the threads.
    return create_engine(url, poolclass=NullPool)


def _scan_alone(engine: Engine, file: Path | None, query: Query, searches: Queue) -> Found:
    with engine.connect() as connection:
        index = None
        if file is not None and sqlite.attach(connection, file):
            # All of one moment.
            connection.exec_driver_sql("BEGIN")
            index = sqlite.reader(connection, standing.read(connection))
        return _scan(connection, query, searches, index)


class _Range(NamedTuple):
    """Messages from the id `bottom` on and below `top`; if there are `ids`, of those alone."""

    bottom: int
    top: int
    ids: list[int] | None = None


def _scan(
    connection: Connection, query: Query, searches: Queue, index: Index | None = None
) -> Found:
    newest = connection.scalar(select(func.max(messages.c.id))) or 0
    top = min(newest + 1, query.before or newest + 1)
    steps = _Steps(connection, query, index)
    found: list[int] = []
    began = time.monotonic()
    most = max(query.limit, query.count_to)
    while top > 1:
        missing = most - len(found)
        try:
            ids, top = steps.next(top, missing)
        except Failed as error:
            steps.shorten(error)
            continue
        found += ids
        if len(found) == most:
            return Found(found, top)
        # Looked at last: every call gets somewhere.
        is_short = searches.waiting or len(found) >= query.limit
        if time.monotonic() - began > (SHORT_BUDGET_S if is_short else BUDGET_S):
            break
    return Found(found, top)


class _Steps:
    """Looks at one range after the other, each as large as may be."""

    def __init__(self, connection: Connection, query: Query, index: Index | None) -> None:
        self._connection = connection
        self._query = query
        self._index = index
        self._all = min(FIRST_STEP, STEP)
        self._named = min(FIRST_CANDIDATES, CANDIDATES)
        # Whether the index named so many that all of the next ones are looked at instead.
        self._is_dense = False

    def next(self, top: int, missing: int) -> tuple[list[int], int]:
        """At most so many messages that fit, the newest below `top`; and how far down was looked.

        Raises Failed.
        """
        began = time.monotonic()
        span = self._range(top)
        statement = _statement(self._query, span, self._connection.dialect.name).limit(missing)
        rows = self._connection.execute(statement).all()
        ids = self._suiting(rows)
        took = time.monotonic() - began
        if span.ids is None:
            self._is_dense = False
            self._all = min(_next_step(self._all, took), STEP)
        else:
            self._is_dense = top - span.bottom < DENSE * len(span.ids)
            self._named = min(_next_step(self._named, took), CANDIDATES)
        return ids, rows[-1].id if len(rows) == missing else span.bottom

    def _suiting(self, rows: Sequence[Row[Any]]) -> list[int]:
        """Those that have words as they were typed."""
        query = self._query
        if not (query.exactly or query.not_exactly):
            return [row.id for row in rows]
        texts = {row.id: row.content for row in rows}
        for one in query.beside:
            there = select(one.message, one.plain).where(
                one.message.in_(listed(list(texts), self._connection.dialect.name))
            )
            for number, plain in self._connection.execute(there):
                texts[number] += f"\n{plain}"
        return [row.id for row in rows if query.suits(texts[row.id])]

    def shorten(self, error: Failed) -> None:
        """That took too long: the next step is shorter, or without the index, which may be held by
        whoever writes it. Raises what it was if it was not that."""
        if self._index is not None and type(error) in (Failed, LockTimeout):
            self._index = None
        elif type(error) is not Failed or self._all == 1:
            raise error
        else:
            # One message is never too much for a statement: then it is something else.
            self._all = max(1, self._all // 10)

    def _range(self, top: int) -> _Range:
        index = self._index
        if index is None:
            return _Range(max(1, top - self._all), top)
        if top > index.top + 1:
            return _Range(max(index.top + 1, top - self._all), top)
        if self._is_dense:
            return _Range(max(1, top - self._all), top)
        words = self._query.words
        ids = index.below(words, top, self._named) if words else None
        if ids is None:
            self._index = None
            return self._range(top)
        bottom = ids[-1] if len(ids) == self._named else 1
        bottom, beside = self._beside(bottom, top)
        # Those too of which the index may not know enough, and what it does not know of.
        more = standing.changed(self._connection, bottom, top)
        return _Range(bottom, top, [*(one for one in ids if one >= bottom), *more, *beside])

    def _beside(self, bottom: int, top: int) -> tuple[int, list[int]]:
        """Messages of the reader's rooms that may have a word in a text beside them, not many more
        than the index may name, and down to where these are all."""
        find = _finder(self._connection.dialect.name)
        found: list[int] = []
        for one in self._query.beside:
            any_word = or_(*(find(one.folded, word) > 0 for word in self._query.words))
            there = (
                select(one.message)
                .join(messages, messages.c.id == one.message)
                .where(one.message >= bottom, one.message < top, any_word)
                .where(messages.c.room_id.in_(_mine(self._query)))
                .distinct()
                .order_by(one.message.desc())
                .limit(self._named)
            )
            ids = list(self._connection.scalars(there))
            if len(ids) == self._named:
                bottom = ids[-1]
            found += ids
        return bottom, [one for one in found if one >= bottom]


def _next_step(step: int, took: float) -> int:
    """How many ids take about STEP_S, when `step` of them took so many seconds."""
    wanted = int(step * STEP_S / max(took, 1e-6))
    return max(1, min(wanted, step * GROWTH))


def _mine(query: Query) -> Select[Any]:
    """The rooms in which to look."""
    mine = select(Membership.room_id).where(Membership.user_id == query.reader)
    return mine if query.room is None else mine.where(Membership.room_id == query.room)


def _statement(query: Query, span: _Range, database: str) -> Select[Any]:
    mine = _mine(query)
    # The sum keeps planners from reading by room and sorting: by id, newest first, no row that is
    # not needed is read. One room among many is found faster by its index.
    room = messages.c.room_id + 0
    if query.room is not None:
        room = messages.c.room_id if span.ids is None else room
    which = [messages.c.id >= span.bottom, messages.c.id < span.top]
    if span.ids is not None:
        which.append(messages.c.id.in_(listed(span.ids, database)))
    return (
        select(messages.c.id, messages.c.content)
        .where(
            *which,
            room.in_(mine),
            messages.c.deleted.is_(False),
            *(_holds(word, query.beside, database) for word in query.words),
            *(~_holds(word, query.beside, database) for word in query.without),
            *query.conditions,
            first_seen(query.reader) <= messages.c.seq,
        )
        .order_by(messages.c.id.desc())
    )


def _holds(word: str, beside: Sequence[TextBeside], database: str) -> ColumnElement[bool]:
    """Whether a message, or what is found with it, holds a word; all are folded.

    The small letters of ASCII are the same in every locale of PostgreSQL only if none is asked.
    """
    find = _finder(database)
    content = messages.c.content
    small = func.lower(content.collate("C") if database == "postgresql" else content)
    said = find(func.coalesce(messages.c.folded, small), word) > 0
    others = (
        one.is_there
        & exists()
        .where(one.message == messages.c.id, find(one.folded, word) > 0)
        .correlate(messages)
        for one in beside
    )
    return or_(said, *others)


def _finder(database: str) -> Callable[[ColumnElement[Any], str], ColumnElement[int]]:
    return func.strpos if database == "postgresql" else func.instr
