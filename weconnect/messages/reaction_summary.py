"""The reactions of a message, summed up in its row.

Three thousand people may react to one message. To list them all would take everybody's time
whenever it is shown: so its row holds, for each emoji, how many chose it and who came first.
"""

import json
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import among, db
from weconnect.wire import messages as wire
from weconnect.wire.reactions import MAX_LISTED

from .models import Reaction

M = TypeVar("M", bound=wire.Message)


def summed_up(text: str | None) -> list[wire.Reaction]:
    """What a message's row says of its reactions."""
    if not text:
        return []
    return [
        wire.Reaction(emoji=emoji, count=count, users=users)
        for emoji, count, users in json.loads(text)
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


def seen_by(actor: Actor, found: list[M]) -> list[M]:
    """Messages as one person sees them: where not all are listed, whether they are among them."""
    if not any(_is_cut(each) for one in found for each in one.reactions):
        return found
    mine = own_reactions(actor, found)
    return [_with_mine(one, mine) for one in found]


def seen_page(actor: Actor, page: wire.HistoryPage) -> wire.HistoryPage:
    """A page as one person sees it."""
    return page.model_copy(update={"messages": seen_by(actor, page.messages)})


def seen_by_nobody(page: wire.HistoryPage) -> wire.HistoryPage:
    """A page as somebody sees it whose reactions are listed, or who has none."""
    return page.model_copy(update={"messages": [_with_mine(one, set()) for one in page.messages]})


def inner_json(page: wire.HistoryPage) -> str:
    """A page as JSON without the outer braces."""
    return page.model_dump_json(by_alias=True)[1:-1]


def own_reactions(actor: Actor, found: Sequence[wire.Message]) -> set[tuple[int, str]]:
    """Which (message id, emoji) of reactions that are not listed whole are the actor's."""
    cut = {(one.id, each.emoji) for one in found for each in one.reactions if _is_cut(each)}
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
        one.model_copy(update={"mine": (message.id, one.emoji) in mine}) if _is_cut(one) else one
        for one in message.reactions
    ]
    return message.model_copy(update={"reactions": reactions})


def is_cut(page: wire.HistoryPage) -> bool:
    """Whether somebody reacted to a message of a page, and is not listed."""
    return any(_is_cut(each) for one in page.messages for each in one.reactions)


def _is_cut(reaction: wire.Reaction) -> bool:
    return reaction.count > len(reaction.users)


def _written(found: list[list[object]]) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
