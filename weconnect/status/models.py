"""The table of what people say of themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime
from weconnect.engine.database.transactions import Base


class PersonStatus(Base):
    """What one person says of themselves. What has ended stays until they say something else."""

    __tablename__ = "statuses"

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    emoji: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(String(100), default="")
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    dnd_until: Mapped[datetime | None] = mapped_column(UtcTime)
    time_zone: Mapped[str | None] = mapped_column(String(64))
    # Whether they chose it themselves; otherwise their browser says it.
    zone_chosen: Mapped[bool] = mapped_column(default=False)
    # Days of the week as digits, 1 is Monday, and two times: `12345 09:00 17:00`.
    hours: Mapped[str | None] = mapped_column(String(20))
