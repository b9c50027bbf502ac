"""Tables of what messages said before."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base


class MessageVersion(Base):
    """What a message said until `replaced_at`. `size` is what counts for its author."""

    __tablename__ = "message_versions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str | None] = mapped_column(Text)
    edited_at: Mapped[datetime | None] = mapped_column(UtcTime)
    replaced_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    size: Mapped[int] = mapped_column(Integer)
