"""Tables of people and their ways in. Secrets are stored as hashes only."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, in_code_order, now
from weconnect.engine.database.transactions import Base


class Team(Base):
    """The one team of this server: row 1, made by the first registration.

    Whoever changes who the administrators are locks this row first.
    """

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))


class User(Base):
    """An account.

    `username_key` is the normalised form by which names are compared, `username_look` what the
    name looks like: two accounts have neither in common. `search_text` is what the directory
    searches: the name and the display name, folded.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    username: Mapped[str] = mapped_column(String(40))
    username_key: Mapped[str] = mapped_column(in_code_order(200), unique=True)
    username_look: Mapped[str] = mapped_column(String(200), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    search_text: Mapped[str] = mapped_column(String(500))
    password_hash: Mapped[bytes] = mapped_column(LargeBinary)
    is_admin: Mapped[bool] = mapped_column(default=False)
    banned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    avatar_id: Mapped[str | None] = mapped_column(String(32))
    # Who may add them to rooms: see `reach.py`.
    reach: Mapped[str] = mapped_column(String(10), default="everybody", server_default="everybody")
    # The tag of the language they chose (BCP 47); None: that of their browser.
    language: Mapped[str | None] = mapped_column(String(35))
    # What of rooms calls for them where they chose nothing else: a level of `wire/rooms.py`.
    notify: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Avatar(Base):
    """A picture, re-encoded. In the database: a platform's disk may vanish at any restart."""

    __tablename__ = "avatars"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Login(Base):
    """One logged-in browser. The cookie holds the secret, the table its SHA-256."""

    __tablename__ = "logins"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    device: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(45))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class AccessToken(Base):
    """A program's way in, with the rights of its owner."""

    __tablename__ = "access_tokens"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Invite(Base):
    """A link by which people may register: until it expires, and `max_uses` times at most."""

    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_by: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    uses: Mapped[int] = mapped_column(default=0)
    max_uses: Mapped[int | None] = mapped_column()
    # The room that whoever comes by it becomes a member of.
    room_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="CASCADE"), index=True
    )


class Submission(Base):
    """Something that a person sent and that was done, so that it is not done twice."""

    __tablename__ = "submissions"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    result: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Block(Base):
    """Somebody wants nothing of another person: no rooms, no direct conversation."""

    __tablename__ = "blocks"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    blocked_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Usage(Base):
    """How much a person stores, in bytes: see `usage.py`.

    `day_bytes` were written on `day` (UTC, counted from 1970-01-01). The limits are what an
    administrator set for this person: null is the server's, 0 is none.
    """

    __tablename__ = "usage"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[int] = mapped_column(default=0, server_default="0")
    day_bytes: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    total_bytes: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    day_limit: Mapped[int | None] = mapped_column(BigInteger)
    total_limit: Mapped[int | None] = mapped_column(BigInteger)
