"""Tables of files. What is shown of one with its message stands in that message's row as well."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base, table_of
from weconnect.messages.models import Message

# The files of a message as JSON (`weconnect/wire/parts/files.py`); null where there are none.
table_of(Message).append_column(Column("attachments", Text))

# In no message: not yet, or not any more.
IS_LOOSE = text("message_id IS NULL")


class FileObject(Base):
    """What was sent once, and is kept once, however many files it is. As long as its bytes may be
    anywhere it has a row.

    `received` of its `length` bytes are safe; `upload` is what its place has to know to go on, and
    `writer` who writes at present.
    """

    __tablename__ = "file_objects"
    __table_args__ = (
        Index(
            "ix_file_objects_gone",
            "id",
            sqlite_where=text("state = 'gone'"),
            postgresql_where=text("state = 'gone'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    # "filling", "whole", or "gone": it is to be deleted.
    state: Mapped[str] = mapped_column(String(10))
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    place: Mapped[str] = mapped_column(String(10))
    upload: Mapped[str] = mapped_column(Text, default="")
    writer: Mapped[str | None] = mapped_column(String(32))


class FileBlob(Base):
    """Bytes that are kept: an object as it came, or what was made of it."""

    __tablename__ = "file_blobs"
    __table_args__ = (Index(None, "place"),)

    object_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("file_objects.id", ondelete="CASCADE"), primary_key=True
    )
    # "original", "picture", "small", "large" or "still".
    variant: Mapped[str] = mapped_column(String(10), primary_key=True)
    place: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    type: Mapped[str] = mapped_column(String(100))


class FileChunk(Base):
    """A piece of some bytes that are kept in the database: those from `start` on."""

    __tablename__ = "file_chunks"
    __table_args__ = ()

    key: Mapped[str] = mapped_column(String(48), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class File(Base):
    """A file of somebody's, to be in a message or in one. Its id is the only key to it, and cannot
    be guessed.

    One that is loose is thrown away when it expires; without a time for that, its message is gone.
    """

    __tablename__ = "files"
    __table_args__ = (
        Index(
            "ix_files_loose",
            "expires_at",
            sqlite_where=IS_LOOSE,
            postgresql_where=IS_LOOSE,
        ),
        Index(None, "owner_id", "size"),
        Index(None, "room_id", "message_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    object_id: Mapped[str] = mapped_column(String(32), ForeignKey("file_objects.id"), index=True)
    owner_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    room_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("rooms.id", ondelete="SET NULL"))
    message_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="SET NULL"), index=True
    )
    # Its place in the message, from 0.
    position: Mapped[int] = mapped_column(default=0)
    # "uploading", "processing", "ready" or "refused", and why.
    state: Mapped[str] = mapped_column(String(10))
    refusal: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(200))
    alt: Mapped[str] = mapped_column(Text, default="")
    # Both, folded: by which it is found.
    folded: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(10))
    type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    # Which of its object's bytes it is.
    variant: Mapped[str] = mapped_column(String(10), default="original")
    width: Mapped[int | None] = mapped_column()
    height: Mapped[int | None] = mapped_column()
    # The smaller forms of a picture, as JSON.
    thumbnails: Mapped[str | None] = mapped_column(Text)
    moving: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
