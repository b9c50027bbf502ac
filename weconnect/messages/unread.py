"""How far people have read, and what they have not."""

from sqlalchemy import func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.database.transactions import among, db
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import rooms as wire_rooms

from .models import Mention
from .read_marks import Result, Standing, marks


def mark_read(actor: Actor, room_id: int, seq: int) -> int:
    """Everything up to `seq` is read; the mark never goes back, nor past the newest message.

    Returns where it stands. Raises NotFound, Forbidden.
    """
    return submit_mark(actor, room_id, seq).get().read_seq


def submit_mark(actor: Actor, room_id: int, seq: int, sid: str | None = None) -> Result:
    """Like `mark_read`, from the socket `sid` and without waiting: the result is set later."""
    room, membership = access.require_member(actor, room_id)
    # Nobody waits for the writer with a connection in their hands.
    db.session.remove()
    if min(seq, room.last_seq) <= membership.read_seq:
        result: Result = DirectResult()
        result.set(Standing(membership.read_seq))
        return result
    return marks().advance(room_id, actor.id, seq, sid)


# Mentions of a person in a room that they have not read past.
unread_mentions = (
    select(func.count())
    .select_from(Mention)
    .where(
        Mention.user_id == Membership.user_id,
        Mention.room_id == Membership.room_id,
        Mention.seq > Membership.read_seq,
    )
    .correlate(Membership)
    .scalar_subquery()
)


def unread(room_id: int, user_ids: list[int]) -> dict[int, wire_rooms.RoomActivity]:
    """What each of these members has not read in a room, as the event that tells them."""
    rows = db.session.execute(
        select(
            Membership.user_id,
            Membership.read_seq,
            Room.last_seq,
            unread_mentions.label("mentions"),
        )
        .join(Room, Room.id == Membership.room_id)
        .where(Membership.room_id == room_id, among(Membership.user_id, user_ids))
    )
    return {
        row.user_id: wire_rooms.RoomActivity(
            room=room_id,
            last_seq=row.last_seq,
            unread=row.last_seq - row.read_seq,
            mentions=row.mentions,
        )
        for row in rows
    }
