"""Who a message calls for."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from weconnect.auth.models import User
from weconnect.auth.names import username_key
from weconnect.db import db, table_of
from weconnect.rooms.models import Membership
from weconnect.wire.body import Body

from .models import Mention

# A name after an @ that does not stand inside a word, as an address of mail does.
_MENTION = re.compile(r"(?<![\w@.])@([\w.-]{1,40})")
# So many people can be called for by one message.
MOST = 50

mentions = table_of(Mention)


class Said(NamedTuple):
    """A message's place, who wrote it, and what it says now."""

    room_id: int
    seq: int
    sender_id: int
    body: Body


def names_in(body: Body) -> set[str]:
    """The keys of the names that the body mentions, whether or not anybody has them."""
    names = _MENTION.findall(body.mentionable)[:MOST]
    # "ask @ann." means ann; but "@ann." would be a name as well.
    return {username_key(form) for name in names for form in (name, name.rstrip(".-")) if form}


def note(messages: Iterable[Said]) -> bool:
    """Within a transaction: count these new messages for those members whom they mention.

    Returns whether there is anybody.
    """
    wanted = [(said, names_in(said.body)) for said in messages if "@" in said.body.mentionable]
    if not wanted:
        return False
    everybody = set().union(*(names for _, names in wanted))
    found = _people({said.room_id for said, _ in wanted}, everybody)
    called = {
        (user_id, said.room_id, said.seq)
        for said, names in wanted
        for name in names
        if (user_id := found.get((said.room_id, name))) not in (None, said.sender_id)
    }
    if called:
        keys = ("user_id", "room_id", "seq")
        db.session.execute(insert(mentions), [dict(zip(keys, one, strict=True)) for one in called])
    return bool(called)


def forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message no longer calls for anybody. Returns whether it did."""
    gone = db.session.execute(
        delete(mentions)
        .where(mentions.c.room_id == room_id, mentions.c.seq == seq)
        .returning(mentions.c.user_id)
    )
    return bool(gone.all())


def _people(rooms: set[int], keys: set[str]) -> dict[tuple[int, str], int]:
    """By room and name key: the members of these rooms who have one of these names."""
    if not keys:
        return {}
    rows = db.session.execute(
        select(Membership.room_id, User.username_key, User.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.room_id.in_(rooms), User.username_key.in_(keys))
    )
    return {(row.room_id, row.username_key): row.id for row in rows}
