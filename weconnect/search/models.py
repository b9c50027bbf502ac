"""What the database keeps of the index of words, which stands beside it: see `index/`."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId
from weconnect.engine.database.transactions import Base


class SearchIndex(Base):
    """How far the index goes: one row, or none before there is one.

    `token` is the index that is meant, `counter` counts what was written into it, and up to the
    message `top` everything is in it.
    """

    __tablename__ = "search_index"
    __table_args__ = ({"info": {"derived": True}, **Base.__table_args__},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token: Mapped[str] = mapped_column(String(32))
    counter: Mapped[int] = mapped_column(BigInteger)
    top: Mapped[int] = mapped_column(BigInteger)


class SearchChange(Base):
    """A message says something else than the index may know: until it does, it is looked at."""

    __tablename__ = "search_changes"
    __table_args__ = ({"info": {"derived": True}, **Base.__table_args__},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, index=True)
