"""Looking for what one has saved."""

from sqlalchemy import ColumnElement, and_, exists

from weconnect.messages.filters import Filter
from weconnect.messages.serialize import messages

from .models import Bookmark


def _is_saved(reader: int) -> ColumnElement[bool]:
    mine = and_(Bookmark.message_id == messages.c.id, Bookmark.user_id == reader)
    return exists().where(mine).correlate(messages)


IS_SAVED = Filter("is:saved", _is_saved)
