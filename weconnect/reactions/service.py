"""Reactions: an emoji of a person on a message. Each is a change in the message log."""

from typing import Any

from sqlalchemy import delete, func, insert, select

from weconnect.auth.actor import Actor
from weconnect.db import db
from weconnect.messages.log import Change, message_log
from weconnect.messages.models import Reaction
from weconnect.messages.store import MessageRow
from weconnect.wire import messages as wire
from weconnect.wire.errors import Conflict, Forbidden

# So many different emojis fit under one message.
MOST_EMOJIS = 30


def add_reaction(actor: Actor, message_id: int, emoji: str) -> wire.Message:
    """Put the actor's emoji on a message; a second time changes nothing.

    Raises NotFound, Forbidden on a deleted message, Conflict when there are too many kinds.
    """

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        if row.deleted:
            raise Forbidden("This message was deleted.")
        if db.session.scalar(_mine(actor, row, emoji)):
            return None
        others = select(func.count(Reaction.emoji.distinct())).where(
            Reaction.message_id == row.id, Reaction.emoji != emoji
        )
        if (db.session.scalar(others) or 0) >= MOST_EMOJIS:
            raise Conflict("There are too many different reactions on this message.")
        db.session.execute(
            insert(Reaction).values(message_id=row.id, user_id=actor.id, emoji=emoji)
        )
        return {}

    return message_log().append(Change(actor, message_id, alter))


def remove_reaction(actor: Actor, message_id: int, emoji: str) -> wire.Message:
    """Take the actor's emoji off a message; without one nothing changes. Raises NotFound."""

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        mine = db.session.scalar(_mine(actor, row, emoji))
        if mine is None:
            return None
        db.session.execute(delete(Reaction).where(Reaction.id == mine))
        return {}

    return message_log().append(Change(actor, message_id, alter))


def _mine(actor: Actor, row: MessageRow, emoji: str) -> Any:
    return select(Reaction.id).where(
        Reaction.message_id == row.id, Reaction.user_id == actor.id, Reaction.emoji == emoji
    )
