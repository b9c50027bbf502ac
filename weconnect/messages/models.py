"""Tables of messages and of what hangs on them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base


class Message(Base):
    """A message of a room. `seq` is its place, `version` the room's version at its last change."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("sender_id", "client_id"),
        Index(None, "room_id", "version"),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    room_id: Mapped[int] = mapped_column(BigId, ForeignKey("rooms.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(BigInteger)
    sender_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    client_id: Mapped[str] = mapped_column(String(36))
    # Empty in a tombstone, and where there is a sealed body in its place.
    content: Mapped[str] = mapped_column(Text)
    # No Markdown. So is whatever a server writes that knows of none.
    plain: Mapped[bool] = mapped_column(default=False, server_default=true())
    # In encrypted rooms: what only the devices of the room's people can read, as JSON.
    sealed: Mapped[str | None] = mapped_column(Text)
    # What a search compares; null where that is the content in small letters: it is ASCII.
    folded: Mapped[str | None] = mapped_column(Text)
    reply_to: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcTime)
    deleted: Mapped[bool] = mapped_column(default=False)


class Mention(Base):
    """A message calls for a person: counted until they have read past it."""

    __tablename__ = "mentions"
    # The key finds what a person has not read; this, the mentions of a message that is changed.
    __table_args__ = (Index(None, "room_id", "seq"),)

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    # Whether the message names them. Others are here while it calls for all who are.
    named: Mapped[bool] = mapped_column(default=True, server_default=true())


class RoomCall(Base):
    """A message calls for all who were in its room when it was said (`room`), or were there and
    online (`here`: they have mentions of their own). One row, however many they are.
    """

    __tablename__ = "room_calls"
    __table_args__ = ()

    room_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    sender_id: Mapped[int] = mapped_column(BigId)
    # Who became a member later is not meant.
    at: Mapped[datetime] = mapped_column(UtcTime)
