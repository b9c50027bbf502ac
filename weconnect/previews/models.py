"""Tables of previews."""

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base, table_of
from weconnect.messages.models import Message
from weconnect.rooms.models import Room

# What is shown of a message's links, as `shown.py` writes it, so that nobody asks for it who reads
# messages; null: nothing.
table_of(Message).append_column(Column("previews", Text))
# Whether a room is without previews; null: it is not.
without_previews: Column[bool] = Column("without_previews", Boolean)
table_of(Room).append_column(without_previews)


class LinkPreview(Base):
    """What an address said when it was fetched, kept for whoever links to it next; without a title
    it said nothing that could be shown."""

    __tablename__ = "link_previews"
    __table_args__ = (
        Index(None, "digest", "good_until"),
        Index(None, "good_until"),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    # SHA-256 of the address: an index takes no addresses of any length.
    digest: Mapped[str] = mapped_column(String(64))
    # Until when nobody asks again.
    good_until: Mapped[datetime] = mapped_column(UtcTime)
    title: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    site: Mapped[str] = mapped_column(Text, default="")
    plays: Mapped[bool] = mapped_column(default=False)
    picture_width: Mapped[int | None]
    picture_height: Mapped[int | None]


class PreviewPicture(Base):
    """The picture of a preview: WebP, made anew by us."""

    __tablename__ = "preview_pictures"

    preview_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("link_previews.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class MessagePreview(Base):
    """That a preview hangs on a message: whoever sees the message sees its picture."""

    __tablename__ = "message_previews"

    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    preview_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("link_previews.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class PreviewWish(Base):
    """A message whose links are still to be looked at."""

    __tablename__ = "preview_wishes"

    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    wished_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


previews = table_of(LinkPreview)
pictures = table_of(PreviewPicture)
message_previews = table_of(MessagePreview)
wishes = table_of(PreviewWish)
