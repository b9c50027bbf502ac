"""Tables of pins."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base, table_of
from weconnect.messages.models import Message
from weconnect.rooms.models import Room

# Whether it is pinned, so that nobody asks for it who reads messages; null: no.
table_of(Message).append_column(Column("pinned", Boolean))
# Who pins there: "admins"; null: everybody.
table_of(Room).append_column(Column("pinning", String(10)))


class Pin(Base):
    """A pinned message; those with a higher `place` stand above."""

    __tablename__ = "pins"
    __table_args__ = (Index(None, "room_id", "place"), Base.__table_args__)

    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[int] = mapped_column(BigId, ForeignKey("rooms.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    pinned_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
