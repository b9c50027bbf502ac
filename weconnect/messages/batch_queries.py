"""What a batch of the message log has to know before it writes.

It goes past the session, and mostly past SQLAlchemy: no objects are made on the way of a message.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, false, select, tuple_

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.models import Usage
from weconnect.engine.database.prepared import Prepared
from weconnect.engine.database.transactions import Transaction
from weconnect.rooms.models import Membership, Room
from weconnect.wire import messages as wire

from .models import Message
from .serialize import messages, present

Key = tuple[int, str]

_A_ROOM = select(
    *(Room.id, Room.last_seq, Room.version, Room.members_version, Room.archived_at),
    *(Room.encrypted, Room.keys_version),
).where(Room.id == bindparam("room"))
_ROOM = Prepared(_A_ROOM.with_for_update())
_FREE_ROOM = Prepared(_A_ROOM.with_for_update(skip_locked=True))
_MEMBERSHIP = Prepared(
    select(Membership.room_id, Membership.user_id, Membership.visible_from_seq, *usage.COLUMNS)
    .outerjoin(Usage, Usage.user_id == Membership.user_id)
    .where(Membership.room_id == bindparam("room"), Membership.user_id == bindparam("user"))
)
_PLACE_OF = Prepared(
    select(Message.id, Message.room_id, Message.seq).where(Message.id == bindparam("message"))
)
_ROOT = Prepared(
    select(Message.id, Message.room_id, Message.seq, Message.thread_id, Message.deleted).where(
        Message.id == bindparam("message")
    )
)
_ANSWERED = Prepared(
    select(Message.seq)
    .where(
        Message.thread_id == bindparam("root"),
        Message.seq >= bindparam("since"),
        Message.deleted.is_(false()),
    )
    .limit(1)
)
_ASIDES = Prepared(
    select(Message.asides)
    .where(Message.room_id == bindparam("room"), Message.in_room.is_(false()))
    .order_by(Message.seq.desc())
    .limit(1)
)

# Asked only where something was refused or sent before.
_KEYS: BindParameter[list[Key]] = bindparam("keys", expanding=True)
_SENT = tuple_(Message.sender_id, Message.client_id).in_(_KEYS)
_EARLIER = select(Message.sender_id, Message.client_id, Message.room_id).where(_SENT)
_POSTS = select(messages).where(_SENT)


class RoomRow(NamedTuple):
    """A room's counters, and what it takes. `archived_at` and `encrypted` are as the driver gives
    them: None or something, true or false.
    """

    id: int
    last_seq: int
    version: int
    members_version: int
    archived_at: datetime | str | None
    encrypted: bool | int
    keys_version: int


class Root(NamedTuple):
    """A message in whose thread something is to stand; `deleted` is as the driver gives it."""

    id: int
    room_id: int
    seq: int
    thread_id: int | None
    deleted: bool | int


class Member(NamedTuple):
    """The seq of the first message that a member of a room sees there, and what they store."""

    visible_from_seq: int
    stored: usage.Stored


def locked(at: Transaction, ids: Iterable[int], *, patient: bool) -> list[RoomRow]:
    """The rows of these rooms, locked in the order of their ids, so that no two wait crosswise.

    Without those that somebody else has locked, unless `patient`.
    """
    statement = _ROOM if patient else _FREE_ROOM
    found = statement.ask(at, [{"room": room_id} for room_id in sorted(ids)])
    return [RoomRow(*row) for rows in found for row in rows]


def memberships(at: Transaction, pairs: set[tuple[int, int]]) -> dict[tuple[int, int], Member]:
    """Which of these (room id, user id) are memberships, what of the room those people see, and
    what they store."""
    found = _MEMBERSHIP.ask(at, [{"room": room_id, "user": user_id} for room_id, user_id in pairs])
    return {
        (room_id, user_id): Member(visible_from_seq, usage.Stored(*stored))
        for rows in found
        for room_id, user_id, visible_from_seq, *stored in rows
    }


def earlier(at: Transaction, keys: set[Key]) -> dict[Key, int]:
    """Which of these (sender id, client id) were sent before, with the room of each."""
    if not keys:
        return {}
    rows = at.connection.execute(_EARLIER, {"keys": list(keys)})
    return {(sender_id, client_id): room_id for sender_id, client_id, room_id in rows}


def places_of(at: Transaction, ids: set[int]) -> dict[int, tuple[int, int]]:
    """The room and the seq of each of these messages."""
    if not ids:
        return {}
    found = _PLACE_OF.ask(at, [{"message": message_id} for message_id in ids])
    return {message_id: (room_id, seq) for rows in found for message_id, room_id, seq in rows}


def roots(at: Transaction, ids: Iterable[int]) -> dict[int, Root]:
    """Those of these messages that there are."""
    found = _ROOT.ask(at, [{"message": message_id} for message_id in ids])
    return {row[0]: Root(*row) for rows in found for row in rows}


def was_answered(at: Transaction, root_id: int, since: int) -> bool:
    """Whether anything stands in the thread of a message that has this seq or a later one."""
    (rows,) = _ANSWERED.ask(at, [{"root": root_id, "since": since}])
    return bool(rows)


def asides(at: Transaction, room_id: int) -> int:
    """How many messages of a room, whose row is locked, stand in threads only."""
    (rows,) = _ASIDES.ask(at, [{"room": room_id}])
    return rows[0][0] or 0 if rows else 0


def posts(at: Transaction, keys: set[Key]) -> dict[Key, wire.NewMessage]:
    """The messages with these (sender id, client id)."""
    if not keys:
        return {}
    rows = at.connection.execute(_POSTS, {"keys": list(keys)}).all()
    return {(one.sender.id, one.client_id): one for one in present(rows, wire.NewMessage)}
