"""PostgreSQL: what its failures mean, and what a transaction is.

psycopg waits cooperatively under gevent: while the database works, other greenlets do. So a
transaction runs where it is called. Nothing waits for ever: the server ends what takes too long,
and lets go of the locks of whoever is gone; this side gives up a server that does not answer.

Connections read, each statement for itself. Only inside `begin` may they write. One more is for
statements that are transactions by themselves (`write_at_once`).
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.engine import Transaction
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import NullPool

from weconnect.engine.concurrency import rounds
from weconnect.wire.errors import Unavailable

from . import write_failures
from .errors import CommitUnknown, ConnectionLost, Failed, LockTimeout
from .fair_pool import FairPool
from .timeouts import ANSWER_S, CONNECT_ARGS, LINE_S, LONG_S

if TYPE_CHECKING:
    import psycopg

    from .psycopg_connection import Driver

# SQLSTATEs (PostgreSQL manual, appendix A) of connections that were ended or not let in, beside
# those of class 08: admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout,
# idle_in_transaction_session_timeout, too_many_connections.
_IDLE_TOO_LONG = "25P03"
_ENDED = {"57P01", "57P02", "57P03", "57P05", _IDLE_TOO_LONG, "53300"}
_LOCK_NOT_AVAILABLE = "55P03"
_QUERY_CANCELED = "57014"
# disk_full, out_of_memory, io_error.
_CANNOT_WRITE = {"53100", "53200", "58030"}
# A standby refuses to begin a transaction that writes with the SQLSTATE of a feature that is not
# supported; where it says so, in src/backend/utils/misc/guc.c, tells what it is in any language.
_STANDBY = ("0A000", "call_bool_check_hook")

log = logging.getLogger(__name__)

# What it warns of is what it raises, once more.
logging.getLogger("psycopg").setLevel(logging.ERROR)


def engine_options(url: str, pool_size: int) -> dict[str, Any]:
    """How SQLAlchemy makes the engine for `url`; see `prepare`."""
    return {
        "poolclass": FairPool,
        "pool_size": pool_size,
        "max_overflow": 0,
        "pool_timeout": LINE_S,
        "isolation_level": "AUTOCOMMIT",
        "connect_args": _connect_args(url),
    }


def patient_engine(url: str) -> Engine:
    """An engine that may write, and whose statements may take as long as they take."""
    return create_engine(url, poolclass=NullPool, connect_args=_connect_args(url))


def _connect_args(url: str) -> dict[str, Any]:
    said = make_url(url).query
    return {name: value for name, value in CONNECT_ARGS.items() if name not in said}


def prepare(engine: Engine, *, may_write: bool = False) -> None:
    """Have connections of `engine` keep their times, and its failures say what they are.

    `may_write`: also outside of `begin`.
    """

    from .psycopg_connection import Driver

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, args: Any, kwargs: Any) -> Driver:
        return Driver.connect(*args, **kwargs)

    @event.listens_for(engine, "connect")
    def connected(driver: Driver, _record: object) -> None:
        driver.keep_times()
        if may_write:
            driver.may_write()

    @event.listens_for(engine, "checkout")
    def lent(driver: Driver, _record: object, _fairy: object) -> None:
        driver.answer_within = ANSWER_S
        if driver.has_news():
            # Cheaper than a question at each checkout.
            raise DisconnectionError

    @event.listens_for(engine, "after_cursor_execute")
    def answered(connection: Connection, *_: object) -> None:
        # Who holds locks, or has committed and not told yet, lets nobody wait.
        if connection.get_execution_options().get("postgresql_readonly", True):
            rounds.go_on()

    @event.listens_for(engine, "handle_error", retval=True)
    def failed(context: ExceptionContext) -> BaseException | None:
        return told(context.original_exception)


@contextmanager
def explained() -> Iterator[None]:
    """Have what the driver raises in here say what it means: raises Failed."""
    try:
        yield
    except Exception as error:
        if meaning := told(error):
            raise meaning from error
        raise


@contextmanager
def begin(engine: Engine) -> Iterator[Connection]:
    """A transaction, committed at the end unless something is raised.

    Raises Failed: ConnectionLost, LockTimeout, and CommitUnknown where only the answer to the
    COMMIT is missing.
    """
    writing = engine.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)
    with writing.connect() as connection:
        under_way = connection.begin()
        driver = cast("Driver", connection.connection.driver_connection)
        try:
            with explained():
                yield connection
                # If it was ended, the COMMIT is not even sent: then it certainly did not happen.
                driver.require_silence()
        except BaseException:
            _take_back(connection, driver, under_way)
            raise
        try:
            under_way.commit()
        except Failed as error:
            if getattr(error.__cause__, "sqlstate", None) == _IDLE_TOO_LONG:
                raise
            raise CommitUnknown(retry_after=1) from error


def write_at_once(engine: Engine, text: str, values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement that is a transaction by itself: one round trip, commit and all.

    `engine` may write (`prepare`). Raises ConnectionLost where it could not be asked, CommitUnknown
    where no answer came; and what the driver raises of a statement that failed, or `explained`
    makes of it: then nothing is written.
    """
    with explained():
        lent = engine.raw_connection()
    driver = cast("Driver", lent.driver_connection)
    try:
        with explained():
            return driver.write_at_once(text, values).fetchall()
    except ConnectionLost as error:
        raise CommitUnknown(retry_after=1) from error
    finally:
        if driver.is_usable():
            lent.close()
        else:
            # Broken, or left in the middle of it by somebody who was ended.
            lent.invalidate()


def _take_back(connection: Connection, driver: "Driver", under_way: Transaction) -> None:
    if not connection.invalidated and not driver.is_usable():
        # Broken, or left in the middle of a statement by somebody who was ended.
        connection.invalidate()
    # Unless the session has done so.
    if under_way.is_active:
        with suppress(Failed):
            under_way.rollback()


def may_take_long(connection: Connection) -> None:
    """Within a transaction: what follows in it may take LONG_S."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{LONG_S:g}s'")
        cast("Driver", connection.connection.driver_connection).answer_within = LONG_S


def told(error: BaseException) -> Unavailable | None:
    """What a failure of the driver means for people, or None if it is a fault of the program."""
    import psycopg

    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate
    if state is None:
        lost = isinstance(error, psycopg.OperationalError) and not isinstance(
            error, psycopg.errors.PipelineAborted
        )
    else:
        lost = state in _ENDED or state.startswith("08")
    if lost:
        _note("the database is away", error)
        return ConnectionLost(retry_after=1)
    if state == _LOCK_NOT_AVAILABLE:
        _note("a lock was held for too long", error)
        return LockTimeout(retry_after=1)
    if state == _QUERY_CANCELED:
        _note("a statement took too long", error)
        return Failed(retry_after=1)
    if state in _CANNOT_WRITE or (state, error.diag.source_function) == _STANDBY:
        return write_failures.failed(str(error))
    return None


class _Noted:
    """When it was last said what is wrong with the database: once a second is enough."""

    at = 0.0


def _note(what: str, error: "psycopg.Error") -> None:
    now = time.monotonic()
    if now - _Noted.at > 1:
        _Noted.at = now
        # The first line: what follows may quote a statement.
        log.warning(what, extra={"reason": str(error).partition("\n")[0]})
