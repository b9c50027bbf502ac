"""The database: one way to read, one way to write, the same on SQLite and on PostgreSQL.

Reading is `db.session` in the caller's application context. Writing is a function decorated
with `@transaction`: it runs whole or not at all, and is on disk when it returns.

SQLite has one writer. Everything that writes therefore runs in one native thread of this
process, with a connection of its own: nobody waits in the event loop for the lock or the disk,
and nothing that runs between BEGIN and COMMIT can switch to another greenlet. The readers'
connections are `query_only`, so that a write outside a transaction fails at once.

On PostgreSQL psycopg waits cooperatively, so a transaction runs in the calling greenlet; see
`weconnect/postgres.py`. There too nothing is written outside a transaction.
"""

import functools
import itertools
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

import psycopg
from flask import Flask, current_app, g, has_app_context
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as ScopedSession
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.pool import StaticPool

from weconnect import postgres
from weconnect.settings import ROOT
from weconnect.threads import Thread

# How often a transaction that lost a race (serialisation failure, deadlock) is tried in all.
ATTEMPTS = 5
# How long after its beginning one is tried again whose connection was ended, or that found none:
# time enough to restart PostgreSQL.
PATIENCE_S = 5.0
# SQLSTATE serialization_failure, deadlock_detected and unique_violation (PostgreSQL manual,
# appendix A). The last one too: whoever looks first and then inserts can lose that race, and the
# next attempt sees the winner's row.
RETRYABLE = {"40001", "40P01", "23505"}
# What a broken constraint raises: through SQLAlchemy, or straight from a driver.
CONFLICTS = (IntegrityError, sqlite3.IntegrityError, psycopg.IntegrityError)
# How long SQLite waits for another process (a migration, a command) to finish writing.
BUSY_TIMEOUT_MS = 10_000

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Base(DeclarativeBase):
    """The base of every table's class, with names for all constraints so that migrations can."""

    # An id that was given once is never given again, also after its row is gone.
    __table_args__: Any = {"sqlite_autoincrement": True}

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Session(ScopedSession):
    """Reads on the pool's connections, and inside a transaction on the transaction's own."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        if "transaction" in g:
            return g.transaction.connection
        return super().get_bind(*args, **kwargs)


class Transaction(NamedTuple):
    """A transaction under way: its connection, and what is to be done once it is on disk."""

    connection: Connection
    effects: list[Callable[[], None]]


class Writer:
    """The one thread, and its connection, through which a process writes SQLite."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, poolclass=StaticPool, connect_args=_SQLITE_ARGS)
        _configure_sqlite(self.engine, query_only=False)
        self.thread = Thread()

    @functools.cached_property
    def connection(self) -> Connection:
        """The thread's connection: kept, as to check one out takes longer than a small commit."""
        return self.engine.connect()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """In the writer's thread: a transaction, committed at the end unless something is raised.

        Straight on the driver, which is a fourth of SQLAlchemy's cost of a small transaction. The
        session, where it is used, joins in (see `_configure_sqlite`) and commits the whole.
        """
        driver = cast(sqlite3.Connection, self.connection.connection.driver_connection)
        driver.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            driver.commit()
        except BaseException:
            driver.rollback()
            raise

    def run(self, work: Callable[[], T]) -> T:
        """Run `work` in the writer's thread; other greenlets go on meanwhile."""
        return self.thread.run(work)


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": Session, "expire_on_commit": False, "autoflush": True},
)
migrate = Migrate()

_SQLITE_ARGS = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}


def init_app(app: Flask, url: str, pool_size: int) -> None:
    """Connect `app` to the database at `url` (an SQLAlchemy URL).

    `pool_size` greenlets use PostgreSQL at once; the others wait for a connection.
    """
    sqlite = url.startswith("sqlite")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = (
        {"connect_args": _SQLITE_ARGS, "pool_size": 10, "max_overflow": 40}
        if sqlite
        else postgres.engine_options(url, pool_size)
    )
    db.init_app(app)
    # An absolute path: `flask db` then works from any folder.
    folder = str(ROOT / "migrations")
    migrate.init_app(app, db, directory=folder, render_as_batch=True, compare_type=True)
    with app.app_context():
        if sqlite:
            app.extensions["weconnect_writer"] = Writer(url)
            _configure_sqlite(db.engine, query_only=True)
        else:
            postgres.prepare(db.engine)


