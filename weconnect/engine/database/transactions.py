"""The database: one way to read, one way to write, the same on SQLite and on PostgreSQL.

Reading is `db.session` in the caller's application context. Writing is a function decorated
with `@transaction`: it runs whole or not at all, and is on disk when it returns.

SQLite has one writer. Everything that writes therefore runs in one native thread of this
process, or at least its commit does (`sqlite.Writer`): nobody waits in the event loop for the lock
or the disk, and nothing that runs between BEGIN and COMMIT can switch to another greenlet. The
readers' connections are `query_only`, so that a write outside a transaction fails at once.

On PostgreSQL psycopg waits cooperatively, so a transaction runs in the calling greenlet; see
`weconnect/engine/database/postgres.py`. There too nothing is written outside a transaction, unless
it is a statement that is one by itself (`prepared.write`).
"""

import functools
import itertools
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

from flask import Flask, current_app
from flask.globals import _cv_app
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
    func,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from weconnect.engine.app_state import Key
from weconnect.settings import ROOT

from . import postgres, sqlite
from .errors import ConnectionLost
from .sqlite import Begin, Writer

# How often a transaction that lost a race (serialisation failure, deadlock) is tried in all.
ATTEMPTS = 5
# How long after its beginning one is tried again whose connection was ended, or that found none:
# time enough to restart PostgreSQL.
PATIENCE_S = 5.0
# SQLSTATE serialization_failure, deadlock_detected, unique_violation and foreign_key_violation
# (PostgreSQL manual, appendix A). The last two as well: whoever looks first and then inserts can
# lose that race, and the next attempt sees the winner's row, or that what it hangs on is gone.
RETRYABLE = {"40001", "40P01", "23505", "23503"}

# The name of the engine on PostgreSQL whose statements are transactions by themselves.
WRITING = "writing"

# An absolute path: `flask db` then works from any folder.
MIGRATIONS = ROOT / "migrations"

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
        if transaction := under_way():
            return transaction.connection
        return super().get_bind(*args, **kwargs)


_WRITER: Key[Writer | None] = Key("weconnect_writer")


class Transaction(NamedTuple):
    """A transaction under way: its connection, the driver's own beneath, what is to be done once it
    is on disk, and what its parts have noted for each other, which goes with it.
    """

    connection: Connection
    driver: Any
    effects: list[Callable[[], None]]
    notes: dict[str, Any]


@contextmanager
def _begin_on_postgres() -> Iterator[Connection]:
    with postgres.begin(db.engine) as connection:
        try:
            yield connection
            if db.session.registry.has():
                db.session.commit()
        except BaseException:
            if db.session.registry.has():
                db.session.rollback()
            raise


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": Session, "expire_on_commit": False, "autoflush": True},
)


def init_app(app: Flask, url: str, pool_size: int) -> None:
    """Connect `app` to the database at `url` (an SQLAlchemy URL).

    `pool_size` greenlets use PostgreSQL at once; the others wait for a connection. One more is for
    the message log.
    """
    on_sqlite = url.startswith("sqlite")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = (
        {"connect_args": sqlite.CONNECT_ARGS, "pool_size": 10, "max_overflow": 40}
        if on_sqlite
        else postgres.engine_options(url, pool_size)
    )
    if not on_sqlite:
        app.config["SQLALCHEMY_BINDS"] = {WRITING: {"url": url, **postgres.engine_options(url, 1)}}
    db.init_app(app)
    with app.app_context():
        _WRITER.keep(app, Writer(app, url, db.session) if on_sqlite else None)
        if on_sqlite:
            sqlite.configure(db.engine, query_only=True)
        else:
            postgres.prepare(db.engine)
            postgres.prepare(db.engines[WRITING], may_write=True)


def migrations(app: Flask) -> Any:
    """Flask-Migrate's `Migrate` of `app`, for whoever changes the schema.

    It is made when it is asked for: only to import it, and Alembic with it, takes a sixteenth of
    the server's start.
    """
    if "migrate" not in app.extensions:
        from flask_migrate import Migrate

        Migrate(app, db, directory=MIGRATIONS, render_as_batch=True, compare_type=True)
    return app.extensions["migrate"].migrate


def is_conflict(error: Exception) -> bool:
    """Whether a constraint is broken, as told by SQLAlchemy or straight by a driver."""
    if isinstance(error, (IntegrityError, sqlite3.IntegrityError)):
        return True
    # Class 23, integrity constraint violation: psycopg's IntegrityError, without importing it.
    return (sqlstate(error) or "").startswith("23")


