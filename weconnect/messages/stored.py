"""How much people store with what they said in a room."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import ColumnElement, LargeBinary, cast, func, select

from weconnect.auth.accounts import usage
from weconnect.engine.database.transactions import this_transaction

from .serialize import messages


def init_app(app: Flask) -> None:
    """Have it given back when a room of `app` is deleted."""
    usage.on_forget_room(app, stored_in)


def stored_in(room_id: int) -> Iterator[tuple[int, int]]:
    """Within a transaction: who has said how many bytes there, with what the rows take."""
    connection = this_transaction().connection
    content = messages.c.content
    size: ColumnElement[int] = func.octet_length(content)
    if connection.dialect.name == "sqlite":
        size = func.length(cast(content, LargeBinary))
    # What is sealed is ASCII.
    size += func.coalesce(func.length(messages.c.sealed), 0)
    rows = connection.execute(
        select(messages.c.sender_id, func.sum(size) + usage.ROW * func.count())
        .where(messages.c.room_id == room_id)
        .group_by(messages.c.sender_id)
    )
    for user_id, stored in rows:
        yield user_id, int(stored)
