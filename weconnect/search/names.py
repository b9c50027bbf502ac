"""Rooms and people whose names are looked for, beside what was said."""

from collections.abc import Sequence

from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory as people
from weconnect.engine.database.transactions import db
from weconnect.rooms import directory
from weconnect.rooms.models import Membership, Room
from weconnect.wire.auth import FindUsers, User
from weconnect.wire.rooms import Room as WireRoom

# A few of each: whoever looks for more of them has the pages of people and rooms.
MOST = 5
LONGEST = 80


def rooms_called(actor: Actor, words: Sequence[str]) -> list[WireRoom]:
    """The actor's rooms that have all of these folded words in their names or topics, by name."""
    if not words:
        return []
    named = (
        select(Room.id)
        .join(Membership, Membership.room_id == Room.id)
        .where(
            Membership.user_id == actor.id,
            Room.kind != "direct",
            *(Room.folded.contains(word, autoescape=True) for word in words),
        )
        .order_by(Room.folded)
        .limit(MOST)
    )
    ids = list(db.session.scalars(named))
    found = {room.id: room for room in directory.mine(actor, ids)}
    return [found[number] for number in ids if number in found]


def people_called(words: Sequence[str]) -> list[User]:
    """People who have these folded words in their names, in their order, one after the other."""
    q = " ".join(words)
    return people.find_users(FindUsers(q=q, limit=MOST)) if 0 < len(q) <= LONGEST else []
