"""Tables of announcements: who has confirmed them, and when others are reminded."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base, table_of
from weconnect.messages.models import Message
from weconnect.rooms.models import Room

# Until when members are asked to confirm a message; null: they are not asked.
table_of(Message).append_column(Column("confirm_by", UtcTime))
# Who may ask for that; null: owners and admins.
table_of(Room).append_column(Column("announcing", String(10)))

_ASKS = text("confirm_by IS NOT NULL")
# Few messages are announcements, and only those are found by it.
Index(
    "ix_messages_confirm",
    table_of(Message).c.confirm_by,
    sqlite_where=_ASKS,
    postgresql_where=_ASKS,
)


class Confirmation(Base):
    """Somebody has confirmed an announcement. `id` keeps the order."""

    __tablename__ = "confirmations"
    __table_args__ = (
        UniqueConstraint("message_id", "user_id"),
        Index(None, "message_id", "id"),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("messages.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class ConfirmationReminder(Base):
    """When those are reminded who have not confirmed an announcement."""

    __tablename__ = "confirmation_reminders"

    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    remind_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
