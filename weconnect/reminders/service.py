"""What people want to be reminded of. Each is their own: nobody else hears of it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, case, delete, func, insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import after_commit, db, table_of, transaction
from weconnect.engine.i18n.zones import moment_of, zone_of
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import throttles
from weconnect.rooms import access
from weconnect.wire import reminders as wire
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound

from . import times
from .counters import counters
from .models import Reminder

# The kind of the job that reminds.
REMIND = "remind"

reminders = table_of(Reminder)


@counted(throttles.POSTS, "posts")
@transaction
def remind(
    actor: Actor, wish: wire.PutReminder, client_id: str, room_id: int | None = None
) -> wire.Reminder:
    """Remind the actor of something; the same `client_id` makes no second reminder.

    Raises BadRequest, NotFound, Forbidden, Conflict.
    """
    same = (reminders.c.user_id == actor.id, reminders.c.client_id == client_id)
    if (there := db.session.execute(select(reminders).where(*same)).first()) is not None:
        return shown(there)
    _require_text(actor, wish.text, room_id)
    if _count(actor.id) >= wire.MAX_REMINDERS:
        raise Conflict(
            "You have {most} reminders already. Remove some first.", most=wire.MAX_REMINDERS
        )
    values = {"user_id": actor.id, "client_id": client_id, "room_id": room_id, "made_at": now()}
    made = insert(reminders).values(**values, **_planned(wish)).returning(reminders)
    after_commit(counters.note_made)
    return _told(actor, db.session.execute(made).one())


@counted(throttles.POSTS, "posts")
@transaction
def change(actor: Actor, reminder_id: int, wish: wire.PutReminder) -> wire.Reminder:
    """Have a reminder say something else, or at another time. Raises NotFound, BadRequest."""
    row = _require(actor, reminder_id)
    _require_text(actor, wish.text, row.room_id)
    changed = update(reminders).where(reminders.c.id == row.id)
    values = _planned(wish) | {"due_at": None}
    return _told(actor, db.session.execute(changed.values(**values).returning(reminders)).one())


@counted(throttles.POSTS, "posts")
@transaction
def done(actor: Actor, reminder_id: int) -> None:
    """A reminder that was due was seen: it is gone, or waits for its next time.

    A second time changes nothing. Raises NotFound.
    """
    row = _require(actor, reminder_id)
    if row.due_at is None:
        return
    one = reminders.c.id == row.id
    if row.at is None:
        db.session.execute(delete(reminders).where(one))
    else:
        db.session.execute(update(reminders).where(one).values(due_at=None))
    tell(actor.id)


@counted(throttles.POSTS, "posts")
@transaction
def forget(actor: Actor, reminder_id: int) -> None:
    """Remind of something no longer. Raises NotFound."""
    row = _require(actor, reminder_id)
    db.session.execute(delete(reminders).where(reminders.c.id == row.id))
    tell(actor.id)


def listed(actor: Actor) -> wire.Reminders:
    """All of the actor's reminders."""
    rows = db.session.execute(
        select(reminders)
        .where(reminders.c.user_id == actor.id)
        .order_by(
            case((reminders.c.due_at.is_not(None), 0), else_=1), reminders.c.at, reminders.c.id
        )
    ).all()
    found = [shown(row) for row in rows]
    return wire.Reminders(reminders=found, due=sum(one.due_at is not None for one in found))


def due(user_id: int) -> int:
    """How many of somebody's reminders are due."""
    which = (reminders.c.user_id == user_id, reminders.c.due_at.is_not(None))
    return db.session.scalar(select(func.count()).where(*which)) or 0


def tell(user_id: int) -> None:
    """Tell all clients of a person that their reminders are others."""
    publish(wire.RemindersChanged(due=due(user_id)), to=people([user_id]))


def after(row: Row[Any], moment: datetime) -> datetime | None:
    """When the reminder in this row is told next after a moment; None: not any more."""
    zone = zone_of(row.zone)
    if row.repeat is None or zone is None:
        return None
    try:
        return times.following(datetime.fromisoformat(row.local), row.repeat, zone, moment)
    except (OverflowError, ValueError):
        # The end of all calendars.
        return None


def shown(row: Row[Any], **changed: Any) -> wire.Reminder:
    """A row as its person sees it, after these columns have changed."""
    found = dict(row._mapping) | changed
    return wire.Reminder(
        id=found["id"],
        text=found["text"],
        local=found["local"],
        zone=found["zone"],
        repeat=found["repeat"],
        at=found["at"],
        due_at=found["due_at"],
        room=found["room_id"],
    )


def _told(actor: Actor, row: Row[Any]) -> wire.Reminder:
    wake_at(REMIND, row.at)
    tell(actor.id)
    return shown(row)


def _planned(wish: wire.PutReminder) -> dict[str, Any]:
    """The columns of a reminder. Raises BadRequest."""
    zone = zone_of(wish.zone)
    if zone is None:
        raise BadRequest("There is no such time zone.")
    at = _moment(wish, zone)
    if at <= now():
        raise BadRequest("That moment is past.")
    return {
        "text": wish.text,
        "local": wish.local,
        "zone": wish.zone,
        "repeat": wish.repeat,
        "at": at,
    }


def _moment(wish: wire.PutReminder, zone: ZoneInfo) -> datetime:
    try:
        first = datetime.fromisoformat(wish.local)
        if wish.repeat is None:
            return moment_of(first, zone)
        # The first time is one of those that are repeated, and not past.
        start = max(now(), moment_of(first, zone) - times.JUST)
        return times.following(first, wish.repeat, zone, start)
    except (ValueError, OverflowError):
        raise BadRequest("There is no such time.") from None


def _require(actor: Actor, reminder_id: int) -> Row[Any]:
    which = (reminders.c.id == reminder_id, reminders.c.user_id == actor.id)
    row = db.session.execute(select(reminders).where(*which).with_for_update()).first()
    if row is None:
        raise NotFound
    return row


def _require_text(actor: Actor, text: str, room_id: int | None) -> None:
    """Raise BadRequest for a reminder of nothing, Forbidden for text that the server may not read,
    NotFound for a room that is not the actor's."""
    if room_id is None:
        if not text:
            raise BadRequest("Please say of what to remind you.")
        return
    room, _ = access.require_member(actor, room_id)
    if room.encrypted and text:
        raise Forbidden(
            "The server would read what you write here: in an encrypted room, say only when."
        )


def _count(user_id: int) -> int:
    return db.session.scalar(select(func.count()).where(reminders.c.user_id == user_id)) or 0