def writer_of(app: Flask) -> Writer | None:
    """The writer of `app`, or None where the database needs none."""
    return cast(Writer | None, app.extensions.get("weconnect_writer"))


def write_engine() -> Engine:
    """The engine on which the schema may be changed (for migrations), however long that takes."""
    if writer := writer_of(current_app):
        return writer.engine
    return postgres.patient_engine(current_app.config["SQLALCHEMY_DATABASE_URI"])


def transaction(work: Callable[P, R]) -> Callable[P, R]:
    """Make `work` a transaction: all of its writes are on disk when it returns, or none is.

    Inside `work`, `db.session` is the transaction's own. A `@transaction` called from another
    one becomes part of it. What `after_commit` was given runs in the caller after the commit.
    On PostgreSQL `work` may be called several times, until a call is committed.

    Raises what `work` raises; on PostgreSQL also Unavailable (see `postgres.begin`).
    """

    @functools.wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if "transaction" in g:
            return work(*args, **kwargs)
        # The caller's reads end here: they must not hold a snapshot from before this write.
        db.session.remove()
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        writer = writer_of(app)
        attempt = functools.partial(_attempt, app, writer, work, *args, **kwargs)
        result, effects = writer.run(attempt) if writer else _retrying(attempt)
        for effect in effects:
            _take(effect)
        return result

    return run


@contextmanager
def snapshot() -> Iterator[None]:
    """Have all that the session reads within it be of one moment."""
    db.session.remove()
    if writer_of(current_app) is None:  # on SQLite every reader's transaction is so
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        db.session.remove()


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that make no objects."""
    return cast(Table, model.__table__)


def among(column: InstrumentedAttribute[int], ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column is one of these ids: `IN`, for lists that may be long.

    PostgreSQL gets them as one list, which it joins. It would compare a thousand values of an `IN`
    one by one with each row, and prepare a statement of its own for each number of them.
    """
    if db.engine.dialect.name == "sqlite":
        return column.in_(list(ids))
    listed = bindparam(None, list(ids), type_=ARRAY(BigInteger))
    return column.in_(select(func.unnest(listed)))


def transaction_connection() -> Connection:
    """The connection of the transaction under way."""
    return cast(Transaction, g.transaction).connection


def after_commit(effect: Callable[[], None]) -> None:
    """Run `effect` once the transaction under way is on disk; at once if there is none."""
    if has_app_context() and "transaction" in g:
        g.transaction.effects.append(effect)
    else:
        effect()


def _take(effect: Callable[[], None]) -> None:
    try:
        effect()
    except Exception:
        # What is committed is committed, and the other effects must come: one may shut a door.
        log.exception("effect of a commit failed")


def _attempt(
    app: Flask, writer: Writer | None, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> tuple[R, list[Callable[[], None]]]:
    with app.app_context(), writer.begin() if writer else postgres.begin(db.engine) as connection:
        g.transaction = Transaction(connection, [])
        try:
            result = work(*args, **kwargs)
            if db.session.registry.has():
                db.session.commit()
        except BaseException:
            if db.session.registry.has():
                db.session.rollback()
            raise
        effects: list[Callable[[], None]] = g.transaction.effects
        return result, effects


def _retrying(attempt: Callable[[], T]) -> T:
    end = time.monotonic() + PATIENCE_S
    for number in itertools.count(1):
        pause = 0.01 * number
        try:
            return attempt()
        except postgres.Away:
            pause = min(5 * pause, 0.5)
            if time.monotonic() + pause > end:
                raise
        except (DBAPIError, psycopg.Error) as error:
            state = getattr(getattr(error, "orig", error), "sqlstate", None)
            if state not in RETRYABLE or number == ATTEMPTS:
                raise
        time.sleep(pause)
    raise AssertionError


def _configure_sqlite(engine: Engine, *, query_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # this module begins transactions, not the driver
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",  # a commit is on disk before it is acknowledged
            "foreign_keys = ON",
            f"query_only = {'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # The writer's transactions have begun when the session joins them.
        if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
            connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")
