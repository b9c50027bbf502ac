"""What rooms and people want of it."""

from sqlalchemy import Boolean, Column

from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import table_of
from weconnect.rooms.models import Room

# Whether a room is without it; null: it is not.
without_receipts: Column[bool] = Column("without_receipts", Boolean)
table_of(Room).append_column(without_receipts)
# Whether a person does not show when they have read, nor sees it of others; null: they do.
hides_reading: Column[bool] = Column("hides_reading", Boolean)
table_of(User).append_column(hides_reading)
