"""Reminds people when it is due: each time once, however many servers there are."""

from datetime import datetime

from sqlalchemy import func, select, update

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import after_commit, db, transaction
from weconnect.engine.jobs.clock import moment
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.jobs.queue import Payload, job
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire.reminders import ReminderDue

from . import service
from .counters import counters
from .service import REMIND, reminders

# So many are told in one transaction: nobody waits long for the one writer of SQLite.
STEP = 25


@job(REMIND)
def remind(_payload: Payload) -> None:
    """Tell all that are due, and come back for the next one."""
    while _tell_some():
        pass


@transaction
def _tell_some() -> bool:
    """Tell some, with their next times set in the same transaction; whether there may be more."""
    rows = db.session.execute(
        select(reminders)
        .where(reminders.c.at <= moment())
        .order_by(reminders.c.at)
        .limit(STEP)
        .with_for_update()
    ).all()
    for row in rows:
        # What was missed meanwhile is not told once more: the next time is one to come.
        changed = {"due_at": row.at, "at": service.after(row, max(row.at, now()))}
        this = update(reminders).where(reminders.c.id == row.id)
        db.session.execute(this.values(**changed))
        event = ReminderDue(reminder=service.shown(row, **changed), due=service.due(row.user_id))
        publish(event, to=people([row.user_id]))
    after_commit(counters.note_told, len(rows))
    if len(rows) < STEP and (following := _next()) is not None:
        wake_at(REMIND, following)
    return len(rows) == STEP


def _next() -> datetime | None:
    found: datetime | None = db.session.scalar(select(func.min(reminders.c.at)))
    return found
