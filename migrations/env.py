"""How `flask db` reaches the database: on the connection that may write, in one transaction.

Whoever upgrades another database hands its connection over in the configuration's attributes.
"""

from contextlib import nullcontext

from alembic import context
from flask import current_app
from sqlalchemy import types

from weconnect import db

target = db.db.metadata


def render_item(kind, item, _autogen):
    """Write our own column types into migrations as what the database sees of them."""
    if kind == "type" and isinstance(item, types.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Upgrade or downgrade."""
    options = current_app.extensions["migrate"].configure_args
    given = context.config.attributes.get("connection")
    with nullcontext(given) if given else db.write_engine().connect() as connection:
        context.configure(
            connection=connection, target_metadata=target, render_item=render_item, **options
        )
        with context.begin_transaction():
            context.run_migrations()


run()
