"""Announcements: messages that people confirm.

Those are asked who are members and see it, but for its author: also who comes later, as long as its
date is not past. Who leaves is not asked any more; that they had confirmed it stays.
"""

from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import after_commit, db, table_of, transaction
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import members, people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.inbox import entries as inbox
from weconnect.messages import throttles
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow, messages, present, require_message
from weconnect.messages.visible import IN_SIGHT
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import announcements as wire
from weconnect.wire.errors import NotFound

from .counters import counters
from .models import Confirmation, ConfirmationReminder

# The kind of the job that reminds.
REMIND = "remind_to_confirm"

confirmations = table_of(Confirmation)
reminders = table_of(ConfirmationReminder)
rooms = table_of(Room)


@counted(throttles.POSTS, "posts")
@transaction
def confirm(actor: Actor, message_id: int) -> None:
    """Confirm that the actor has read an announcement; a second time changes nothing.

    Raises NotFound, Forbidden.
    """
    room_id = require_message(actor, message_id)[0].room_id
    # Nobody deletes it meanwhile: the message log holds the room as well. And so the ids of those
    # who confirm one message come in the order in which they are committed.
    held = select(Room).where(Room.id == room_id).with_for_update()
    if (room := db.session.scalar(held)) is None:
        raise NotFound
    row, _ = require_message(actor, message_id)
    require_announcement(row)
    access.require_open(room)
    mine = (confirmations.c.message_id == row.id, confirmations.c.user_id == actor.id)
    if row.sender_id == actor.id or db.session.scalar(select(confirmations.c.id).where(*mine)):
        return
    values = {"message_id": row.id, "user_id": actor.id, "at": now()}
    db.session.execute(insert(confirmations).values(**values))
    inbox.settle(actor.id, (row.room_id, row.seq))
    publish(wire.Confirmed(message=row.id), to=people([actor.id]))
    after_commit(counters.note_confirmed)
    changed = wire.ConfirmationsChanged(message=row.id, confirmed=count(row.id))
    publish(changed, to=people([row.sender_id]))


def open_for(actor: Actor) -> wire.OpenAnnouncements:
    """What the actor is asked to confirm, and has not."""
    wanted = (
        select(messages)
        .join(Membership, IN_SIGHT)
        .join(Room, Room.id == messages.c.room_id)
        .where(
            Membership.user_id == actor.id,
            messages.c.confirm_by > now(),
            messages.c.sender_id != actor.id,
            Room.archived_at.is_(None),
            ~exists().where(
                confirmations.c.message_id == messages.c.id, confirmations.c.user_id == actor.id
            ),
        )
    )
    rows = db.session.execute(
        wanted.order_by(messages.c.confirm_by, messages.c.id).limit(wire.MAX_OPEN)
    ).all()
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    return wire.OpenAnnouncements(announcements=seen_by(actor, present(rows)), count=count)


def plan_reminder(message_id: int, at: datetime) -> None:
    """Within the transaction that makes an announcement: remind people of it at that moment."""
    db.session.execute(insert(reminders).values(message_id=message_id, remind_at=at))
    wake_at(REMIND, at)


def forget(message_id: int) -> None:
    """Within the transaction that deletes an announcement: nobody is asked any more."""
    for table in (confirmations, reminders):
        db.session.execute(delete(table).where(table.c.message_id == message_id))


def tell(room_id: int) -> None:
    """Within the transaction that makes or deletes an announcement: those it asks hear of it, also
    where they look elsewhere.
    """
    publish(wire.AnnouncementsChanged(room=room_id), to=members(room_id))


@counted(throttles.POSTS, "posts")
@transaction
def set_announcing(actor: Actor, room_id: int, announcing: wire.Announcing) -> None:
    """Say who may ask for confirmations in a room, as an admin. Raises NotFound, Forbidden."""
    access.require_chooser(actor, room_id)
    value = None if announcing == "admins" else announcing
    db.session.execute(update(rooms).where(rooms.c.id == room_id).values(announcing=value))


def who_announces(room_id: int) -> wire.Announcing:
    """Who may ask for confirmations in a room."""
    where = rooms.c.id == room_id
    return db.session.scalar(select(rooms.c.announcing).where(where)) or "admins"


def may_announce(actor: Actor, room_id: int) -> bool:
    """Whether the actor may, in a room of theirs. Raises NotFound, Forbidden."""
    own = access.require_member(actor, room_id)
    if own.room.kind == "direct":
        return True
    least = "admin" if who_announces(room_id) == "admins" else "member"
    return own.rank >= access.RANK[least]


def is_over(row: MessageRow) -> bool:
    """Whether nobody is asked to confirm an announcement any more: its time is up, or its room is
    archived.
    """
    archived = select(rooms.c.archived_at).where(rooms.c.id == row.room_id)
    return row.confirm_by <= now() or db.session.scalar(archived) is not None


def require_announcement(row: MessageRow) -> None:
    """Raise NotFound for a message that asks for no confirmation."""
    if row.confirm_by is None:
        raise NotFound("This message asks for no confirmation.")


def count(message_id: int) -> int:
    """How many have confirmed a message."""
    found = select(func.count()).where(confirmations.c.message_id == message_id)
    return db.session.scalar(found) or 0
