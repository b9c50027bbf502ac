"""How `flask db` reaches the database: on the connection that may write, in one transaction.

Whoever upgrades another database hands its connection over in the configuration's attributes.
"""

from contextlib import nullcontext
from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import text, types

from weconnect.engine.database import migrating, transactions

target = transactions.db.metadata


def render_item(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our own column types into migrations as what the database sees of them."""
    if kind == "type" and isinstance(item, types.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Upgrade or downgrade. Who comes second waits, and finds it done."""
    options = current_app.extensions["migrate"].configure_args
    given = context.config.attributes.get("connection")
    # On SQLite it begins with the lock of the one writer.
    with nullcontext(given) if given else transactions.write_engine().begin() as connection:
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": migrating.LOCK})
        migrating.require_known(connection)
        context.configure(
            connection=connection, target_metadata=target, render_item=render_item, **options
        )
        context.run_migrations()


run()
