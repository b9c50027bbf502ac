"""The index is built behind the messages: a job, by small pieces, once for all servers."""

import functools
import logging
import sqlite3
import time
from pathlib import Path

import gevent
from flask import current_app
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from weconnect.engine.concurrency.native_thread import run_in
from weconnect.engine.database.postgres import may_take_long
from weconnect.engine.database.sqlite import file_of
from weconnect.engine.database.transactions import db, end_reads, this_transaction, transaction
from weconnect.engine.jobs.queue import Again, Payload, job
from weconnect.messages.serialize import messages

from . import documents, postgres, sqlite, standing
from .documents import Piece
from .postings import Postings, postings
from .standing import Standing

log = logging.getLogger(__name__)

KIND = "index_messages"
# It looks by itself so often, and is asked for when there is much: see `following.py`.
EVERY_S = 3600.0
# So long takes one step, and between its pieces it rests as long as one has taken.
RUN_S = 5.0
PAUSE_S = 0.2
# How often it is looked whether the index holds what is not said any more.
TIDY_S = 24 * 3600.0
# How often it is looked whether transactions have ended, and how long.
SETTLING_S = 0.05
SETTLES_S = 5.0


class Impossible(Exception):
    """Why this database can have no index: searches look through the messages."""


@job(KIND, every=EVERY_S)
def index_messages(_payload: Payload) -> Again | None:
    """One step: index what is not indexed yet."""
    ends = time.monotonic() + RUN_S
    newest = _newest()
    if newest is None:
        return Again(SETTLES_S)
    while True:
        began = time.monotonic()
        if not _go_on(newest):
            return None
        took = time.monotonic() - began
        if began + took > ends:
            return Again(PAUSE_S)
        gevent.sleep(took)


def build() -> None:
    """Index all that is not indexed yet. Raises Unavailable."""
    newest = _newest()
    while newest is None:
        newest = _newest()
    while _go_on(newest):
        pass


def index_file() -> Path | None:
    """The file of the index of the current app; None on PostgreSQL."""
    database = _database()
    return database and sqlite.file_of(database)


def _database() -> Path | None:
    return file_of(current_app.config["SQLALCHEMY_DATABASE_URI"])


def _newest() -> int | None:
    """The last message up to which all are there that ever will be; None: ask later."""
    if db.engine.dialect.name == "sqlite":
        return db.session.scalar(select(func.max(messages.c.id))) or 0
    newest, under_way = postgres.newest(db.session.connection())
    ends = time.monotonic() + SETTLES_S
    while not postgres.is_settled(db.session.connection(), under_way):
        if time.monotonic() > ends:
            return None
        end_reads()
        gevent.sleep(SETTLING_S)
    return newest


def _go_on(newest: int) -> bool:
    """Do one piece. Whether there is more."""
    known = standing.read(db.session.connection()) or standing.begin_anew()
    end_reads()
    done = _on_sqlite if db.engine.dialect.name == "sqlite" else _on_postgres
    try:
        return done(known, newest)
    except Impossible as error:
        log.warning("there is no index of words", extra={"reason": str(error)})
        standing.forget_changes()
        return False


def _on_sqlite(known: Standing, newest: int) -> bool:
    database, file = _database(), index_file()
    if database is None or file is None or not _can_sqlite():
        raise Impossible("SQLite has no full-text search by trigrams here")
    pool = gevent.get_hub().threadpool
    url = str(db.engine.url)
    try:
        piece, after = run_in(pool, _piece_into_file, url, file, known, newest)
    except sqlite3.OperationalError:
        raise  # the disk is full, or somebody holds the file
    except sqlite3.DatabaseError:
        log.warning("the index of words is broken, and made anew", exc_info=True)
        run_in(pool, sqlite.remove, file)
        after = None
    if after is None:
        standing.begin_anew()
        return True
    if after != known and not standing.go_on(known, after, piece.changes):
        return True
    if not piece.more and run_in(pool, sqlite.is_burdened, file, database, after.top, TIDY_S):
        standing.begin_anew()
        return True
    return piece.more


def _piece_into_file(
    url: str, file: Path, known: Standing, newest: int
) -> tuple[Piece, Standing | None]:
    """In a native thread: read a piece and write it, with how it stands then; None: the file is
    another index."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        piece = documents.next_piece(connection, known, newest)
    after = (
        known if piece.is_empty(known) else known._replace(counter=known.counter + 1, top=piece.top)
    )
    return piece, after if sqlite.write(file, known, after, piece) else None


@functools.cache
def _can_sqlite() -> bool:
    return sqlite.is_possible()


def _on_postgres(known: Standing, newest: int) -> bool:
    connection = db.session.connection()
    piece = documents.next_piece(connection, known, newest)
    is_meant = postgres.is_meant(connection, known)
    end_reads()
    if is_meant and piece.is_empty(known):
        if not _is_burdened(known):
            return False
        standing.begin_anew()
        return True
    added = run_in(gevent.get_hub().threadpool, postings, piece.texts)
    after = known._replace(counter=known.counter + 1, top=piece.top)
    try:
        written = _write(known, after, piece, added)
    except DBAPIError as error:
        raise Impossible(str(error.orig)) from error
    if not written:
        standing.begin_anew()
    return True


@transaction
def _write(known: Standing, after: Standing, piece: Piece, added: Postings) -> bool:
    """Whether the index was the one that is meant. What another server did meanwhile stays, and
    nothing is written then: a first piece that comes late would empty the index."""
    may_take_long(this_transaction().connection)
    if not standing.hold(known):
        return True
    if not postgres.write(this_transaction().connection, known, piece, added):
        return False
    standing.go_on(known, after, piece.changes)
    return True


@transaction
def _is_burdened(known: Standing) -> bool:
    return postgres.is_burdened(this_transaction().connection, known.top, TIDY_S)
