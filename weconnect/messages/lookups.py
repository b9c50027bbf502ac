"""What a batch of the message log has to know before it writes: one query each.

They go past the session: no objects are made on the way of a message. The statements are made once
and not for each batch, which would take longer than to run them.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Connection, Row, bindparam, select, tuple_

from weconnect.db import db
from weconnect.rooms.models import Membership, Room
from weconnect.wire import messages as wire

from .models import Message
from .store import messages, present

Key = tuple[int, str]
RoomRow: TypeAlias = Row[Any]

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ROOMS = (
    select(Room.id, Room.last_seq, Room.version, Room.archived_at)
    .where(Room.id.in_(_IDS))
    .order_by(Room.id)
    .with_for_update()
)
_MEMBERSHIPS = select(Membership.room_id, Membership.user_id).where(
    tuple_(Membership.room_id, Membership.user_id).in_(_IDS)
)
_ROOM_OF = select(Message.id, Message.room_id).where(Message.id.in_(_IDS))
_SENT = tuple_(Message.sender_id, Message.client_id).in_(_IDS)
_EARLIER = select(Message.sender_id, Message.client_id, Message.room_id).where(_SENT)
_POSTS = select(messages).where(_SENT)


def connection() -> Connection:
    """The connection of the transaction under way."""
    return db.session.connection()


def locked(at: Connection, ids: Iterable[int]) -> list[RoomRow]:
    """The rows of these rooms, locked in the order of their ids, so that no two wait crosswise."""
    return list(at.execute(_ROOMS, {"ids": list(ids)}))


def memberships(at: Connection, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these (room id, user id) are memberships."""
    if not pairs:
        return set()
    return {
        (room_id, user_id) for room_id, user_id in at.execute(_MEMBERSHIPS, {"ids": list(pairs)})
    }


def earlier(at: Connection, keys: set[Key]) -> dict[Key, int]:
    """Which of these (sender id, client id) were sent before, with the room of each."""
    if not keys:
        return {}
    rows = at.execute(_EARLIER, {"ids": list(keys)})
    return {(sender_id, client_id): room_id for sender_id, client_id, room_id in rows}


def rooms_of(at: Connection, ids: set[int]) -> dict[int, int]:
    """The room of each of these messages."""
    if not ids:
        return {}
    rows = at.execute(_ROOM_OF, {"ids": list(ids)})
    return {row.id: row.room_id for row in rows}


def posts(at: Connection, keys: set[Key]) -> dict[Key, wire.NewMessage]:
    """The messages with these (sender id, client id)."""
    if not keys:
        return {}
    rows = at.execute(_POSTS, {"ids": list(keys)}).all()
    return {(one.sender.id, one.client_id): one for one in present(rows, wire.NewMessage)}
