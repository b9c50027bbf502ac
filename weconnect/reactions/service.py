"""Reactions: an emoji of a person on a message. Each is a change in the message log.

There is one for all skin tones of an emoji: people who choose it in theirs say the same.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, insert, select, update

from weconnect.auth.accounts.actor import Actor, wire_user
from weconnect.auth.accounts.models import User
from weconnect.emoji import lookup as team_emoji
from weconnect.engine.database.transactions import db
from weconnect.engine.limits.rate_limit import counted
from weconnect.messages import history, throttles
from weconnect.messages.log import Change, message_log
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow
from weconnect.wire import reactions as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound
from weconnect.wire.messages import Message
from weconnect.wire.parts.reactions import Reacted
from weconnect.wire.text import without_tone

from . import summary
from .models import Reaction

Alter = Callable[[MessageRow, str], dict[str, Any] | None]

# So many different emojis fit under one message.
MOST_EMOJIS = 30


@counted(throttles.POSTS, "posts")
def add_reaction(actor: Actor, message_id: int, emoji: str) -> Message:
    """Put the actor's emoji on a message; a second time changes nothing but its skin tone.

    Raises NotFound, also for `:name:` that the team does not have, Forbidden on a deleted message,
    Conflict when there are too many kinds.
    """
    chosen, emoji = emoji, _plain(emoji)
    if emoji.startswith(":") and not team_emoji.exists(emoji.strip(":")):
        raise NotFound
    form = chosen if chosen != emoji else None

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        if row.deleted:
            raise Forbidden("This message was deleted.")
        mine = db.session.execute(_mine(actor, row, emoji)).first()
        if mine is not None and mine.form == form:
            return None
        if mine is not None:
            db.session.execute(update(Reaction).where(Reaction.id == mine.id).values(form=form))
            return _summary(row, emoji, 0)
        if len(summary.kinds(row.reactions) - {emoji}) >= MOST_EMOJIS:
            raise Conflict("There are too many different reactions on this message.")
        db.session.execute(
            insert(Reaction).values(message_id=row.id, user_id=actor.id, emoji=emoji, form=form)
        )
        return _summary(row, emoji, 1)

    return _change(actor, message_id, alter, emoji, added=True)


@counted(throttles.POSTS, "posts")
def remove_reaction(actor: Actor, message_id: int, emoji: str) -> Message:
    """Take the actor's emoji off a message, in whichever skin tone; without one nothing changes.

    Raises NotFound.
    """
    emoji = _plain(emoji)

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        mine = db.session.execute(_mine(actor, row, emoji)).first()
        if mine is None:
            return None
        db.session.execute(delete(Reaction).where(Reaction.id == mine.id))
        return _summary(row, emoji, -1)

    return _change(actor, message_id, alter, emoji, added=False)


def _change(actor: Actor, message_id: int, alter: Alter, emoji: str, *, added: bool) -> Message:
    reacted = Reacted(user=actor.id, emoji=emoji, added=added)
    message = message_log().append(Change(actor, message_id, alter, {"reacted": reacted}))
    return seen_by(actor, [message])[0]


def who(actor: Actor, message_id: int, wish: wire.FindReactions) -> wire.ReactionPage:
    """Who reacted to a message that the actor may read. Raises NotFound."""
    history.message(actor, message_id)
    query = (
        select(Reaction.id, Reaction.emoji, Reaction.form, User)
        .join(User, User.id == Reaction.user_id)
        .where(Reaction.message_id == message_id, Reaction.id > wish.after)
        .order_by(Reaction.id)
        .limit(wish.limit + 1)
    )
    if wish.emoji:
        query = query.where(Reaction.emoji == _plain(wish.emoji))
    rows = db.session.execute(query).all()
    shown = rows[: wish.limit]
    return wire.ReactionPage(
        reactions=[
            wire.ReactionOf(user=wire_user(user), emoji=emoji, form=form or emoji)
            for _, emoji, form, user in shown
        ],
        next=shown[-1].id if len(rows) > len(shown) else None,
    )


def _plain(emoji: str) -> str:
    return emoji if emoji.startswith(":") else without_tone(emoji)


def _summary(row: MessageRow, emoji: str, by: int) -> dict[str, Any]:
    first = summary.first_with(row.id, emoji)
    return {"reactions": summary.changed(row.reactions, emoji, by, first)}


def _mine(actor: Actor, row: MessageRow, emoji: str) -> Any:
    return select(Reaction.id, Reaction.form).where(
        Reaction.message_id == row.id, Reaction.user_id == actor.id, Reaction.emoji == emoji
    )
