"""Announcements: who has confirmed a message, and who has not.

Those are asked who are members and see it, but for its author: also who comes later, as long as its
date is not past. Who leaves is not asked any more; that they had confirmed it stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, exists, func, insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.people import directory
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, table_of, transaction
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import throttles
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow, messages, present, require_message
from weconnect.messages.visible import IN_SIGHT
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import announcements as wire
from weconnect.wire.errors import Forbidden, NotFound

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
    row, _ = require_message(actor, message_id)
    _require_announcement(row)
    access.require_open(access.require_member(actor, row.room_id).room)
    mine = (confirmations.c.message_id == row.id, confirmations.c.user_id == actor.id)
    if row.sender_id == actor.id or db.session.scalar(select(confirmations.c.id).where(*mine)):
        return
    values = {"message_id": row.id, "user_id": actor.id, "at": now()}
    db.session.execute(insert(confirmations).values(**values))
    publish(wire.Confirmed(message=row.id), to=people([actor.id]))
    changed = wire.ConfirmationsChanged(message=row.id, confirmed=_confirmed(row.id))
    publish(changed, to=people([row.sender_id]))


def standing(
    actor: Actor, message_id: int, query: wire.ConfirmationsQuery
) -> wire.ConfirmationsPage:
    """A page of who has confirmed an announcement, or of who has not.

    For its author, and for owners and admins of the room. Raises NotFound, Forbidden.
    """
    row = _require_overseen(actor, message_id)
    found: Sequence[Row[Any]] = ()
    if query.limit:
        wanted: Any = _who_has(row) if query.show == "confirmed" else _who_has_not(row)
        key = wanted.selected_columns.key
        if query.after is not None:
            wanted = wanted.where(key > query.after)
        found = db.session.execute(wanted.order_by(key).limit(query.limit + 1)).all()
    page = found[: query.limit]
    return wire.ConfirmationsPage(
        people=_shown(row, page),
        next=page[-1].key if len(found) > query.limit else None,
        confirmed=_confirmed(row.id),
        missing=db.session.scalar(select(func.count()).select_from(_who_has_not(row).subquery()))
        or 0,
    )


def everybody(actor: Actor, message_id: int) -> tuple[MessageRow, list[wire.Confirmation]]:
    """The message, and all who have confirmed it or are asked to. Raises as `standing`."""
    row = _require_overseen(actor, message_id)
    found = [
        *db.session.execute(_who_has(row).order_by("key")).all(),
        *db.session.execute(_who_has_not(row).order_by("key")).all(),
    ]
    return row, _shown(row, found)


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


def who_is_missing(row: MessageRow) -> list[int]:
    """The ids of those who are asked to confirm a message and have not."""
    return [one.user_id for one in db.session.execute(_who_has_not(row))]


@counted(throttles.POSTS, "posts")
@transaction
def set_announcing(actor: Actor, room_id: int, announcing: wire.Announcing) -> None:
    """Say who may ask for confirmations in a room, as an admin. Raises NotFound, Forbidden."""
    access.require_group(actor, room_id, "admin")
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


def _require_announcement(row: MessageRow) -> None:
    if row.confirm_by is None:
        raise NotFound("This message asks for no confirmation.")


def _require_overseen(actor: Actor, message_id: int) -> MessageRow:
    row, role = require_message(actor, message_id)
    _require_announcement(row)
    if row.sender_id != actor.id and access.RANK[role] < access.RANK["admin"]:
        raise Forbidden("Only its author, and admins of the room, see who has confirmed it.")
    return row


def _confirmed(message_id: int) -> int:
    count = select(func.count()).where(confirmations.c.message_id == message_id)
    return db.session.scalar(count) or 0


def _who_has(row: MessageRow) -> Select[Any]:
    return select(
        confirmations.c.id.label("key"), confirmations.c.user_id, confirmations.c.at
    ).where(confirmations.c.message_id == row.id)


def _who_has_not(row: MessageRow) -> Select[int, int]:
    has: ColumnElement[bool] = exists().where(
        confirmations.c.message_id == row.id, confirmations.c.user_id == Membership.user_id
    )
    return (
        select(Membership.user_id.label("key"), Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.room_id == row.room_id,
            Membership.user_id != row.sender_id,
            Membership.joined_at <= row.confirm_by,
            Membership.visible_from_seq <= row.seq,
            User.banned_at.is_(None),
            ~has,
        )
    )


def _shown(row: MessageRow, found: Sequence[Row[Any]]) -> list[wire.Confirmation]:
    ids = [one.user_id for one in found]
    users = directory.people(ids)
    members = set(
        db.session.scalars(
            select(Membership.user_id).where(
                Membership.room_id == row.room_id, among(Membership.user_id, ids)
            )
        )
    )
    return [
        wire.Confirmation(
            user=users[one.user_id],
            at=getattr(one, "at", None),
            member=one.user_id in members,
        )
        for one in found
    ]
