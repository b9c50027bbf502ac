"""The schema of a database: which revision it has, and to bring an empty database to ours."""

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, inspect

from weconnect.engine.database.migrating import standing_of
from weconnect.engine.database.transactions import MIGRATIONS, migrations

from . import TransferError


def newest() -> str:
    """The revision that this program works with."""
    return ScriptDirectory(MIGRATIONS).get_current_head() or ""


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None if it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def require_newest(connection: Connection, name: str) -> None:
    """Raise TransferError unless the database called `name` has our revision."""
    found = standing_of(connection)
    if found == "newer":
        raise TransferError(
            f"The database {name} has the schema {revision_of(connection)}, of a newer version of"
            " WeConnect than this program: use that version."
        )
    if found != "current":
        raise TransferError(
            f"The database {name} has the schema {revision_of(connection) or 'of something else'},"
            f" and this program works with {newest()}. Run `flask db upgrade` on it, with this"
            " program, first."
        )


def prepare(connection: Connection, name: str) -> None:
    """Make the tables in a database that has none. Raises TransferError if it has others."""
    if not inspect(connection).get_table_names():
        config = migrations(current_app).get_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    require_newest(connection, name)
