"""The reactions of a message, summed up in its row.

Three thousand people may react to one message. To list them all would take everybody's time
whenever it is shown: so its row holds, for each emoji, how many chose it and who came first.
"""

import json
from collections.abc import Sequence

from sqlalchemy import select

from weconnect.engine.database.transactions import db
from weconnect.wire.parts.reactions import Reaction as Shown
from weconnect.wire.reactions import MAX_LISTED

from .models import Reaction


def summed_up(text: str | None) -> list[Shown]:
    """What a message's row says of its reactions."""
    if not text:
        return []
    return [
        Shown(emoji=emoji, count=count, users=users) for emoji, count, users in json.loads(text)
    ]


def with_reaction(text: str | None, emoji: str, user_id: int) -> str:
    """The same with somebody's reaction more."""
    found = json.loads(text or "[]")
    for entry in found:
        if entry[0] == emoji:
            entry[1] += 1
            if len(entry[2]) < MAX_LISTED:
                entry[2].append(user_id)
            return _written(found)
    return _written([*found, [emoji, 1, [user_id]]])


def without_reaction(text: str | None, emoji: str, first: Sequence[int]) -> str | None:
    """The same with one reaction less; `first` are now the first to have chosen it."""
    found = json.loads(text or "[]")
    for entry in found:
        if entry[0] == emoji:
            entry[1], entry[2] = entry[1] - 1, list(first)
    left = [entry for entry in found if entry[1] > 0]
    return _written(left) if left else None


def kinds(text: str | None) -> set[str]:
    """The emojis under a message."""
    return {entry[0] for entry in json.loads(text or "[]")}


def first_with(message_id: int, emoji: str) -> list[int]:
    """Who chose an emoji first, as many as are listed."""
    return list(
        db.session.scalars(
            select(Reaction.user_id)
            .where(Reaction.message_id == message_id, Reaction.emoji == emoji)
            .order_by(Reaction.id)
            .limit(MAX_LISTED)
        )
    )


def is_cut(reaction: Shown) -> bool:
    """Whether somebody chose it and is not listed."""
    return reaction.count > len(reaction.users)


def _written(found: list[list[object]]) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
