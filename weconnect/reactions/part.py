"""Reactions as what hangs on a message."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import among, db
from weconnect.messages.parts import M, Part
from weconnect.wire.messages import Message
from weconnect.wire.parts import reactions as wire

from .models import Reaction
from .summary import is_cut, summed_up


class Reactions(Part):
    """The reactions to a message, as its row sums them up."""

    field = "reactions"

    def load(self, rows: Sequence[Any]) -> Mapping[int, list[wire.Reaction]]:
        """By emoji, with those who came first."""
        return {row.id: summed_up(row.reactions) for row in rows if row.reactions}

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """They are gone with the message."""
        db.session.execute(delete(Reaction).where(Reaction.message_id == row.id))
        return {"reactions": None}

    def size(self, row: Any) -> int:
        """The length of its summary."""
        return len(row.reactions or "")

    def is_personal(self, message: Message) -> bool:
        """Whether not all who reacted are listed: then each is told whether they did."""
        return any(map(is_cut, wire.Reactions.of(message).reactions))

    def concerns(self, actor: Actor, found: Sequence[Message]) -> bool:
        """Whether the actor reacted, and may not be listed."""
        return bool(_own(actor, found))

    def seen_by(self, actor: Actor | None, found: list[M]) -> list[M]:
        """Where not all are listed, with whether the actor is among them."""
        if not any(map(self.is_personal, found)):
            return found
        mine = set() if actor is None else _own(actor, found)
        return [_with_mine(one, mine) for one in found]


def _own(actor: Actor, found: Sequence[Message]) -> set[tuple[int, str]]:
    """Which (message id, emoji) of reactions that are not listed whole are the actor's."""
    cut = {
        (one.id, each.emoji)
        for one in found
        for each in wire.Reactions.of(one).reactions
        if is_cut(each)
    }
    if not cut:
        return set()
    # By the key: both lists are as short as a page and the emojis on it.
    rows = db.session.execute(
        select(Reaction.message_id, Reaction.emoji).where(
            among(Reaction.message_id, {message_id for message_id, _ in cut}),
            Reaction.emoji.in_(sorted({emoji for _, emoji in cut})),
            Reaction.user_id == actor.id,
        )
    )
    return {(message_id, emoji) for message_id, emoji in rows}


def _with_mine(message: M, mine: set[tuple[int, str]]) -> M:
    reactions = [
        one.model_copy(update={"mine": (message.id, one.emoji) in mine}) if is_cut(one) else one
        for one in wire.Reactions.of(message).reactions
    ]
    return message.model_copy(update={"reactions": reactions})
