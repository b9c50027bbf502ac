"""The table of messages that are sent later."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base

WAITS = text("problem IS NULL")


class ScheduledMessage(Base):
    """A message that waits for its time; one that was sent has no row.

    `client_id` is that of the message, when it is sent: so it is sent once, however often somebody
    tries. From `claimed_until` on, if there is one, another server may try: its author changes it
    no more. `problem` is why it could not be sent, as JSON: it waits until its author changes it.
    """

    __tablename__ = "scheduled_messages"
    __table_args__ = (
        UniqueConstraint("user_id", "client_id"),
        Index("ix_scheduled_messages_due", "send_at", sqlite_where=WAITS, postgresql_where=WAITS),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    # Its author keeps what they wrote if the room is deleted.
    room_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="SET NULL"), index=True
    )
    client_id: Mapped[str] = mapped_column(String(36))
    content: Mapped[str] = mapped_column(Text)
    # No foreign keys: without its thread it must not come to stand in the room.
    reply_to: Mapped[int | None] = mapped_column(BigId)
    thread_id: Mapped[int | None] = mapped_column(BigId)
    in_room: Mapped[bool] = mapped_column()
    send_at: Mapped[datetime] = mapped_column(UtcTime)
    # What the clock of the zone shows then; null: `send_at` was given.
    local_time: Mapped[str | None] = mapped_column(String(16))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    problem: Mapped[str | None] = mapped_column(Text)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
