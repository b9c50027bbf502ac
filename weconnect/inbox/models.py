"""Tables of the inbox."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base

OF_ONE = text("user_id IS NOT NULL")
OF_ALL = text("user_id IS NULL")
OF_THREAD = text("thread_id IS NOT NULL")


class InboxEntry(Base):
    """Something that concerns a person: what calls for them, answers them, or was done to what
    they wrote. What calls for everybody in a room is one entry, of nobody: `user_id` is null. So
    is what all members are asked to confirm; and a thread, for those who follow it: at its newest
    message.
    """

    __tablename__ = "inbox"
    # A person's, the newest first; those of all members of a room, which nobody else's inbox is to
    # go through; and those of a message that is changed.
    __table_args__ = (
        Index("ix_inbox_of_one", "user_id", "id", sqlite_where=OF_ONE, postgresql_where=OF_ONE),
        Index("ix_inbox_of_all", "room_id", "id", sqlite_where=OF_ALL, postgresql_where=OF_ALL),
        Index(None, "room_id", "seq"),
        Index(
            "ix_inbox_of_thread",
            "thread_id",
            unique=True,
            sqlite_where=OF_THREAD,
            postgresql_where=OF_THREAD,
        ),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    room_id: Mapped[int] = mapped_column(BigId, ForeignKey("rooms.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(10))
    # Who calls, answers or reacted last.
    actor_id: Mapped[int] = mapped_column(BigId)
    emoji: Mapped[str | None] = mapped_column(String(64))
    # Of the entry of a thread: the message that began it.
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcTime, default=now, index=True)
    # Of what is to be confirmed: whoever comes into the room before that is asked as well.
    asked_until: Mapped[datetime | None] = mapped_column(UtcTime)


class InboxState(Base):
    """What a person said of an entry: that it is read, or is not."""

    __tablename__ = "inbox_states"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    entry_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    read: Mapped[bool] = mapped_column()


class InboxMark(Base):
    """Up to which entry a person has said that all are read."""

    __tablename__ = "inbox_marks"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    entry_id: Mapped[int] = mapped_column(BigId)
