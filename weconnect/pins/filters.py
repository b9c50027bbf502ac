"""Looking for what is pinned."""

from sqlalchemy import ColumnElement, exists

from weconnect.messages.filters import Filter
from weconnect.messages.serialize import messages

from .models import Pin


def _is_pinned(_reader: int) -> ColumnElement[bool]:
    return exists().where(Pin.message_id == messages.c.id).correlate(messages)


IS_PINNED = Filter("is:pinned", _is_pinned)
