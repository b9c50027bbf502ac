"""SQLite: one writer, readers that cannot write, commits that are on disk."""

import functools
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import gevent
from flask import Flask
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import scoped_session
from sqlalchemy.pool import StaticPool

from weconnect.engine.concurrency.native_thread import Thread
from weconnect.wire.errors import Unavailable

from . import write_failures
from .adaptive_commit import AdaptiveCommit

log = logging.getLogger(__name__)

T = TypeVar("T")

# How long SQLite waits for another process (a migration, a command) to finish writing.
BUSY_TIMEOUT_MS = 10_000
# After so many small commits their pages, some eight of each, are moved from the log into the
# database: SQLite itself does so after 1,000 pages (https://sqlite.org/wal.html#ckpt).
CHECKPOINT_AFTER = 128
CONNECT_ARGS = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}

# Primary result codes (https://sqlite.org/rescode.html).
_CANNOT_WRITE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}

Session = scoped_session[Any]
# How a transaction is begun: committed when the context ends.
Begin = Callable[[], AbstractContextManager[Connection]]


class Writer:
    """The one thread through which a process writes SQLite, and its connections."""

    def __init__(self, app: Flask, url: str, session: Session) -> None:
        self._app = app
        self._session = session
        self.engine = self._engine(url, BUSY_TIMEOUT_MS)
        # For what is brief: it must not wait in the event loop for another process.
        self.brief_engine = self._engine(url, 0)
        self.thread = Thread()
        self.commits = AdaptiveCommit(self.thread)
        self._until_checkpoint = CHECKPOINT_AFTER

    def _engine(self, url: str, patience_ms: int) -> Engine:
        options = {**CONNECT_ARGS, "timeout": patience_ms / 1000}
        engine = create_engine(url, poolclass=StaticPool, connect_args=options)
        configure(engine, query_only=False)
        return engine

    @functools.cached_property
    def _connection(self) -> Connection:
        # Kept, as to check one out takes longer than a small commit.
        return self.engine.connect()

    @functools.cached_property
    def _brief_connection(self) -> Connection:
        connection = self.brief_engine.connect()
        # It would come with some commit, which may be one in the event loop.
        driver_of(connection).execute("PRAGMA wal_autocheckpoint = 0")
        return connection

    def attempt(self, attempt: Callable[[Begin], T], *, brief: bool) -> T:
        """Attempt a transaction in the writer's thread; other greenlets go on meanwhile.

        To wake the thread, and to share the interpreter with it, costs more than a few statements.
        So where these are `brief`, and nobody else is writing, only the commit is done there, which
        waits for the disk; and not even that as long as the disk is quick.
        """
        if brief and self.thread.is_idle:
            try:
                result = attempt(
                    lambda: _Transaction(self._brief_connection, self._session, self.commits.run)
                )
            except _Locked:
                pass  # by another process, for which the thread can wait
            else:
                self._count_towards_checkpoint()
                return result
        return self.run(
            lambda: attempt(lambda: _Transaction(self._connection, self._session, _at_once))
        )

    def run(self, work: Callable[[], T]) -> T:
        """Run `work` in the writer's thread, in the app's context; others go on meanwhile."""
        return self.thread.run(lambda: self._in_context(work))

    def _count_towards_checkpoint(self) -> None:
        """Every so often move what is in the log into the database, in the thread.

        Who writes meanwhile waits behind it there: a log that is written to all the time would
        never come to its end.
        """
        self._until_checkpoint -= 1
        if not self._until_checkpoint:
            self._until_checkpoint = CHECKPOINT_AFTER
            gevent.spawn(self.thread.run, self._checkpoint)

    def _checkpoint(self) -> None:
        try:
            driver_of(self._connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except (sqlite3.Error, SQLAlchemyError, Unavailable):
            # The next one, or the next large transaction, does it as well.
            log.warning("no checkpoint", exc_info=True)

    def _in_context(self, work: Callable[[], T]) -> T:
        with self._app.app_context():
            return work()


class _Transaction:
    """A transaction of SQLite, committed by way of `run` at the end unless something is raised.

    Straight on the driver, which is a fourth of SQLAlchemy's cost of a small transaction. The
    session, where it is used, joins in (see `configure`).
    """

    __slots__ = ("_connection", "_driver", "_run", "_session")

    def __init__(
        self,
        connection: Connection,
        session: Session,
        run: Callable[[Callable[[], None]], None],
    ) -> None:
        self._connection = connection
        self._driver = driver_of(connection)
        self._session = session
        self._run = run

    def __enter__(self) -> Connection:
        try:
            self._driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise _Locked(*error.args) from error
            raise
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._take_back()
            return
        try:
            if self._is_session_used:
                self._session.flush()
            self._run(self._driver.commit)
        except BaseException:
            self._take_back()
            raise

    def _take_back(self) -> None:
        if self._is_session_used:
            self._session.rollback()
        self._driver.rollback()

    @property
    def _is_session_used(self) -> bool:
        # Whether anybody has a session at all is known without asking whose.
        registry = self._session.registry
        return bool(registry.registry) and registry.has()


def driver_of(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection beneath SQLAlchemy's."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


class _Locked(sqlite3.OperationalError):
    """Another process is writing."""


def _at_once(work: Callable[[], None]) -> None:
    work()


def told(error: BaseException) -> Unavailable | None:
    """What a failure of SQLite means for people, or None if it is a fault of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(error, sqlite3.Error) or code is None:
        return None
    if code & 0xFF in _CANNOT_WRITE:
        return write_failures.failed(str(error))
    if code & 0xFF == sqlite3.SQLITE_BUSY:
        return Unavailable(retry_after=1)
    return None


@contextmanager
def explained() -> Iterator[None]:
    """Have what the driver raises in here say what it means: raises Unavailable."""
    try:
        yield
    except sqlite3.Error as error:
        if meaning := told(error):
            raise meaning from error
        raise


def configure(engine: Engine, *, query_only: bool) -> None:
    """Have an engine's connections sync each commit; `query_only` ones cannot write."""

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

    @event.listens_for(engine, "handle_error", retval=True)
    def failed(context: ExceptionContext) -> BaseException | None:
        error = context.original_exception
        if query_only and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY:
            # Nothing is wrong with the disk: the program writes where it may only read.
            return None
        return told(error)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # The writer's transactions have begun when the session joins them.
        if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
            connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")


def file_of(database_url: str) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)
