"""Reactions: an emoji of a person on a message. Each is a change in the message log."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, insert, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db
from weconnect.engine.limits.rate_limit import counted
from weconnect.messages import throttles
from weconnect.messages.log import Change, message_log
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow
from weconnect.wire.errors import Conflict, Forbidden
from weconnect.wire.messages import Message
from weconnect.wire.parts.reactions import Reacted

from . import summary
from .models import Reaction

Alter = Callable[[MessageRow, str], dict[str, Any] | None]

# So many different emojis fit under one message.
MOST_EMOJIS = 30


@counted(throttles.POSTS, "posts")
def add_reaction(actor: Actor, message_id: int, emoji: str) -> Message:
    """Put the actor's emoji on a message; a second time changes nothing.

    Raises NotFound, Forbidden on a deleted message, Conflict when there are too many kinds.
    """

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        if row.deleted:
            raise Forbidden("This message was deleted.")
        if db.session.scalar(_mine(actor, row, emoji)):
            return None
        if len(summary.kinds(row.reactions) - {emoji}) >= MOST_EMOJIS:
            raise Conflict("There are too many different reactions on this message.")
        db.session.execute(
            insert(Reaction).values(message_id=row.id, user_id=actor.id, emoji=emoji)
        )
        return {"reactions": summary.with_reaction(row.reactions, emoji, actor.id)}

    return _change(actor, message_id, alter, emoji, added=True)


@counted(throttles.POSTS, "posts")
def remove_reaction(actor: Actor, message_id: int, emoji: str) -> Message:
    """Take the actor's emoji off a message; without one nothing changes. Raises NotFound."""

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        mine = db.session.scalar(_mine(actor, row, emoji))
        if mine is None:
            return None
        db.session.execute(delete(Reaction).where(Reaction.id == mine))
        first = summary.first_with(row.id, emoji)
        return {"reactions": summary.without_reaction(row.reactions, emoji, first)}

    return _change(actor, message_id, alter, emoji, added=False)


def _change(actor: Actor, message_id: int, alter: Alter, emoji: str, *, added: bool) -> Message:
    reacted = Reacted(user=actor.id, emoji=emoji, added=added)
    message = message_log().append(Change(actor, message_id, alter, {"reacted": reacted}))
    return seen_by(actor, [message])[0]


def _mine(actor: Actor, row: MessageRow, emoji: str) -> Any:
    return select(Reaction.id).where(
        Reaction.message_id == row.id, Reaction.user_id == actor.id, Reaction.emoji == emoji
    )
