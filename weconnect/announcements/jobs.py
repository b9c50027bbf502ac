"""Reminds people of what they are asked to confirm, when its author wants it: once."""

from sqlalchemy import delete, func, select

from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.jobs.clock import moment
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.jobs.queue import Payload, job
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.serialize import any_message
from weconnect.wire.announcements import ConfirmationDue

from . import standing
from .service import REMIND, is_over, reminders

STEP = 100


@job(REMIND)
def remind_to_confirm(_payload: Payload) -> None:
    """Remind of all that are due, and come back for the next one."""
    while found := _due():
        for message_id in found:
            _remind(message_id)
    if (following := db.session.scalar(select(func.min(reminders.c.remind_at)))) is not None:
        wake_at(REMIND, following)


def _due() -> list[int]:
    due = select(reminders.c.message_id).where(reminders.c.remind_at <= moment())
    found = list(db.session.scalars(due.order_by(reminders.c.remind_at).limit(STEP)))
    end_reads()
    return found


@transaction
def _remind(message_id: int) -> None:
    """Tell all who have not confirmed it, unless another server has."""
    gone = delete(reminders).where(reminders.c.message_id == message_id)
    if not db.session.execute(gone.returning(reminders.c.message_id)).all():
        return
    row = any_message(message_id)
    if not is_over(row) and (missing := standing.who_is_missing(row)):
        event = ConfirmationDue(message=row.id, room=row.room_id, by=row.confirm_by)
        publish(event, to=people(missing))
