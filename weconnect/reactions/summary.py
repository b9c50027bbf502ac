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
        Shown(emoji=emoji, count=count, users=users, forms=_forms(emoji, users, *toned))
        for emoji, count, users, *toned in json.loads(text)
    ]


def _forms(emoji: str, users: list[int], toned: dict[str, str] | None = None) -> list[str] | None:
    return [toned.get(str(one), emoji) for one in users] if toned else None


def changed(
    text: str | None, emoji: str, by: int, first: Sequence[tuple[int, str | None]]
) -> str | None:
    """The same with so many more (or less) of an emoji; `first` are now the first to have chosen
    it, each with the form of theirs.
    """
    found = json.loads(text or "[]")
    entry = next((one for one in found if one[0] == emoji), None)
    if entry is None:
        found.append(entry := [emoji, 0, []])
    toned = {str(user): form for user, form in first if form}
    entry[1:] = [entry[1] + by, [user for user, _ in first], *([toned] if toned else [])]
    left = [one for one in found if one[1] > 0]
    return _written(left) if left else None


def kinds(text: str | None) -> set[str]:
    """The emojis under a message."""
    return {entry[0] for entry in json.loads(text or "[]")}


def first_with(message_id: int, emoji: str) -> list[tuple[int, str | None]]:
    """Who chose an emoji first, and in which form; as many as are listed."""
    rows = db.session.execute(
        select(Reaction.user_id, Reaction.form)
        .where(Reaction.message_id == message_id, Reaction.emoji == emoji)
        .order_by(Reaction.id)
        .limit(MAX_LISTED)
    )
    return [(user, form) for user, form in rows]


def is_cut(reaction: Shown) -> bool:
    """Whether somebody chose it and is not listed."""
    return reaction.count > len(reaction.users)


def _written(found: list[list[object]]) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
