"""Who may do what in which room.

Everything is found through the actor, never fetched and then checked.

What an actor may not see raises the same NotFound as what does not exist.
"""

from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.prepared import Prepared, read
from weconnect.engine.database.transactions import db
from weconnect.wire.errors import Forbidden, NotFound

from .models import Membership, Room

# Made once: to make one takes longer than to run it, and a crowd asks a thousand times.
_MINE = (
    select(Room, Membership)
    .join(Membership, Membership.room_id == Room.id)
    .where(Room.id == bindparam("room"), Membership.user_id == bindparam("user"))
)
_VISIBLE = (
    select(Room, Membership)
    .outerjoin(
        Membership, (Membership.room_id == Room.id) & (Membership.user_id == bindparam("user"))
    )
    .where(Room.id == bindparam("room"), (Room.kind == "public") | Membership.user_id.is_not(None))
)
# The same without objects, for those who come into a room: a crowd does it all at once.
_MEMBERSHIP = Prepared(
    select(
        Room.id,
        Room.kind,
        Room.name,
        Room.topic,
        Room.encrypted,
        Room.encrypted_from,
        Room.archived_at,
        Room.newcomers,
        Room.hides_history,
        Room.last_seq,
        Room.version,
        Room.members_version,
        Membership.role,
        Membership.read_seq,
        Membership.set_back,
        Membership.visible_from_seq,
    )
    .join(Membership, Membership.room_id == Room.id)
    .where(Room.id == bindparam("room"), Membership.user_id == bindparam("user"))
)
_BELONGS = Prepared(
    select(Membership.visible_from_seq)
    .select_from(Room)
    .outerjoin(
        Membership, (Membership.room_id == Room.id) & (Membership.user_id == bindparam("user"))
    )
    .where(Room.id == bindparam("room"), (Room.kind == "public") | Membership.user_id.is_not(None))
)

RANK = {"guest": 0, "member": 1, "admin": 2, "owner": 3}


class RoomMembership(NamedTuple):
    """A room with the actor's membership in it."""

    room: Room
    membership: Membership

    @property
    def rank(self) -> int:
        return RANK[self.membership.role]


class RoomRow(NamedTuple):
    """What is shown of a room, as the driver gives it."""

    id: int
    kind: str
    name: str
    topic: str
    encrypted: bool
    encrypted_from: int | None
    archived_at: datetime | str | None
    newcomers: bool
    hides_history: bool
    last_seq: int
    version: int
    members_version: int


class RoomMembershipRow(NamedTuple):
    """A room with the actor's membership in it, as plain values."""

    room: RoomRow
    role: str
    read_seq: int
    set_back: int
    visible_from_seq: int


def sees_from(actor: Actor, room_id: int) -> int | None:
    """The seq of the first message that the actor sees in a room that they may know of; 0: they see
    all, None: they are no member. Raises NotFound."""
    rows = read(_BELONGS, {"room": room_id, "user": actor.id})
    if not rows:
        raise NotFound
    found: int | None = rows[0][0]
    return found


def require_membership(actor: Actor, room_id: int) -> RoomMembershipRow:
    """Like `require_member`, as plain values. Raises NotFound, Forbidden."""
    rows = read(_MEMBERSHIP, {"room": room_id, "user": actor.id})
    if not rows:
        sees_from(actor, room_id)
        raise Forbidden("Please join this room first.")
    *room, role, read_seq, set_back, visible_from_seq = rows[0]
    return RoomMembershipRow(RoomRow(*room), role, read_seq, set_back, visible_from_seq)


def require_member(actor: Actor, room_id: int) -> RoomMembership:
    """The room, if the actor belongs to it.

    Raises NotFound for a room that they may not see, Forbidden for a public one that they have
    not joined.
    """
    row = db.session.execute(_MINE, {"room": room_id, "user": actor.id}).first()
    if row is None:
        require_visible(actor, room_id)
        raise Forbidden("Please join this room first.")
    return RoomMembership(row[0], row[1])


def require_visible(actor: Actor, room_id: int) -> tuple[Room, Membership | None]:
    """The room, if the actor may know of it: their own rooms and public ones. Raises NotFound."""
    row = db.session.execute(_VISIBLE, {"room": room_id, "user": actor.id}).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def require_rank(actor: Actor, room_id: int, role: str) -> RoomMembership:
    """The room, if the actor's role in it is at least `role`. Raises NotFound or Forbidden."""
    found = require_member(actor, room_id)
    if found.rank < RANK[role]:
        raise Forbidden("Your role in this room does not allow that.")
    return found


def require_group(actor: Actor, room_id: int, role: str) -> RoomMembership:
    """Like `require_rank`, for what direct conversations have not: names, changing members."""
    found = require_rank(actor, room_id, role)
    if found.room.kind == "direct":
        raise Forbidden("A direct conversation stays between the same people.")
    return found


class Archivable(Protocol):
    """A room, as an object or as a row."""

    @property
    def archived_at(self) -> datetime | str | None: ...


def require_open(room: Archivable) -> None:
    """Raise Forbidden if the room is archived and takes no more."""
    if room.archived_at is not None:
        raise Forbidden("This room is archived. Its history stays readable.")


def require_chooser(actor: Actor, room_id: int) -> RoomMembership:
    """Who may say how something goes in a room (who pins, who calls for everybody): its admins,
    while it is no archive. Raises NotFound, Forbidden.
    """
    found = require_group(actor, room_id, "admin")
    require_open(found.room)
    return found
