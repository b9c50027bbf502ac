"""Looking for polls."""

from sqlalchemy import ColumnElement

from weconnect.messages.filters import Filter
from weconnect.messages.serialize import messages


def _has_poll(_reader: int) -> ColumnElement[bool]:
    return messages.c.poll.is_not(None)


HAS_POLL = Filter("has:poll", _has_poll)
