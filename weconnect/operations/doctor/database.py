"""Checks of the database."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from weconnect.engine.database.disk_usage import database_size, free_beside
from weconnect.engine.database.transactions import MIGRATIONS, write_engine
from weconnect.engine.database.write_failures import CannotSave
from weconnect.engine.i18n.sizes import shown as shown_size
from weconnect.operations.transfer import schema
from weconnect.operations.transfer.databases import shown
from weconnect.search.index import postgres, sqlite
from weconnect.settings import Settings

from .findings import Finding, Findings, advice, fine, wrong
from .machine import sqlite_file

PATIENCE_S = 5
# Times of two clocks may differ by so much.
MOST_SKEW_S = 2.0
LOCAL = {None, "", "localhost", "127.0.0.1", "::1"}


def database(settings: Settings) -> Findings:
    """Whether the database answers, is as this program wants it, and keeps what it confirms."""
    name = shown(settings.database_url)
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        yield wrong(
            f"There is no database at {file}.",
            "bin/start makes it. With another way of serving, run: flask db upgrade",
        )
        return
    try:
        yield from _on_sqlite(name) if file is not None else _on_postgres(settings, name)
    except CannotSave as error:
        said = getattr(error.__cause__, "orig", error.__cause__)
        yield wrong(
            f"The database {name} cannot be opened to write: {said}",
            "See that its disk is not full, and that this user may write there.",
        )
    except DBAPIError as error:
        said = (str(error.orig).strip().splitlines() or ["nothing"])[0]
        yield wrong(
            f"The database {name} does not answer: {said}",
            "See that it runs, and that DATABASE_URL has the right address, user and password.",
        )


def _on_sqlite(name: str) -> Findings:
    # As the server's own writer has it.
    with write_engine().connect() as connection:
        yield fine(f"The database {name} answers.")
        yield from _schema(connection)
        yield _size(connection, free_beside(Path(connection.engine.url.database or "")))
        if not sqlite.is_possible():
            yield advice(
                "This SQLite cannot index by parts of words: searches look through all messages.",
                "Use a Python whose SQLite is 3.34 or newer and has FTS5.",
            )
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        if str(journal).lower() != "wal":
            yield wrong(
                f"SQLite keeps its journal as {journal!r} and not as a write-ahead log: whoever"
                " reads waits for whoever writes.",
                "Some file systems cannot do it: put DATA_DIR on an ordinary disk.",
            )
        if connection.exec_driver_sql("PRAGMA synchronous").scalar_one() < 2:
            yield wrong(
                "SQLite does not wait for the disk: messages that were confirmed can be lost.",
                "Set `synchronous = FULL` in weconnect/engine/database/transactions.py, as it was.",
            )


def _on_postgres(settings: Settings, name: str) -> Findings:
    engine = create_engine(
        settings.database_url,
        poolclass=NullPool,
        # Also of a database that is in no encoding at all, texts have to be read.
        connect_args={"connect_timeout": PATIENCE_S, "client_encoding": "utf8"},
    )
    with engine.connect() as connection:
        yield fine(f"The database {name} answers.")
        yield from _schema(connection)
        yield _size(connection)
        yield from _durability(lambda name: _show(connection, name))
        if _show(connection, "server_encoding") != "UTF8":
            yield wrong(
                "The database is not in UTF-8: not everything that people write can be kept.",
                "Make another one WITH ENCODING 'UTF8' TEMPLATE template0, and move everything"
                " with `flask copy-database`.",
            )
        read_only = connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one()
        if read_only or _show(connection, "default_transaction_read_only") == "on":
            yield wrong(
                "The database can only be read: it is a replica, or set so.",
                "Set DATABASE_URL to the primary server.",
            )
        yield from _room(settings, lambda name: _show(connection, name))
        yield from _clock(connection)
        yield from _search(connection)
        encrypted = connection.execute(
            text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        ).scalar()
        host = make_url(settings.database_url).host
        if not encrypted and host not in LOCAL:
            yield advice(
                f"What goes to and from the database on {host} is not encrypted.",
                "If others are on that network, add ?sslmode=require to DATABASE_URL.",
            )


def _schema(connection: Connection) -> Findings:
    found, newest = schema.revision_of(connection), schema.newest()
    if found == newest:
        yield fine(f"Its schema is the newest, {newest}.")
        return
    scripts = ScriptDirectory(MIGRATIONS)
    try:
        if found:
            scripts.get_revision(found)
        missing = len(list(scripts.iterate_revisions(newest, found or "base")))
    except CommandError:
        yield wrong(
            f"The database has the schema {found}, which this version of WeConnect does not know.",
            "It was used with a newer version: install that one, or restore a backup.",
        )
        return
    yield wrong(
        f"The database is {missing} migration{'s' * (missing != 1)} behind"
        f" ({found or 'empty'}, newest {newest}).",
        "Make a backup, and run: flask db upgrade",
    )


def _size(connection: Connection, free: int | None = None) -> Finding:
    room = f", and {shown_size(free)} are free on its disk" if free is not None else ""
    return fine(f"It takes {shown_size(database_size(connection))}{room}.")


def _durability(show: Callable[[str], str]) -> Findings:
    """Whether PostgreSQL waits for the disk. `show` gives one of its settings."""
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if show(name) == "off":
            yield wrong(
                f"PostgreSQL runs with {name} = off: messages that were confirmed can be lost.",
                f"Set {name} = on in its configuration.",
            )


def _room(settings: Settings, show: Callable[[str], str]) -> Findings:
    """Whether PostgreSQL lets in as many connections as the server uses."""
    most = int(show("max_connections")) - int(show("superuser_reserved_connections"))
    # One more writes messages.
    if settings.database_pool + 1 > most:
        yield wrong(
            f"DATABASE_POOL={settings.database_pool}, one more is for messages, and PostgreSQL lets"
            f" {most} connections in.",
            "Raise max_connections in its configuration, or lower DATABASE_POOL: that of all"
            " servers together has to stay below it.",
        )


def _search(connection: Connection) -> Findings:
    """Whether there may be an index of words; what is tried for that is taken back."""
    with connection.begin_nested() as attempt:
        reason = postgres.why_impossible(connection)
        attempt.rollback()
    if reason is not None:
        yield advice(
            f"There can be no index of words, and searches look through all messages: {reason}",
            "Let the server's user make a schema: GRANT CREATE ON DATABASE … TO …",
        )


def _clock(connection: Connection) -> Findings:
    began = time.time()
    there: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    ended = time.time()
    skew = there.timestamp() - (began + ended) / 2
    if abs(skew) > MOST_SKEW_S + (ended - began) / 2:
        yield wrong(
            f"The clocks of this machine and of the database differ by {abs(skew):.0f} s"
            f" (here it is {datetime.now(UTC):%H:%M:%S} UTC).",
            "Let both set their clocks by the network (chrony, systemd-timesyncd).",
        )


def _show(connection: Connection, name: str) -> str:
    return str(
        connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one()
    )
