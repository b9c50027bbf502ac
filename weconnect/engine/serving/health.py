"""`/healthz`: the process is alive. `/readyz`: it can serve, or says why it cannot."""

import logging
from pathlib import Path

import redis
from flask import Blueprint, Flask, Response, current_app, jsonify, request
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.fair_queue import last_in_line
from weconnect.engine.database import revisions, write_failures
from weconnect.engine.database.fair_pool import FairPool
from weconnect.engine.database.migrating import ADVICE, fits, standing_of
from weconnect.engine.database.transactions import db, this_transaction, transact
from weconnect.engine.lifecycle import is_draining
from weconnect.engine.limits.budget import free
from weconnect.engine.monitoring.logs import quiet
from weconnect.wire.errors import Unavailable

from .dependency_check import DependencyCheck

log = logging.getLogger(__name__)

# A dependency that takes longer than this to answer is as good as away.
PATIENCE_S = 2.0
CANNOT_WRITE = "The database cannot write: its disk is full, or may only be read."

blueprint = Blueprint("health", __name__)

_REDIS_URL: Key[str | None] = Key("weconnect_redis_url")
_CHECKS: Key[dict[str, DependencyCheck]] = Key("weconnect_checks")
# Whether newer versions of the database, by their revisions, have all that this program needs.
_NEWER: Key[dict[frozenset[str], bool]] = Key("weconnect_newer")


def init_app(app: Flask, redis_url: str | None) -> None:
    """Answer the questions of load balancers and supervisors about `app`."""
    _REDIS_URL.keep(app, redis_url)
    _NEWER.keep(app, {})
    checks = {
        "database": DependencyCheck(
            app, _database_problem, "The database does not answer.", PATIENCE_S, _is_busy
        ),
        "redis": DependencyCheck(app, _redis_problem, "Redis does not answer.", PATIENCE_S),
    }
    _CHECKS.keep(app, checks)
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@quiet
@free
def healthz() -> Response:
    """The process answers: that is all."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@quiet
@free
def readyz() -> tuple[Response, int]:
    """200 if the server can serve, otherwise 503 with the reason.

    With `?broker=optional` also while the broker is away: for load balancers, which would otherwise
    take all servers out at once, although people on the same server can talk.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    reason = why_not_ready(app, with_broker=request.args.get("broker") != "optional")
    if reason:
        return jsonify(status="unavailable", reason=reason), 503
    return jsonify(status="ok"), 200


def why_not_ready(app: Flask, *, with_broker: bool = True) -> str | None:
    """What keeps `app` from serving, in words that give no internals away, or None."""
    if is_draining(app):
        return "The server is shutting down."
    checks = _CHECKS.of(app)
    problem = checks["database"].answer()
    if problem is None and with_broker:
        problem = checks["redis"].answer()
    return problem


def _is_busy(since: float) -> bool:
    """Whether others had connections meanwhile: that many wait does not mean there is none."""
    pool = db.engine.pool
    return isinstance(pool, FairPool) and bool(len(pool.queue)) and pool.queue.moved_at > since


def _database_problem() -> str | None:
    try:
        # A look takes nobody's place.
        with last_in_line(), db.engine.connect() as connection:
            found = standing_of(connection)
            if found == "newer" and _goes_on(connection):
                found = "current"
    except write_failures.CannotSave:
        return CANNOT_WRITE
    except (SQLAlchemyError, Unavailable):
        return "The database does not answer."
    if found != "current":
        return ADVICE[found]
    file = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    is_full = file is not None and not write_failures.can_grow(Path(file))
    if is_full or write_failures.is_failing(_try_to_write):
        return CANNOT_WRITE
    return None


class _TakenBack(Exception):
    """It could be written, and is not to stay."""


def _try_to_write() -> bool | None:
    """Whether something can be written, or None if that cannot be tried."""
    try:
        with last_in_line():
            transact(_write_something)
    except _TakenBack:
        return True
    except write_failures.CannotSave:
        return False
    except (SQLAlchemyError, Unavailable):
        return None
    return True


def _write_something() -> None:
    connection = this_transaction().connection
    if connection.dialect.name == "sqlite":
        # The database would have room for a megabyte: that stays in memory. Then one page on disk,
        # with nothing else in it than before; to set a row to what it is would write nothing.
        for statement in (
            "SAVEPOINT attempt",
            "CREATE TABLE weconnect_can_write (something)",
            "INSERT INTO weconnect_can_write VALUES (zeroblob(1000000))",
            "ROLLBACK TO attempt",
        ):
            connection.exec_driver_sql(statement)
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    else:
        # A new file of a megabyte: rows of a table that is there might find room in it. PostgreSQL
        # takes the room on the disk before there is a COMMIT.
        connection.exec_driver_sql(
            "CREATE TABLE weconnect_can_write AS"
            " SELECT repeat('x', 1000) FROM generate_series(1, 1000)"
        )
        raise _TakenBack


def _goes_on(connection: Connection) -> bool:
    """Whether a newer database still has all that this server needs; looked up once."""
    kept = _NEWER.here()
    found = revisions.of_database(connection)
    if found not in kept:
        kept[found] = fits(connection, db.metadata)
        log.warning("the database is of a newer version", extra={"goes_on": kept[found]})
    return kept[found]


def _redis_problem() -> str | None:
    url = _REDIS_URL.here()
    if not url:
        return None
    try:
        with redis.Redis.from_url(url, socket_timeout=PATIENCE_S) as client:
            client.ping()
    except redis.RedisError:
        return "Redis does not answer."
    return None
