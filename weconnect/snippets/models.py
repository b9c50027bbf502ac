"""The table of snippets."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, in_code_order
from weconnect.engine.database.transactions import Base


class Snippet(Base):
    """A text with a name: a person's, or without one the team's. `name_key` is the name folded."""

    __tablename__ = "snippets"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(32))
    name_key: Mapped[str] = mapped_column(in_code_order(200))
    text: Mapped[str] = mapped_column(Text)
