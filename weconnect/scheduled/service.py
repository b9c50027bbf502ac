"""Writing messages that are sent later, and what their authors do with those that wait."""

from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import after_commit, db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import throttles
from weconnect.messages.models import Message
from weconnect.rooms import access
from weconnect.wire import scheduled as wire
from weconnect.wire.errors import AppError, Conflict, Forbidden, NotFound, RateLimited

from . import sender, sending
from .telling import scheduled, shown, size, told_of
from .times import when


def listed(actor: Actor) -> wire.ScheduledList:
    """All of the actor's that wait: those that could not be sent first, then by their time."""
    order = (scheduled.c.problem.is_(None), scheduled.c.send_at, scheduled.c.id)
    rows = db.session.execute(
        select(scheduled).where(scheduled.c.user_id == actor.id).order_by(*order)
    ).all()
    return wire.ScheduledList(scheduled=[shown(row) for row in rows])


def page_state(actor: Actor) -> dict[str, Any]:
    """For the page of a room: whether anything of the actor's waits (`waits`)."""
    mine = select(scheduled.c.id).where(scheduled.c.user_id == actor.id)
    return {"waits": True} if db.session.scalar(mine.limit(1)) is not None else {}


@counted(throttles.POSTS, "posts")
@transaction
def schedule(actor: Actor, room_id: int, wish: wire.PostScheduled) -> wire.Scheduled:
    """Have a message sent later, or change the one of the same `clientId` that waits.

    It counts as stored by the actor while it waits. Raises NotFound, Forbidden, Conflict,
    BadRequest.
    """
    at, local_time, time_zone = when(wish, now())
    room, _ = access.require_member(actor, room_id)
    access.require_open(room)
    if room.encrypted:
        raise Forbidden("In an encrypted room nothing is sent later: only your devices can do it.")
    # One after the other: two windows may write the last one that there is room for.
    db.session.get(User, actor.id, with_for_update={"key_share": True})
    values = {
        "room_id": room_id,
        "content": wish.content,
        "reply_to": wish.reply_to,
        "thread_id": wish.thread,
        "in_room": wish.in_room,
        "send_at": at,
        "local_time": local_time,
        "time_zone": time_zone,
        "problem": None,
    }
    same = scheduled.c.client_id == wish.client_id
    found = db.session.execute(_mine(actor, same)).first()
    if found is not None:
        _require_waiting(found)
        return _changed(found, values)
    sent = (Message.sender_id == actor.id, Message.client_id == wish.client_id)
    if db.session.scalar(select(Message.id).where(*sent)) is not None:
        raise Conflict("This message was sent already.")
    count = select(func.count()).where(scheduled.c.user_id == actor.id)
    if (db.session.scalar(count) or 0) >= wire.MAX_SCHEDULED:
        raise Conflict("{most} messages of yours wait already.", most=wire.MAX_SCHEDULED)
    own = {"user_id": actor.id, "client_id": wish.client_id, "created_at": now()}
    made = insert(scheduled).values(**values, **own).returning(scheduled)
    row = db.session.execute(made).one()
    usage.take(actor.id, size(row))
    return _told(row)


@counted(throttles.POSTS, "posts")
@transaction
def edit(actor: Actor, scheduled_id: int, wish: wire.PatchScheduled) -> wire.Scheduled:
    """Change what it says, or when it is sent.

    Raises NotFound, Conflict, BadRequest, Forbidden if the actor may store no more.
    """
    row = _require(actor, scheduled_id)
    values: dict[str, Any] = {}
    if wish.content is not None:
        values["content"] = wish.content
    if wish.at is not None or wish.local_time is not None:
        at, local_time, time_zone = when(wish, now())
        # Where it could not be sent, it is tried again then.
        values |= {"send_at": at, "local_time": local_time, "time_zone": time_zone}
        values |= {"problem": None, "claimed_until": None}
    return _changed(row, values)


@counted(throttles.POSTS, "posts")
@transaction
def stop(actor: Actor, scheduled_id: int) -> None:
    """Do not send it. Raises NotFound, Conflict."""
    row = _require(actor, scheduled_id)
    db.session.execute(delete(scheduled).where(scheduled.c.id == row.id))
    usage.take(actor.id, -size(row))
    publish(wire.ScheduledGone(scheduled=row.id, message=None), to=people([actor.id]))


@counted(throttles.POSTS, "posts")
def send_now(actor: Actor, scheduled_id: int) -> Any:
    """Send it now; returns the message. Raises NotFound, Conflict, and what sending raises."""
    before, row = _claimed(actor, scheduled_id)
    (outcome,) = sending.send([row])
    if isinstance(outcome, RateLimited):
        _let_go(before, row)
    if isinstance(outcome, AppError):
        raise outcome
    return outcome


@transaction
def _claimed(actor: Actor, scheduled_id: int) -> tuple[Row[Any], Row[Any]]:
    """Its row as it was, and as it is now, of which nobody changes anything any more."""
    before = _require(actor, scheduled_id)
    claimed = update(scheduled).where(scheduled.c.id == before.id)
    values = {"send_at": now(), "local_time": None, "problem": None, **sending.claim()}
    return before, db.session.execute(claimed.values(**values).returning(scheduled)).one()


@transaction
def _let_go(before: Row[Any], row: Row[Any]) -> None:
    """Its author was told to wait: then nobody sends it behind their back, and it is as before."""
    this = (scheduled.c.id == row.id, scheduled.c.claimed_until == row.claimed_until)
    values = {name: before._mapping[name] for name in ("send_at", "local_time", "problem")}
    db.session.execute(update(scheduled).where(*this).values(**values, claimed_until=None))


def _mine(actor: Actor, which: ColumnElement[bool]) -> Any:
    return select(scheduled).where(scheduled.c.user_id == actor.id, which).with_for_update()


def _require(actor: Actor, scheduled_id: int) -> Row[Any]:
    row = db.session.execute(_mine(actor, scheduled.c.id == scheduled_id)).first()
    if row is None:
        raise NotFound
    _require_waiting(row)
    return row


def _require_waiting(row: Row[Any]) -> None:
    """Raise Conflict if somebody is sending it: perhaps it is there already."""
    if row.claimed_until is not None and row.problem is None:
        raise Conflict("It is being sent.")


def _changed(before: Row[Any], values: dict[str, Any]) -> wire.Scheduled:
    changed = update(scheduled).where(scheduled.c.id == before.id).values(**values)
    row = db.session.execute(changed.returning(scheduled)).one()
    if grown := size(row) - size(before):
        usage.take(row.user_id, grown)
    return _told(row)


def _told(row: Row[Any]) -> wire.Scheduled:
    told_of([row])
    after_commit(sender.wake)
    return shown(row)
