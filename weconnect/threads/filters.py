"""Looking for what stands in threads, or began one."""

from sqlalchemy import ColumnElement, exists, or_

from weconnect.messages.filters import Filter
from weconnect.messages.serialize import messages

_ANSWER = messages.alias()


def _is_thread(_reader: int) -> ColumnElement[bool]:
    began = exists().where(_ANSWER.c.thread_id == messages.c.id).correlate(messages)
    return or_(messages.c.thread_id.is_not(None), began)


IS_THREAD = Filter("is:thread", _is_thread)
