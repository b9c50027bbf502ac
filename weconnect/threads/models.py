"""Tables of threads."""

from sqlalchemy import Column, Text

from weconnect.engine.database.transactions import table_of
from weconnect.messages.models import Message

# Of a message that began a thread: what there is in it (summary.py), as JSON; null without any.
ANSWERS = Column("answers", Text)
table_of(Message).append_column(ANSWERS)
