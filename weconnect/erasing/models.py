"""Tables of erasing."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base


class Erasure(Base):
    """Somebody has all deleted that they said: the last time that they asked for it.

    Rooms are gone through from the highest id on, each from its end: `at_room` and `at_seq` say how
    far. What was said after `top` is not meant.
    """

    __tablename__ = "erasures"

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    # Null: all rooms. It names no row, so that it never becomes null with its room.
    room_id: Mapped[int | None] = mapped_column(BigInteger)
    top: Mapped[int] = mapped_column(BigInteger)
    at_room: Mapped[int | None] = mapped_column(BigInteger)
    at_seq: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    done: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
