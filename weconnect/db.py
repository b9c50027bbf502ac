"""The database: one way to read, one way to write, the same on SQLite and on PostgreSQL.

Reading is `db.session` in the caller's application context. Writing is a function decorated
with `@transaction`: it runs whole or not at all, and is on disk when it returns.

SQLite has one writer. Everything that writes therefore runs in one native thread of this
process, with a connection of its own: nobody waits in the event loop for the lock or the disk,
and nothing that runs between BEGIN and COMMIT can switch to another greenlet. The readers'
connections are `query_only`, so that a write outside a transaction fails at once.

On PostgreSQL psycopg waits cooperatively, so a transaction runs in the calling greenlet.
"""

import functools
import logging
import sqlite3
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, current_app, g, has_app_context
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as ScopedSession
from gevent.threadpool import ThreadPool
from sqlalchemy import Engine, MetaData, Table, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import StaticPool

from weconnect.settings import ROOT
from weconnect.threads import run_in

# How often a transaction that lost a race (serialisation failure, deadlock) is tried in all.
ATTEMPTS = 5
# SQLSTATE serialization_failure, deadlock_detected and unique_violation (PostgreSQL manual,
# appendix A). The last one too: whoever looks first and then inserts can lose that race, and the
# next attempt sees the winner's row.
RETRYABLE = {"40001", "40P01", "23505"}
# How long SQLite waits for another process (a migration, a command) to finish writing.
BUSY_TIMEOUT_MS = 10_000
# Greenlets that read or write PostgreSQL at once in one process; the others wait for a connection.
POOL_SIZE = 10

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
    """Reads on the pool's connections, and inside a transaction on the writer's."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        writer = writer_of(current_app)
        if writer is not None and "transaction" in g:
            return writer.engine
        return super().get_bind(*args, **kwargs)


class Writer:
    """The one thread, and its connection, through which a process writes SQLite."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, poolclass=StaticPool, connect_args=_SQLITE_ARGS)
        _configure_sqlite(self.engine, query_only=False)
        self.thread = ThreadPool(1)

    def run(self, work: Callable[[], T]) -> T:
        """Run `work` in the writer's thread; other greenlets go on meanwhile."""
        return run_in(self.thread, work)


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": Session, "expire_on_commit": False, "autoflush": True},
)
migrate = Migrate()

_SQLITE_ARGS = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}


def init_app(app: Flask, url: str) -> None:
    """Connect `app` to the database at `url` (an SQLAlchemy URL)."""
    sqlite = url.startswith("sqlite")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = (
        {"connect_args": _SQLITE_ARGS, "pool_size": POOL_SIZE, "max_overflow": 40}
        if sqlite
        else {"pool_size": POOL_SIZE, "max_overflow": 10, "pool_pre_ping": True}
    )
    db.init_app(app)
    # An absolute path: `flask db` then works from any folder.
    folder = str(ROOT / "migrations")
    migrate.init_app(app, db, directory=folder, render_as_batch=True, compare_type=True)
    with app.app_context():
        if sqlite:
            app.extensions["weconnect_writer"] = Writer(url)
            _configure_sqlite(db.engine, query_only=True)


def writer_of(app: Flask) -> Writer | None:
    """The writer of `app`, or None where the database needs none."""
    return cast(Writer | None, app.extensions.get("weconnect_writer"))


def write_engine() -> Engine:
    """The engine on which the schema may be changed (for migrations)."""
    writer = writer_of(current_app)
    return writer.engine if writer else db.engine


def transaction(work: Callable[P, R]) -> Callable[P, R]:
    """Make `work` a transaction: all of its writes are on disk when it returns, or none is.

    Inside `work`, `db.session` is the transaction's own. A `@transaction` called from another
    one becomes part of it. What `after_commit` was given runs in the caller after the commit.
    """

    @functools.wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if "transaction" in g:
            return work(*args, **kwargs)
        # The caller's reads end here: they must not hold a snapshot from before this write.
        db.session.remove()
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        attempt = functools.partial(_attempt, app, work, *args, **kwargs)
        writer = writer_of(app)
        result, effects = writer.run(attempt) if writer else _retrying(attempt)
        for effect in effects:
            _take(effect)
        return result

    return run


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that make no objects."""
    return cast(Table, model.__table__)


def after_commit(effect: Callable[[], None]) -> None:
    """Run `effect` once the transaction under way is on disk; at once if there is none."""
    if has_app_context() and "transaction" in g:
        g.transaction.append(effect)
    else:
        effect()


def _take(effect: Callable[[], None]) -> None:
    try:
        effect()
    except Exception:
        # What is committed is committed, and the other effects must come: one may shut a door.
        log.exception("effect of a commit failed")


def _attempt(
    app: Flask, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> tuple[R, list[Callable[[], None]]]:
    with app.app_context():
        effects: list[Callable[[], None]] = []
        g.transaction = effects
        try:
            result = work(*args, **kwargs)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        return result, effects


def _retrying(attempt: Callable[[], T]) -> T:
    for number in range(1, ATTEMPTS):
        try:
            return attempt()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in RETRYABLE:
                raise
            time.sleep(0.01 * number)
    return attempt()


def _configure_sqlite(engine: Engine, *, query_only: bool) -> None:
    begin = "BEGIN" if query_only else "BEGIN IMMEDIATE"

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
    def begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)
