"""Who has read up to where: told to those who show it themselves, where team and room want it.

It is made of the marks that tell what is unread, so where nobody looks it costs no question. What
counts as read is what was said while one was there: a mark that was set when somebody came says
nothing. In a large room nobody is named.
"""

from collections.abc import Collection, Sequence
from typing import Any, cast

from flask import current_app
from sqlalchemy import Select, and_, case, func, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.sign_in import throttles as own_throttles
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import joined
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.models import ThreadMark
from weconnect.rooms import access, members, throttles
from weconnect.rooms.models import Membership, Room
from weconnect.settings import Settings
from weconnect.threads.service import require_root
from weconnect.wire import receipts as wire

from .models import hides_reading, without_receipts

_SHOWS = hides_reading.is_not(True)


def of_room(actor: Actor, room_id: int) -> wire.RoomReaders:
    """How far the others have read a room of the actor's. Raises NotFound, Forbidden."""
    access.require_member(actor, room_id)
    shown = shown_to(actor, room_id)
    marks = [] if shown != "people" else marks_in(room_id)
    return wire.RoomReaders(shown=shown, marks=[one for one in marks if one.user != actor.id])


def marks_in(room_id: int) -> list[wire.ReadMark]:
    """How far the members of a room that show it have read."""
    query = marks_of(room_id, Membership.user_id, Membership.read_seq, Membership.read_at)
    return [
        wire.ReadMark(user=row.user_id, read_seq=row.read_seq if row.read_at else 0)
        for row in db.session.execute(query.order_by(Membership.user_id))
    ]


def of_thread(actor: Actor, room_id: int, root_id: int) -> wire.RoomReaders:
    """How far the others who follow a thread of a room of the actor's have read it.

    `root_id` is the id of the message that began it. Raises NotFound, Forbidden.
    """
    require_root(actor, room_id, root_id)
    shown = shown_to(actor, room_id)
    marks = [] if shown != "people" else marks_in_thread(room_id, root_id)
    return wire.RoomReaders(shown=shown, marks=[one for one in marks if one.user != actor.id])


def marks_in_thread(room_id: int, root_id: int) -> list[wire.ReadMark]:
    """How far the members of a room that show it have read one of its threads.

    Of whoever does not follow it any more that is nothing.
    """
    mark = and_(ThreadMark.user_id == Membership.user_id, ThreadMark.root_id == root_id)
    has_read = and_(ThreadMark.following, ThreadMark.read_at.is_not(None))
    seq = case((has_read, ThreadMark.read_seq), else_=0)
    query = marks_of(room_id, Membership.user_id, seq.label("seq")).join(ThreadMark, mark)
    return [
        wire.ReadMark(user=row.user_id, read_seq=row.seq)
        for row in db.session.execute(query.order_by(Membership.user_id))
    ]


def marks_of(room_id: int, *columns: Any) -> Select[Any]:
    """A query of the marks in a room of those who show them."""
    query = select(*columns).select_from(Membership).join(User, User.id == Membership.user_id)
    return query.where(Membership.room_id == room_id, _SHOWS)


def who_show(user_ids: Collection[int]) -> set[int]:
    """Those of these people who show when they have read."""
    query = select(User.id).where(among(User.id, user_ids), _SHOWS)
    return set(db.session.scalars(query))


def shown_in(room_id: int) -> wire.Shown:
    """What of it is seen in a room, by those who show it themselves."""
    settings = cast(Settings, current_app.config["WECONNECT"])
    if not settings.read_receipts or not room_wants(room_id):
        return "nothing"
    return "number" if members.are_more(room_id, wire.LISTED) else "people"


def shown_to(actor: Actor, room_id: int) -> wire.Shown:
    """What of it the actor sees in a room of theirs."""
    return shown_in(room_id) if own(actor).on else "nothing"


def room_wants(room_id: int) -> bool:
    """Whether a room is with it, as far as the room is asked."""
    return not db.session.scalar(select(without_receipts).where(Room.id == room_id))


def room_receipts(actor: Actor, room_id: int) -> wire.RoomReceipts:
    """Whether one of the actor's rooms is with it. Raises NotFound, Forbidden."""
    access.require_member(actor, room_id)
    return wire.RoomReceipts(on=shown_in(room_id) != "nothing")


@counted(throttles.CHANGES, "room changes")
@transaction
def set_room(actor: Actor, room_id: int, wish: wire.RoomReceipts) -> wire.RoomReceipts:
    """Have a room with it or without, for its admins. Raises NotFound, Forbidden."""
    access.require_chooser(actor, room_id)
    values = {without_receipts: None if wish.on else True}
    db.session.execute(update(Room).where(Room.id == room_id).values(values))
    publish(wire.ReadersMoved(room=room_id, marks=None), to=joined(room_id))
    return wire.RoomReceipts(on=wish.on and shown_in(room_id) != "nothing")


def own(actor: Actor) -> wire.OwnReceipts:
    """Whether the actor shows when they have read."""
    return wire.OwnReceipts(
        on=not db.session.scalar(select(hides_reading).where(User.id == actor.id))
    )


@counted(own_throttles.PROFILE_CHANGES, "profile")
@transaction
def choose(actor: Actor, wish: wire.OwnReceipts) -> wire.OwnReceipts:
    """Show it or not. Raises RateLimited."""
    before = own(actor)
    values = {hides_reading: None if wish.on else True}
    db.session.execute(update(User).where(User.id == actor.id).values(values))
    if before != wish:
        # Who looks at them is to see them no longer, or again.
        for room_id in _small_rooms(actor):
            publish(wire.ReadersMoved(room=room_id, marks=None), to=joined(room_id))
    return wish


def _small_rooms(actor: Actor) -> Sequence[int]:
    """The actor's rooms in which people are named, found by one question."""
    mine = select(Membership.room_id).where(Membership.user_id == actor.id)
    small = (
        select(Membership.room_id)
        .where(Membership.room_id.in_(mine))
        .group_by(Membership.room_id)
        .having(func.count() <= wire.LISTED)
        .order_by(Membership.room_id)
    )
    return db.session.scalars(small).all()
