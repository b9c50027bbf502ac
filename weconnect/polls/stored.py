"""How much people store with the polls of a room."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select

from weconnect.auth.accounts import usage
from weconnect.engine.database.transactions import this_transaction
from weconnect.messages.serialize import messages

from . import summary


def init_app(app: Flask) -> None:
    """Have it given back when a room of `app` is deleted."""
    usage.on_forget_room(app, stored_in)


def stored_in(room_id: int) -> Iterator[tuple[int, int]]:
    """Within a transaction: who has stored how many bytes in polls there, poll by poll."""
    rows = this_transaction().connection.execute(
        select(messages.c.sender_id, messages.c.poll).where(
            messages.c.room_id == room_id, messages.c.poll.is_not(None)
        )
    )
    for sender_id, poll in rows:
        yield from summary.stored(sender_id, poll).items()
