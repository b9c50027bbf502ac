"""The table of reminders."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base

WAITS = text("at IS NOT NULL")


class Reminder(Base):
    """What somebody wants to be told. `at` is its next time, `due_at` when it was told and not yet
    said to be done; `local` and `zone` are what all its times are made of.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("user_id", "client_id"),
        Index("ix_reminders_waiting", "at", sqlite_where=WAITS, postgresql_where=WAITS),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(String(36))
    text: Mapped[str] = mapped_column(String(300))
    room_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="SET NULL"), index=True
    )
    local: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    repeat: Mapped[str | None] = mapped_column(String(10))
    at: Mapped[datetime | None] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    made_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
