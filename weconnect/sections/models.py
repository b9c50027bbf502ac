"""The table of sections. Which room is in which one stands in its membership."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId
from weconnect.engine.database.transactions import Base


class Section(Base):
    """A section of a person's list of rooms, in its place. Who changed nothing has none here."""

    __tablename__ = "sections"

    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    # Counted by each person; the first ones are those that everybody has.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(40))
    folded: Mapped[bool] = mapped_column()
