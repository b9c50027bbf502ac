"""How far people have read, and what they have not."""

from sqlalchemy import select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import rooms as wire_rooms
from weconnect.wire.errors import NotFound
from weconnect.wire.messages import ReadState

from . import throttles
from .calls import unread_mentions
from .previews import previews
from .read_marks import ADVANCE, Result, Standing, marks, memberships, tell_moved
from .thread_counts import aside


def mark_read(actor: Actor, room_id: int, seq: int) -> int:
    """Everything up to `seq` is read; the mark never goes back, nor past the newest message.

    Returns where it stands. Raises NotFound, Forbidden.
    """
    return submit_mark(actor, room_id, seq).get().read_seq


def submit_mark(
    actor: Actor,
    room_id: int,
    seq: int,
    sid: str | None = None,
    set_back: int | None = None,
) -> Result:
    """Like `mark_read`, from the socket `sid` and without waiting: the result is set later.

    If the mark was set back more often than `set_back`, it stays where it is.
    """
    room, membership = access.require_member(actor, room_id)
    read_seq = membership.read_seq
    if min(seq, room.last_seq) <= read_seq:
        beside = _beside(room_id, actor.id) if read_seq < room.last_seq else 0
        result: Result = DirectResult()
        result.set(Standing(read_seq, membership.set_back, beside))
        db.session.remove()
        return result
    # Nobody waits for the writer with a connection in their hands.
    db.session.remove()
    return marks().advance(room_id, actor.id, seq, sid, set_back)


def _beside(room_id: int, user_id: int) -> int:
    """How many of the messages after a member's mark stand in threads only."""
    this = (Membership.room_id == room_id, Membership.user_id == user_id)
    return db.session.scalar(select(aside).select_from(Membership).where(*this)) or 0


@counted(throttles.UNREAD, "unread")
def mark_unread(actor: Actor, room_id: int, seq: int) -> Standing:
    """Everything from `seq` on is unread again, on all of the actor's devices.

    Returns where the mark stands. Raises NotFound, Forbidden, RateLimited.
    """
    own = access.require_member(actor, room_id)
    # What they do not see they need not read.
    first = own.membership.visible_from_seq
    db.session.remove()
    return _set_back(actor.id, room_id, max(seq, first))


@transaction
def _set_back(user_id: int, room_id: int, seq: int) -> Standing:
    this = (memberships.c.room_id == room_id, memberships.c.user_id == user_id)
    row = db.session.execute(
        select(memberships.c.read_seq, memberships.c.set_back).where(*this).with_for_update()
    ).first()
    if row is None:
        raise NotFound
    if row.read_seq < seq:
        return Standing(row.read_seq, row.set_back, _beside(room_id, user_id))
    back = {"read_seq": seq - 1, "set_back": row.set_back + 1}
    db.session.execute(update(memberships).where(*this).values(back))
    mentions, beside = db.session.execute(
        select(unread_mentions, aside).select_from(Membership).where(*this)
    ).one()
    publish(
        ReadState(room=room_id, **back, mentions=mentions or None, aside=beside or None),
        to=people([user_id]),
    )
    tell_moved(room_id, user_id)
    return Standing(**back, aside=beside)


@counted(throttles.ALL_READ, "all read")
def mark_all_read(actor: Actor) -> int:
    """Everything in all of the actor's rooms is read. Returns in how many it was not."""
    return _read_all(actor.id)


@transaction
def _read_all(user_id: int) -> int:
    connection = db.session.connection()
    rows = connection.execute(
        select(memberships.c.room_id, memberships.c.set_back, Room.last_seq)
        .join(Room, Room.id == memberships.c.room_id)
        .where(memberships.c.user_id == user_id, memberships.c.read_seq < Room.last_seq)
        # Against deadlocks: two tabs may do it at once.
        .order_by(memberships.c.room_id)
    ).all()
    if rows:
        marks_of = [
            {
                "room": one.room_id,
                "reader": user_id,
                "seq": one.last_seq,
                "times": one.set_back,
                "at": now(),
            }
            for one in rows
        ]
        connection.execute(ADVANCE, marks_of)
    for one in rows:
        event = ReadState(room=one.room_id, read_seq=one.last_seq, set_back=one.set_back)
        publish(event, to=people([user_id]))
        tell_moved(one.room_id, user_id)
    return len(rows)


def unread(room_id: int, user_ids: list[int]) -> dict[int, wire_rooms.RoomActivity]:
    """What each of these members has not read in a room, as the event that tells them."""
    rows = db.session.execute(
        select(
            Membership.user_id,
            Membership.read_seq,
            Membership.set_back,
            *(Room.last_seq, Room.kind),
            unread_mentions.label("mentions"),
            aside.label("aside"),
        )
        .join(Room, Room.id == Membership.room_id)
        .where(Membership.room_id == room_id, among(Membership.user_id, user_ids))
    ).all()
    is_direct = bool(rows) and rows[0].kind == "direct"
    preview = previews([room_id]).get(room_id) if is_direct else None
    return {
        row.user_id: wire_rooms.RoomActivity(
            room=room_id,
            last_seq=row.last_seq,
            unread=row.last_seq - row.read_seq - row.aside,
            mentions=row.mentions,
            read_seq=row.read_seq,
            set_back=row.set_back,
            aside=row.aside or None,
            preview=preview,
        )
        for row in rows
    }