def sqlstate(error: BaseException | None) -> str | None:
    """What PostgreSQL calls a failure, told by SQLAlchemy or straight by the driver."""
    return getattr(getattr(error, "orig", error), "sqlstate", None)


def writer_of(app: Flask) -> Writer | None:
    """The writer of `app`, or None where the database needs none."""
    return _WRITER.of(app)


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
        return transact(functools.partial(work, *args, **kwargs))

    return run


def transact(work: Callable[[], R], *, brief: bool = False) -> R:
    """Run `work` as a `transaction`, and return what it returns.

    `brief` is what runs a few statements that find all they need by a key (`Writer.attempt`).
    """
    if under_way():
        return work()
    # The caller's reads end here: they must not hold a snapshot from before this write.
    end_reads()
    attempt = functools.partial(_attempt, work)
    writer = _WRITER.here()
    if writer:
        with sqlite.explained():
            result, effects = writer.attempt(attempt, brief=brief)
    else:
        result, effects = _retrying(lambda: attempt(_begin_on_postgres))
    for effect in effects:
        _take(effect)
    return result


def under_way() -> Transaction | None:
    """The transaction that the caller is in."""
    # Asked several times for each message: past Flask's proxy, as in app_state.py.
    if (context := _cv_app.get(None)) is None:
        return None
    found: Transaction | None = context.g.__dict__.get("transaction")
    return found


def end_reads() -> None:
    """Let go of the session's objects, its connection and its snapshot of the database, if any.

    Outside of an app there is none, whoever else has one.
    """
    # Asked after each event: whether anybody has a session at all is known without asking whose.
    sessions = db.session.registry
    if sessions.registry and _cv_app.get(None) and sessions.has():
        db.session.remove()


@contextmanager
def snapshot() -> Iterator[None]:
    """Have all that the session reads within it be of one moment."""
    end_reads()
    if writer_of(current_app) is None:  # on SQLite every reader's transaction is so
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        end_reads()


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that make no objects."""
    return cast(Table, model.__table__)


def among(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], ids: Iterable[int]
) -> ColumnElement[bool]:
    """Whether a column is one of these ids: `IN`, for lists that may be long.

    PostgreSQL gets them as one list, which it joins. It would compare a thousand values of an `IN`
    one by one with each row, and prepare a statement of its own for each number of them.
    """
    if db.engine.dialect.name == "sqlite":
        return column.in_(list(ids))
    return column.in_(listed(ids, "postgresql"))


def this_transaction() -> Transaction:
    """The transaction under way, for whoever runs in one."""
    transaction = under_way()
    assert transaction is not None
    return transaction


def listed(ids: Iterable[int], database: str) -> Any:
    """Many ids as one value of a statement, to be selected from; `database` is the dialect."""
    if database == "sqlite":
        numbers = json.dumps(list(ids))
        return select(func.json_each(bindparam(None, numbers)).table_valued("value").c.value)
    return select(func.unnest(bindparam(None, list(ids), type_=ARRAY(BigInteger))))


def after_commit(effect: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Call `effect` once the transaction under way is on disk; at once if there is none."""
    if transaction := under_way():
        transaction.effects.append(functools.partial(effect, *args, **kwargs))
    else:
        effect(*args, **kwargs)


def _take(effect: Callable[[], None]) -> None:
    try:
        effect()
    except Exception:
        # What is committed is committed, and the other effects must come: one may shut a door.
        log.exception("effect of a commit failed")


def _attempt(work: Callable[[], R], begin: Begin) -> tuple[R, list[Callable[[], None]]]:
    here = _cv_app.get().g
    try:
        with begin() as connection:
            effects: list[Callable[[], None]] = []
            driver = connection.connection.driver_connection
            here.transaction = Transaction(connection, driver, effects, {})
            return work(), effects
    finally:
        here.pop("transaction", None)
        end_reads()


def _retrying(attempt: Callable[[], T]) -> T:
    end = time.monotonic() + PATIENCE_S
    for number in itertools.count(1):
        pause = 0.01 * number
        try:
            return attempt()
        except ConnectionLost:
            pause = min(5 * pause, 0.5)
            if time.monotonic() + pause > end:
                raise
        except Exception as error:
            state = sqlstate(error)
            if state not in RETRYABLE or number == ATTEMPTS:
                raise
        time.sleep(pause)
    raise AssertionError
