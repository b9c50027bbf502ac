"""Tables of rooms and of who belongs to them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, in_code_order, now
from weconnect.engine.database.transactions import Base


class Room(Base):
    """A room and its counters: the row that every writer of its messages locks."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(80))
    topic: Mapped[str] = mapped_column(String(300), default="")
    # The name, and the topic in a line of its own, folded: by which rooms are found and ordered.
    folded: Mapped[str] = mapped_column(in_code_order(7000), server_default=text("''"))
    encrypted: Mapped[bool] = mapped_column(default=False)
    # Of an encrypted room: the last seq before it was so.
    encrypted_from: Mapped[int | None] = mapped_column(BigInteger)
    # Of an encrypted room: counts up when its people are others, or their devices.
    keys_version: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    # The sorted user ids of a direct conversation: there is one between the same people.
    direct_key: Mapped[str | None] = mapped_column(String(2200), unique=True)
    archived_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    # Whether new accounts become members by themselves.
    newcomers: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether whoever becomes a member sees nothing of what was said before.
    hides_history: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Who may call for everybody at once; null: as the team has it.
    callers: Mapped[str | None] = mapped_column(String(10))
    # Counts up when its people change: who they are, their roles, names and pictures.
    members_version: Mapped[int] = mapped_column(BigInteger, default=0)


class Membership(Base):
    """A person in a room, and how far they have read."""

    __tablename__ = "memberships"
    __table_args__ = (Index(None, "user_id", "room_id"),)

    room_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(10))
    # The seq of the first message that they see (`weconnect/messages/visible.py`); 0: all.
    visible_from_seq: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    read_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    # When it last went further; null: not since they came.
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # How often that was set back: of two tellings of `read_seq`, the one with more is the later.
    set_back: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    # What of the room calls for them, and whether nothing does; None: as in all rooms of theirs.
    notify: Mapped[str | None] = mapped_column(String(10))
    muted: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Where it stands in their list: the number of a section; None: with others of its kind.
    section: Mapped[int | None] = mapped_column()
    # A direct conversation is not in their list as long as nothing was said after this.
    hidden_seq: Mapped[int | None] = mapped_column(BigInteger)
    joined_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
