"""What calls for people, and what of it they have not read."""

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, func, select

from weconnect.engine.database.transactions import Base
from weconnect.rooms.models import Membership

from .models import Mention, Message, RoomCall

# What calls for a member in their room and stands after what they have read: what names them, and
# what calls for all and does not name them as well.
IS_UNREAD_MENTION = and_(
    Mention.user_id == Membership.user_id,
    Mention.room_id == Membership.room_id,
    Mention.seq > Membership.read_seq,
    # What stands in a thread only is read there.
    Mention.thread_read.is_(None),
)
IS_UNREAD_CALL = and_(
    RoomCall.room_id == Membership.room_id,
    RoomCall.seq > Membership.read_seq,
    RoomCall.kind == "room",
    RoomCall.sender_id != Membership.user_id,
    RoomCall.at > Membership.joined_at,
    ~exists()
    .where(
        Mention.user_id == Membership.user_id,
        Mention.room_id == RoomCall.room_id,
        Mention.seq == RoomCall.seq,
    )
    .correlate(Membership, RoomCall),
    ~exists()
    .where(
        Message.room_id == RoomCall.room_id,
        Message.seq == RoomCall.seq,
        Message.in_room.is_(false()),
    )
    .correlate(RoomCall),
)


def _number(table: type[Base], condition: ColumnElement[bool]) -> ScalarSelect[int]:
    query = select(func.count()).select_from(table).where(condition)
    return query.correlate(Membership).scalar_subquery()


# How many messages call for a person in a room that they have not read past.
unread_mentions = _number(Mention, IS_UNREAD_MENTION) + _number(RoomCall, IS_UNREAD_CALL)
