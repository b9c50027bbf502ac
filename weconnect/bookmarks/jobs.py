"""Reminds people of what they saved, when it is due: each reminder is told once."""

from datetime import datetime

from sqlalchemy import func, select, update

from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs.clock import moment
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.jobs.queue import Payload, job
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.models import Message
from weconnect.messages.visible import IN_SIGHT
from weconnect.rooms.models import Membership
from weconnect.wire.bookmarks import Reminded

from . import service
from .models import WAITS
from .service import REMIND, bookmarks

# So many are told in one transaction: nobody waits long for the one writer of SQLite.
STEP = 25


@job(REMIND)
def remind(_payload: Payload) -> None:
    """Tell all that are due, and come back for the next one."""
    while _tell_some():
        pass


@transaction
def _tell_some() -> bool:
    """Tell some, marked as told in the same transaction; whether there may be more."""
    rows = db.session.execute(
        select(bookmarks.c.id, bookmarks.c.user_id, bookmarks.c.message_id, bookmarks.c.note)
        .where(WAITS, bookmarks.c.remind_at <= moment())
        .order_by(bookmarks.c.remind_at)
        .limit(STEP)
        .with_for_update()
    ).all()
    if rows:
        these = update(bookmarks).where(bookmarks.c.id.in_([row.id for row in rows]))
        db.session.execute(these.values(reminded_at=moment()))
    for row in rows:
        # Whoever is not in the room any more, or came back and does not see it, has it marked in
        # the list, and is not called for it.
        if _is_there(row.user_id, row.message_id):
            event = Reminded(message=row.message_id, note=row.note, due=service.due(row.user_id))
            publish(event, to=people([row.user_id]))
        else:
            service.tell(row.user_id, row.message_id, saved=True)
    if len(rows) < STEP and (following := _next()) is not None:
        wake_at(REMIND, following)
    return len(rows) == STEP


def _is_there(user_id: int, message_id: int) -> bool:
    there = (
        select(Membership.user_id)
        .join(Message, IN_SIGHT)
        .where(Message.id == message_id, Membership.user_id == user_id)
    )
    return db.session.scalar(there) is not None


def _next() -> datetime | None:
    found: datetime | None = db.session.scalar(select(func.min(bookmarks.c.remind_at)).where(WAITS))
    return found
