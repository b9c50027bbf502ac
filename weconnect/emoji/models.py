"""Tables of emojis."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.auth.accounts.models import Team, User
from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base, table_of

# 1 to 5, light to dark; null: without.
skin_tone: Column[int] = Column("skin_tone", SmallInteger)
table_of(User).append_column(skin_tone)

# Those used lately, the last one first, and when, in milliseconds: JSON, [[emoji, time], …].
recent_emojis: Column[str] = Column("recent_emojis", Text)
table_of(User).append_column(recent_emojis)

# Counts up with each change of the team's emojis; null: 0.
emoji_version: Column[int] = Column("emoji_version", BigId)
table_of(Team).append_column(emoji_version)


class TeamEmoji(Base):
    """A picture with a name, as it was encoded anew. In the database, as pictures of people are."""

    __tablename__ = "team_emojis"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    # Made of the picture: another picture has another address.
    key: Mapped[str] = mapped_column(String(32), index=True)
    still: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    # Null where nothing moves.
    moving: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    animated: Mapped[bool]
    created_by: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
