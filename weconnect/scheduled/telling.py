"""Messages that wait, as their authors see them, and what they are told of them."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from weconnect.auth.accounts import usage
from weconnect.engine.database.transactions import table_of
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire import scheduled as wire
from weconnect.wire.errors import ErrorBody

from .models import ScheduledMessage

scheduled = table_of(ScheduledMessage)


def size(row: Row[Any]) -> int:
    """The bytes that count as stored for a row, until it is gone."""
    return usage.size_of(row.content) + usage.ROW


def shown(row: Row[Any]) -> wire.Scheduled:
    """A row as its author sees it."""
    return wire.Scheduled(
        id=row.id,
        client_id=row.client_id,
        room=row.room_id,
        content=row.content,
        reply_to=row.reply_to,
        thread=row.thread_id,
        in_room=row.in_room,
        at=row.send_at,
        local_time=row.local_time,
        time_zone=row.time_zone,
        problem=ErrorBody.model_validate(json.loads(row.problem)) if row.problem else None,
    )


def told_of(rows: Sequence[Row[Any]]) -> None:
    """Tell their authors of rows that have changed, after the commit."""
    for row in rows:
        publish(wire.ScheduledChanged(scheduled=shown(row)), to=people([row.user_id]))
