"""The people in a room.

A crowd that comes into one room asks for the same list again and again. So what the database says
of a room's people is kept, under the number that the room's row counts up whenever they change;
only who is online is looked up each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple, cast

from flask import Flask, current_app
from sqlalchemy import bindparam, func, select, update

from weconnect.auth.actor import Actor, avatar_path
from weconnect.auth.models import User
from weconnect.db import after_commit, db, transaction
from weconnect.driver import Prepared, read
from weconnect.realtime import realtime
from weconnect.realtime.gather import Gather
from weconnect.realtime.publish import joined, publish, sockets, tell_servers
from weconnect.wire import rooms as wire
from weconnect.wire.auth import UserChanged
from weconnect.wire.base import Event

from . import access
from .models import Membership, Room

# A crowd that becomes members of one room is told of as a few events, not one per pair.
GATHER_S = 0.5
# Rooms whose people are kept; a list of 1,000 people has about 200 kB.
KEPT = 500

HINT = "members"

_ROOMS_OF = Prepared(select(Membership.room_id).where(Membership.user_id == bindparam("user")))


# Columns, not objects: it is read anew with each one of a crowd that becomes members.
_PEOPLE_OF = (
    select(User.id, User.username, User.display_name, User.avatar_id, Membership.role)
    .join(Membership, Membership.user_id == User.id)
    .where(Membership.room_id == bindparam("room"))
    .order_by(func.lower(User.display_name), User.id)
)

Columns = tuple[int, str, str, str | None, str]


class Shown(NamedTuple):
    """A person in a room, and the same as JSON up to the state."""

    member: wire.Member
    text: str


class Kept(NamedTuple):
    """A room's people in the order of their names, each under what the database says of them."""

    version: int
    people: dict[Columns, Shown]


def rooms_of(user_id: int) -> list[int]:
    """The ids of all rooms of a person."""
    return [room_id for (room_id,) in read(_ROOMS_OF, {"user": user_id})]


def list_members(actor: Actor, room_id: int) -> list[wire.Member]:
    """The members of one of the actor's rooms. Raises NotFound, Forbidden."""
    return members_of(access.require_member(actor, room_id).room)


def get_member(actor: Actor, room_id: int, user_id: int) -> wire.Member:
    """One member of one of the actor's rooms. Raises NotFound, Forbidden."""
    room = access.require_member(actor, room_id).room
    found = [one for one in members_of(room) if one.id == user_id]
    return found[0] if found else access.nothing()


def members_of(room: Room) -> list[wire.Member]:
    """The people in a room, by name. Whoever calls has checked that they may be seen."""
    state = _states_in(room)
    shown = _kept(room).people.values()
    return [one.model_copy(update={"state": state(one.id)}) for one, _ in shown]


def members_json(room: Room | access.RoomRow) -> str:
    """The same as JSON text."""
    state = _states_in(room)
    shown = _kept(room).people.values()
    return "[" + ",".join(f'{text}"{state(one.id)}"}}' for one, text in shown) + "]"


def _states_in(room: Room | access.RoomRow) -> Callable[[int], str]:
    engine = realtime()
    engine.people_shown(room.id)
    return engine.state


def note_people(room_id: int, user_ids: Iterable[int]) -> None:
    """Within a transaction: these people's memberships change; the room is told, gathered."""
    for user_id in user_ids:
        after_commit(_news().add, room_id, (user_id, True))


def _hear(room_id: int, user_ids: list[int]) -> None:
    """On another server these people's memberships have changed."""
    for user_id in user_ids:
        _news().add(room_id, (user_id, False))


def _news() -> "Gather[int, tuple[int, bool]]":
    return cast("Gather[int, tuple[int, bool]]", current_app.extensions["weconnect_people_news"])


def _tell(room_id: int, news: list[tuple[int, bool]]) -> None:
    """Tell the sockets of this server, each with who is online as it is known here; if it is the
    one where people changed, the others are told to do the same."""
    user_ids = {user_id for user_id, _ in news}
    if own := [user_id for user_id, is_own in news if is_own]:
        tell_servers(HINT, own, to=joined(room_id))
    room = db.session.get(Room, room_id)
    if room is None:
        return
    found = [one for one in members_of(room) if one.id in user_ids]
    removed = sorted(user_ids - {one.id for one in found})
    event = wire.MembersChanged(room=room_id, members=found, removed=removed)
    publish(event, to=sockets(realtime().connections.joined(room_id)))


def people_changed(event: Event) -> None:
    """A person's name or picture changed: the rooms they are in show it."""
    _count_up(cast(UserChanged, event).user.id)


@transaction
def _count_up(user_id: int) -> None:
    theirs = select(Membership.room_id).where(Membership.user_id == user_id)
    db.session.execute(
        update(Room)
        .where(Room.id.in_(theirs))
        .values(members_version=Room.members_version + 1)
        .execution_options(synchronize_session=False)
    )


def _kept(room: Room | access.RoomRow) -> Kept:
    cache = cast("OrderedDict[int, Kept]", current_app.extensions["weconnect_members"])
    kept = cache.get(room.id)
    if kept is None or kept.version != room.members_version:
        cache[room.id] = kept = _read(room, kept.people if kept else {})
        if len(cache) > KEPT:
            cache.popitem(last=False)
    cache.move_to_end(room.id)
    return kept


def _read(room: Room | access.RoomRow, known: dict[Columns, Shown]) -> Kept:
    found = db.session.execute(_PEOPLE_OF, {"room": room.id})
    rows = cast("Iterable[Columns]", map(tuple, found))
    # When one comes in or goes, all the others are as they were.
    people = {row: known.get(row) or _show(row) for row in rows}
    return Kept(room.members_version, people)


def _show(row: Columns) -> Shown:
    user_id, username, display_name, avatar_id, role = row
    member = wire.Member(
        id=user_id,
        username=username,
        display_name=display_name,
        avatar=avatar_path(avatar_id),
        role=cast(wire.Role, role),
        state="offline",
    )
    # `state` is the last field: what stands before its value is the same each time.
    return Shown(member, member.model_dump_json(by_alias=True).removesuffix('"offline"}'))


def init_app(app: Flask) -> None:
    """Give `app` its memory of who is in which room."""
    app.extensions["weconnect_members"] = OrderedDict()
    app.extensions["weconnect_people_news"] = Gather(app, _tell, delay=GATHER_S, interval=GATHER_S)
    app.extensions["weconnect_realtime"].notes[HINT] = _hear
