"""Ends polls when their time has come."""

from datetime import datetime

from sqlalchemy import func, select

from weconnect.engine.database.transactions import db, end_reads
from weconnect.engine.jobs.clock import moment
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.jobs.queue import Payload, job

from .service import END, end_by_time, ends

# So many are looked up at once.
STEP = 100


@job(END)
def end_polls(_payload: Payload) -> None:
    """End all whose time has come, and come back for the next one."""
    while found := _due():
        for message_id in found:
            end_by_time(message_id)
    if (following := _next()) is not None:
        wake_at(END, following)


def _due() -> list[int]:
    due = select(ends.c.message_id).where(ends.c.ends_at <= moment()).order_by(ends.c.ends_at)
    found = list(db.session.scalars(due.limit(STEP)))
    end_reads()
    return found


def _next() -> datetime | None:
    found: datetime | None = db.session.scalar(select(func.min(ends.c.ends_at)))
    return found
