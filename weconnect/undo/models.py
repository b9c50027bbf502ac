"""What people chose of it."""

from sqlalchemy import Column, SmallInteger

from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import table_of

# For so many seconds their clients hold a message back; null: it is sent at once.
undo_seconds: Column[int] = Column("undo_seconds", SmallInteger)
table_of(User).append_column(undo_seconds)
