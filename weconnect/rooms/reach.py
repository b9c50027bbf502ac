"""Bringing people into rooms: how often one may, how many rooms a person has, and who wants it."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from weconnect import throttle
from weconnect.auth import reach
from weconnect.auth.actor import Actor
from weconnect.auth.models import User
from weconnect.auth.names import username_key
from weconnect.columns import now
from weconnect.db import db, transaction
from weconnect.throttle import counted
from weconnect.wire import rooms as wire
from weconnect.wire.errors import Conflict, Forbidden

from . import throttles
from .models import Membership, Room
from .news import note_changed

# People that one may bring into rooms, and how often the same one.
ADDED = throttle.rule("300 per hour")
ADDED_ONE = throttle.rule("50 per day")
# So many rooms a person can be brought to, and so many they can make and join themselves.
MOST_ROOMS = 1_000
MOST_OWN_ROOMS = 5_000


def count_wish(actor: Actor, wish: wire.CreateRoom) -> None:
    """Count those whom a new room brings in; a direct conversation that is there brings in nobody.

    Raises RateLimited.
    """
    if wish.kind == "direct":
        named = select(User.id).where(User.username_key.in_(map(username_key, wish.members)))
        key = direct_key({*db.session.scalars(named), actor.id})
        if db.session.scalar(select(Room.id).where(Room.direct_key == key)) is not None:
            return
    count_added(actor, wish.members)


def count_member(actor: Actor, room_id: int, username: str) -> None:
    """Count somebody who is to be added to a room, unless they are in this room of the actor's.

    Raises RateLimited. Whoever is not in the room themselves learns nothing by it.
    """
    named = select(User.id).where(User.username_key == username_key(username))
    people = [actor.id, db.session.scalar(named) or 0]
    there = select(Membership.user_id).where(
        Membership.room_id == room_id, Membership.user_id.in_(people)
    )
    if not set(people) <= set(db.session.scalars(there)):
        count_added(actor, [username])


def direct_key(people: Iterable[int]) -> str:
    """By what the direct conversation between people is found."""
    return ",".join(map(str, sorted(people)))


def count_added(actor: Actor, usernames: Iterable[str]) -> None:
    """Count people who are to be brought in. Raises RateLimited."""
    for key in {username_key(name) for name in usernames} - {username_key(actor.username)}:
        throttle.hit(ADDED_ONE, "added", actor.id, key)
        throttle.hit(ADDED, "adding", actor.id)


def require_wanted(
    actor: Actor, people: Iterable[int], instead: str = "send them a link instead"
) -> None:
    """Raise Forbidden for somebody who does not want to be added by the actor, and Conflict for
    somebody who is in too many rooms. `instead` says what the actor can do.
    """
    # Locked: nobody blocks the actor, or chooses otherwise, between this look and the commit.
    found = select(User).where(User.id.in_(set(people))).order_by(User.id)
    for person in db.session.scalars(found.with_for_update(read=True)):
        if not _is_wanted(actor, person):
            raise Forbidden(f"{person.username} wants to be asked first: {instead}.")
        if _rooms_of(person.id) >= MOST_ROOMS:
            raise Conflict(f"{person.username} is in too many rooms to be added to another one.")


def require_unblocked(actor: Actor, people: Iterable[int]) -> None:
    """Raise Forbidden if the actor blocks one of these people: they could answer."""
    for person in db.session.scalars(select(User).where(User.id.in_(set(people)))):
        if reach.has_blocked(actor.id, person.id):
            raise Forbidden(f"You block {person.username}. Unblock them first.")


def require_room_left(actor: Actor) -> None:
    """Raise Conflict if the actor is in so many rooms that there can be no other one."""
    if _rooms_of(actor.id) >= MOST_OWN_ROOMS:
        raise Conflict(f"You are in {MOST_OWN_ROOMS:,} rooms. Please leave some first.")


@counted(throttles.CHANGES, "room changes")
@transaction
def block(actor: Actor, other: int) -> None:
    """Want nothing of a person any more: their conversation ends as well. Raises NotFound."""
    reach.block(actor, other)
    if room := _between(actor.id, other):
        room.archived_at = room.archived_at or now()
        db.session.flush()
        note_changed(room.id)


@counted(throttles.CHANGES, "room changes")
@transaction
def unblock(actor: Actor, other: int) -> None:
    """Take a block back; the direct conversation goes on, unless the other one blocks it too."""
    reach.unblock(actor, other)
    room = _between(actor.id, other)
    if room and not reach.has_blocked(other, actor.id):
        room.archived_at = None
        db.session.flush()
        note_changed(room.id)


def _between(one: int, other: int) -> Room | None:
    key = direct_key((one, other))
    # Locked: if both block and unblock at once, the second one sees what the first one did.
    return db.session.scalar(select(Room).where(Room.direct_key == key).with_for_update())


def _is_wanted(actor: Actor, person: User) -> bool:
    if person.id == actor.id:
        return True
    if person.reach == "nobody" or reach.has_blocked(person.id, actor.id):
        return False
    return person.reach == "everybody" or _know_each_other(actor.id, person.id)


def _know_each_other(one: int, other: int) -> bool:
    ours, theirs = aliased(Membership), aliased(Membership)
    shared = (
        select(Room.id)
        .join(ours, (ours.room_id == Room.id) & (ours.user_id == one))
        .join(theirs, (theirs.room_id == Room.id) & (theirs.user_id == other))
        .where(Room.kind != "public")
        .limit(1)
    )
    return db.session.scalar(shared) is not None


def _rooms_of(user_id: int) -> int:
    count = select(func.count()).select_from(Membership).where(Membership.user_id == user_id)
    return db.session.scalar(count) or 0
