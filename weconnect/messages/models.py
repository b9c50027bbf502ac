"""Tables of messages and of what hangs on them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base


def _where(condition: str, name: str, *columns: str) -> Index:
    """An index of the rows of which a condition holds, as each database writes it."""
    on_sqlite = text(condition.replace("IS false", "IS 0"))
    return Index(name, *columns, sqlite_where=on_sqlite, postgresql_where=text(condition))


class Message(Base):
    """A message of a room. `seq` is its place, `version` the room's version at its last change."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("sender_id", "client_id"),
        Index(None, "room_id", "version"),
        # Few messages stand in threads, and only those are found by these.
        _where("thread_id IS NOT NULL", "ix_messages_thread_id_seq", "thread_id", "seq"),
        _where("in_room IS false", "ix_messages_aside", "room_id", "seq"),
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
    # The message that began the thread in which this one stands; null: it stands in the room alone.
    thread_id: Mapped[int | None] = mapped_column(BigId)
    # Of one in a thread: whether it stands in the room as well.
    in_room: Mapped[bool | None] = mapped_column()
    # Of one in a thread only: so many of those there are in its room up to it.
    asides: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcTime)
    deleted: Mapped[bool] = mapped_column(default=False)


class Mention(Base):
    """A message calls for a person: counted until they have read past it."""

    __tablename__ = "mentions"
    # The key finds what a person has not read; this, the mentions of a message that is changed.
    __table_args__ = (
        Index(None, "room_id", "seq"),
        _where("thread_read IS false", "ix_mentions_in_threads", "user_id", "room_id"),
    )

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    # Whether the message names them. Others are here while it calls for all who are.
    named: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Of a message that stands in a thread only: whether its person has read it there; else null.
    thread_read: Mapped[bool | None] = mapped_column()


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


class ThreadMark(Base):
    """A person and a thread: how far they have read it, and whether they follow it.

    It goes with the membership: whoever leaves a room leaves its threads.
    """

    __tablename__ = "thread_marks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["room_id", "user_id"],
            ["memberships.room_id", "memberships.user_id"],
            ondelete="CASCADE",
        ),
        Index(None, "room_id", "user_id"),
    )

    user_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    root_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    room_id: Mapped[int] = mapped_column(BigId)
    read_seq: Mapped[int] = mapped_column(BigInteger)
    # When they last read or wrote there; null: not since they follow.
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    following: Mapped[bool] = mapped_column()
