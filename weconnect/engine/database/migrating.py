"""Whether the database has the schema that this program works with, and how it gets it.

A server or a command begins its work on this schema and on no other. A server that runs already
goes on when a newer version has brought the database forward, as long as all it needs is still
there: so the servers of a team can be replaced one after the other.
"""

import functools
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import click
from flask import Flask, current_app
from sqlalchemy import Connection, MetaData, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from weconnect.wire.errors import Unavailable

from . import revisions
from .revisions import Standing
from .transactions import MIGRATIONS, db, migrations

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

# PostgreSQL's advisory lock that whoever changes the schema holds: any number that nothing else
# uses in this database.
LOCK = 0x57_65_43_6F

ADVICE: dict[Standing, str] = {
    "new": "The database has no tables yet: run `flask db upgrade`, or bin/start, which does it.",
    "older": "The database is of an older version: make a backup, and run `flask db upgrade`.",
    "newer": (
        "The database is of a newer version of WeConnect than this program: start that version,"
        " or restore a backup of this one."
    ),
}


class NotUsable(Exception):
    """Why the database cannot be used as it is, and what to do, in a sentence for an operator."""


def standing() -> Standing:
    """How the schema of the current app's database stands to this program."""
    with db.engine.connect() as connection:
        return standing_of(connection)


def standing_of(connection: Connection) -> Standing:
    """How the schema of the database of `connection` stands to this program."""
    return revisions.standing(revisions.of_database(connection), MIGRATIONS)


def require_known(connection: Connection) -> None:
    """Raise NotUsable if the database is of a newer version."""
    if standing_of(connection) == "newer":
        raise NotUsable(ADVICE["newer"])


def fits(connection: Connection, metadata: MetaData) -> bool:
    """Whether a newer database still has all that this program reads, and asks for no more than it
    writes: every table and column, and nothing new that must be filled.
    """
    here = inspect(connection)
    for table in metadata.tables.values():
        if not here.has_table(table.name):
            return False
        there = {column["name"]: column for column in here.get_columns(table.name)}
        if not there.keys() >= {column.name for column in table.columns}:
            return False
        for name in there.keys() - {column.name for column in table.columns}:
            if not there[name]["nullable"] and there[name]["default"] is None:
                return False
    return True


def upgrade_database(app: Flask) -> None:
    """Bring the schema of the database of `app` to the newest state, if it is not there yet.

    Several servers and commands may do so at once: one does it, the others wait. Raises NotUsable.
    """
    with app.app_context(), explained():
        if (found := standing()) == "newer":
            raise NotUsable(ADVICE[found])
        if found != "current":
            # Seldom needed, and long to import: see `migrations`.
            from flask_migrate import upgrade

            migrations(app)
            upgrade()
            log.info("database upgraded")


def begin_serving(app: Flask, *, upgrade: bool) -> None:
    """Before a server answers: bring the database up to date, or refuse one that is newer.

    Without `upgrade`, a database that is away or behind is none of this one's business: `/readyz`
    tells of it. Raises NotUsable.
    """
    if upgrade:
        upgrade_database(app)
        return
    with app.app_context():
        try:
            found = standing()
        except (SQLAlchemyError, sqlite3.Error, Unavailable):
            return
        if found == "newer":
            raise NotUsable(ADVICE[found])


def on_our_schema(*, make: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator of commands: they begin on a database with this program's schema.

    `make` is whether a database that has no tables gets them. Raises NotUsable.
    """

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            _require(make=make)
            return command(*args, **kwargs)

        return run

    return decorate


def _require(*, make: bool) -> None:
    # SQLite would make an empty file, where only the address may be wrong.
    file = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    is_missing = file.get_backend_name() == "sqlite" and not _is_there(file.database)
    found: Standing = "new" if is_missing else standing()
    if found == "new" and make:
        upgrade_database(current_app._get_current_object())  # type: ignore[attr-defined]
    elif found != "current":
        raise NotUsable(ADVICE[found])


def _is_there(path: str | None) -> bool:
    from pathlib import Path

    return bool(path) and (path == ":memory:" or Path(str(path)).exists())


@contextmanager
def explained() -> Iterator[None]:
    """What the database of the current app says in here, as a sentence. Raises NotUsable."""
    try:
        yield
    except Exception as error:
        if said := what_it_said(error):
            raise NotUsable(said) from error
        raise


def what_it_said(error: BaseException | None) -> str | None:
    """What the current app's database said of a failure, or None if it was not the database."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    name = url.render_as_string(hide_password=True).replace("+psycopg://", "://")
    while error is not None:
        told = getattr(error, "orig", None) or error
        if isinstance(told, sqlite3.Error) or type(told).__module__.startswith("psycopg"):
            first = (str(told).strip().splitlines() or ["no reason"])[0]
            return f"The database {name} cannot be used: {first}"
        error = error.__cause__
    return None


def echo_and_fail(error: Exception) -> click.ClickException:
    """What a command ends with, for a failure that has a sentence; raises `error` otherwise."""
    if isinstance(error, NotUsable):
        return click.ClickException(str(error))
    if said := what_it_said(error):
        return click.ClickException(said)
    if isinstance(error, Unavailable):
        return click.ClickException(error.message)
    raise error
