"""Bringing people into rooms: how often one may, how many rooms a person has, and who wants it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Block, User
from weconnect.auth.accounts.names import username_key
from weconnect.auth.people import reach
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import rooms as wire
from weconnect.wire.errors import Conflict, Forbidden

from . import throttles
from .models import Membership, Room
from .news import note_changed

# People that one may bring into rooms, and how often the same one.
ADDED = rate_limit.rule("300 per hour")
ADDED_ONE = rate_limit.rule("50 per day")
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
        rate_limit.hit(ADDED_ONE, "added", actor.id, key)
        rate_limit.hit(ADDED, "adding", actor.id)


def require_wanted(
    actor: Actor,
    people: Iterable[int],
    *,
    by_link: bool = True,
) -> None:
    """Raise Forbidden for somebody who does not want to be added by the actor, and Conflict for
    somebody who is in too many rooms. `by_link` is whether they could come by a link instead.
    """
    # Locked: nobody blocks the actor, or chooses otherwise, between this look and the commit.
    ids = set(people)
    locked = select(User.id).where(User.id.in_(ids)).order_by(User.id).with_for_update(read=True)
    db.session.execute(locked)
    # By itself, as only a question that is asked after that sees who has blocked just before it.
    for person in db.session.execute(_standing(actor, ids)):
        wants = person.reach == "everybody" or (person.reach == "known" and person.knows)
        if person.id != actor.id and (person.blocks or not wants):
            if by_link:
                raise Forbidden(
                    "{name} wants to be asked first: send them a link instead.",
                    name=person.username,
                )
            raise Forbidden(
                "{name} wants to be asked first: ask in a room that you share.",
                name=person.username,
            )
        if person.rooms >= MOST_ROOMS:
            raise Conflict(
                "{name} is in too many rooms to be added to another one.", name=person.username
            )


def require_unblocked(actor: Actor, people: Iterable[int]) -> None:
    """Raise Forbidden if the actor blocks one of these people: they could answer."""
    blocked = (
        select(User.username)
        .join(Block, Block.blocked_id == User.id)
        .where(Block.user_id == actor.id, User.id.in_(set(people)))
        .order_by(User.id)
        .limit(1)
    )
    if (username := db.session.scalar(blocked)) is not None:
        raise Forbidden("You block {name}. Unblock them first.", name=username)


def require_room_left(actor: Actor) -> None:
    """Raise Conflict if the actor is in so many rooms that there can be no other one."""
    if _rooms_of(actor.id) >= MOST_OWN_ROOMS:
        raise Conflict("You are in {n} rooms. Please leave some first.", n=MOST_OWN_ROOMS)


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


def _standing(actor: Actor, people: set[int]) -> Select[Any]:
    """Of each of these people, what they chose (`reach`), whether they block the actor (`blocks`),
    whether the two share a room that is not public (`knows`), and in how many `rooms` they are.
    """
    ours, theirs, any_place = aliased(Membership), aliased(Membership), aliased(Membership)
    blocks = exists().where(Block.user_id == User.id, Block.blocked_id == actor.id)
    knows = (
        exists()
        .where(ours.room_id == Room.id, ours.user_id == actor.id)
        .where(theirs.room_id == Room.id, theirs.user_id == User.id)
        .where(Room.kind != "public")
    )
    rooms = (
        select(func.count())
        .select_from(any_place)
        .where(any_place.user_id == User.id)
        .scalar_subquery()
    )
    facts = (blocks.label("blocks"), knows.label("knows"), rooms.label("rooms"))
    asked = select(User.id, User.username, User.reach, *facts)
    return asked.where(User.id.in_(people)).order_by(User.id)


def _rooms_of(user_id: int) -> int:
    count = select(func.count()).select_from(Membership).where(Membership.user_id == user_id)
    return db.session.scalar(count) or 0
