"""Ends polls when their time has come."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, end_reads
from weconnect.engine.jobs.clock import moment
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.jobs.queue import Payload, job
from weconnect.messages.models import Message
from weconnect.messages.serialize import messages
from weconnect.wire.errors import Unavailable

from .service import END, end_by_time, ends

# So many are looked up at once.
STEP = 100
# When those are tried again whose room somebody held for too long.
AGAIN = timedelta(seconds=5)


class _Due(NamedTuple):
    ends_at: datetime
    message_id: int
    room_id: int


@job(END)
def end_polls(_payload: Payload) -> None:
    """End all whose time has come, and come back for the next one.

    What can't be written in a room is left for another time, with all others there: each of them
    would wait as long once more.
    """
    held: set[int] = set()
    for one in _all_due():
        if one.room_id in held:
            continue
        try:
            end_by_time(one.message_id)
        except Unavailable:
            held.add(one.room_id)
    again = [now() + AGAIN] if held else []
    if moments := [*again, *_next(held)]:
        wake_at(END, min(moments))


def _all_due() -> Iterator[_Due]:
    """All that are due by now, those first whose time came first."""
    after: _Due | None = None
    while True:
        found = _due(after)
        yield from found
        if len(found) < STEP:
            return
        after = found[-1]


def _due(after: _Due | None) -> list[_Due]:
    wanted = (
        select(ends.c.ends_at, ends.c.message_id, messages.c.room_id)
        .join(messages, messages.c.id == ends.c.message_id)
        .where(ends.c.ends_at <= moment())
        .order_by(ends.c.ends_at, ends.c.message_id)
        .limit(STEP)
    )
    if after is not None:
        at, message_id = ends.c.ends_at, ends.c.message_id
        same = and_(at == after.ends_at, message_id > after.message_id)
        wanted = wanted.where(or_(at > after.ends_at, same))
    found = [_Due(*row) for row in db.session.execute(wanted)]
    end_reads()
    return found


def _next(held: Collection[int]) -> list[datetime]:
    """When the next one ends, but for those in rooms that are held."""
    wanted = (
        select(func.min(ends.c.ends_at))
        .join(messages, messages.c.id == ends.c.message_id)
        .where(~among(Message.room_id, held))
    )
    found = db.session.scalar(wanted)
    return [] if found is None else [found]
