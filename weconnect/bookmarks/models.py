"""Tables of bookmarks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base

WAITS = text("remind_at IS NOT NULL AND reminded_at IS NULL AND done_at IS NULL")


class Bookmark(Base):
    """A message that somebody saved for later; `reminded_at` is when its reminder was told."""

    __tablename__ = "bookmarks"
    __table_args__ = (
        UniqueConstraint("user_id", "message_id"),
        Index("ix_bookmarks_waiting", "remind_at", sqlite_where=WAITS, postgresql_where=WAITS),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    note: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    saved_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    remind_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
