"""Tables of polls. What is shown of one stands in its message's row, summed up."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base, table_of
from weconnect.messages.models import Message

# The poll as JSON (summary.py); null where there is none.
table_of(Message).append_column(Column("poll", Text))


class PollVote(Base):
    """What somebody chose in a poll. `id` keeps the order in which it was chosen.

    `voter` tells one person's votes in this poll from another's. In an anonymous one nothing else
    does, and it is made so that nobody who has the database alone finds out whose they are.
    """

    __tablename__ = "poll_votes"
    __table_args__ = (
        UniqueConstraint("message_id", "voter", "option"),
        Index(None, "message_id", "option", "id"),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("messages.id", ondelete="CASCADE"))
    option: Mapped[int] = mapped_column()
    voter: Mapped[str] = mapped_column(String(64))
    # Null in an anonymous poll.
    user_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))


class PollEnd(Base):
    """When a poll ends that has not ended yet."""

    __tablename__ = "poll_ends"

    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
