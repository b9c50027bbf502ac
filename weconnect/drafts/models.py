"""The table of drafts."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base


class DraftRow(Base):
    """What a person is writing in a room, or in a thread of it. It goes with the membership.

    `root_id` is the message that begins the thread; 0: it is for the room. `client_id` is that of
    the message that it becomes: a row whose message is there is no draft any more, so that sending
    takes it away in the transaction of the message, at no cost to it.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["room_id", "user_id"],
            ["memberships.room_id", "memberships.user_id"],
            ondelete="CASCADE",
        ),
    )

    user_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    room_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    root_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    # Microseconds since 1970, or one more than before: it grows also over times without a row.
    version: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[str] = mapped_column(String(36))
    content: Mapped[str] = mapped_column(Text)
    # In encrypted rooms, in place of the content.
    sealed: Mapped[str | None] = mapped_column(Text)
    reply_to: Mapped[int | None] = mapped_column(BigId)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
