"""Looking for what people reacted to."""

from sqlalchemy import ColumnElement, exists

from weconnect.messages.filters import Filter
from weconnect.messages.serialize import messages

from .models import Reaction


def _has_reaction(_reader: int) -> ColumnElement[bool]:
    return exists().where(Reaction.message_id == messages.c.id).correlate(messages)


HAS_REACTION = Filter("has:reaction", _has_reaction)
