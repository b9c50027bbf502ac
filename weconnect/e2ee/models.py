"""Tables of end-to-end encryption. Keys, mail and backups are Matrix's JSON, kept as text."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base

ZERO = text("0")


class KeyState(Base):
    """Row 1, which whoever changes what follows locks until the commit: so counters have no gaps.

    `lists` counts changes of people's keys and devices; the log of identities ends at `log_index`.
    """

    __tablename__ = "e2ee_state"
    __table_args__ = ()

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lists: Mapped[int] = mapped_column(BigInteger)
    log_index: Mapped[int] = mapped_column(BigInteger)
    log_hash: Mapped[str] = mapped_column(String(64))


class KeyOwner(Base):
    """A person's identity and recovery; and when, by `KeyState.lists`, they last came into an
    encrypted room (`joined`), and either that or their keys changed last (`changed`).
    """

    __tablename__ = "e2ee_people"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    changed: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO, index=True)
    joined: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO)
    master_key: Mapped[str | None] = mapped_column(Text)
    self_signing_key: Mapped[str | None] = mapped_column(Text)
    user_signing_key: Mapped[str | None] = mapped_column(Text)
    recovery: Mapped[str | None] = mapped_column(Text)
    recovery_version: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO)
    # The last day (counted from 1970) on which their devices sent mail, and how many bytes then.
    mail_day: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    mail_today: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO)


class Device(Base):
    """A device, which belongs to a login or an access token. Without either it has ended: of that,
    its id and its public key remain, so that no other one is ever taken for it.
    """

    __tablename__ = "e2ee_devices"
    __table_args__ = (
        UniqueConstraint("user_id", "device"),
        # Those that end with what they belong to are found by their person.
        Index("ix_e2ee_devices_ended_at", "ended_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    device: Mapped[str] = mapped_column(String(16))
    login_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("logins.id", ondelete="SET NULL"), unique=True
    )
    token_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("access_tokens.id", ondelete="SET NULL"), unique=True
    )
    name: Mapped[str] = mapped_column(String(80))
    # Its DeviceKeys, with its person's signatures; empty once it has ended.
    keys: Mapped[str] = mapped_column(Text)
    ed25519: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Whether the log of identities says that it is removed.
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What waits in its box; how much was refused, and how much of that it was told.
    mail_count: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    mail_bytes: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO)
    lost: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO)
    lost_told: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO)


class OneTimeKey(Base):
    """A one-time key. Once it was handed out its name remains for a while, so that an upload that
    is repeated does not bring it back.
    """

    __tablename__ = "e2ee_one_time_keys"
    __table_args__ = (
        UniqueConstraint("device_id", "key_id"),
        Index(None, "device_id", "claimed_at", "id"),
        Index(None, "claimed_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("e2ee_devices.id", ondelete="CASCADE"))
    key_id: Mapped[str] = mapped_column(String(110))
    key: Mapped[str] = mapped_column(Text)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class FallbackKey(Base):
    """What a device gives when it has no one-time key left."""

    __tablename__ = "e2ee_fallback_keys"
    __table_args__ = ()

    device_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("e2ee_devices.id", ondelete="CASCADE"), primary_key=True
    )
    key_id: Mapped[str] = mapped_column(String(110))
    key: Mapped[str] = mapped_column(Text)
    used: Mapped[bool] = mapped_column(default=False, server_default=false())


class Mail(Base):
    """Mail in a device's box. Whoever puts it there holds the device's row: so ids are in order."""

    __tablename__ = "e2ee_mail"
    __table_args__ = (
        Index(None, "device_id", "id"),
        # How much somebody has in a box.
        Index(None, "sender_id", "device_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("e2ee_devices.id", ondelete="CASCADE"))
    sender_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    type: Mapped[str] = mapped_column(String(100))
    content: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column()


class MailTransaction(Base):
    """What a device sent, so that it is not sent twice, and what was not delivered of it."""

    __tablename__ = "e2ee_transactions"
    __table_args__ = (
        UniqueConstraint("device_id", "name"),
        Index(None, "device_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("e2ee_devices.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    undelivered: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime, default=now, index=True)


class KeySignature(Base):
    """Somebody's signatures on another person's master key, for their own eyes."""

    __tablename__ = "e2ee_signatures"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    master: Mapped[str] = mapped_column(String(64))
    signatures: Mapped[str] = mapped_column(Text)


class IdentityEntry(Base):
    """An entry of the log of identities: see `LogEntry` in `weconnect/wire/e2ee.py`."""

    __tablename__ = "e2ee_log"
    __table_args__ = ()

    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(10))
    statement: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    hash: Mapped[str] = mapped_column(String(64))


class KeyBackup(Base):
    """A backup of room keys; one that has ended is deleted by and by."""

    __tablename__ = "e2ee_backups"
    __table_args__ = (
        # A person has one.
        Index(
            "uq_e2ee_backups_current",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_e2ee_backups_ended_at", "ended_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    auth_data: Mapped[str] = mapped_column(Text)
    sessions: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0, server_default=ZERO)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class BackedUpSession(Base):
    """A session's keys in a backup, and by what the better of two copies is known."""

    __tablename__ = "e2ee_backup_sessions"
    __table_args__ = (
        UniqueConstraint("backup_id", "room_id", "session"),
        Index(None, "backup_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    backup_id: Mapped[int] = mapped_column(BigId, ForeignKey("e2ee_backups.id", ondelete="CASCADE"))
    # Not bound to the rooms: what one has of a deleted one stays one's own.
    room_id: Mapped[int] = mapped_column(BigId)
    session: Mapped[str] = mapped_column(String(64))
    data: Mapped[str] = mapped_column(Text)
    verified: Mapped[bool] = mapped_column()
    first_index: Mapped[int] = mapped_column(BigInteger)
    forwarded: Mapped[int] = mapped_column(BigInteger)
