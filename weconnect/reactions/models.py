"""Tables of reactions."""

from sqlalchemy import Column, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId
from weconnect.engine.database.transactions import Base, table_of
from weconnect.messages.models import Message

# A message's reactions summed up (summary.py), as JSON; null without any.
table_of(Message).append_column(Column("reactions", Text))


class Reaction(Base):
    """One person's emoji on a message. `id` keeps the order in which they came."""

    __tablename__ = "reactions"
    __table_args__ = (
        UniqueConstraint("message_id", "emoji", "user_id"),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("messages.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    # In its one form, without a skin tone; or `:name:`.
    emoji: Mapped[str] = mapped_column(String(64))
    # As the person chose it, if in a skin tone.
    form: Mapped[str | None] = mapped_column(String(64))
