"""The table of what goes out."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import UtcTime, in_code_order
from weconnect.engine.database.transactions import Base, table_of


class EgressDestination(Base):
    """Where something was sent, and for what; how often, how often in vain, and how often it was
    refused. `last_why` is why the last time was in vain or refused; null: it was not."""

    __tablename__ = "egress_destinations"
    __table_args__ = (Index(None, "last_at"), Base.__table_args__)

    host: Mapped[str] = mapped_column(in_code_order(253), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(30), primary_key=True)
    sent: Mapped[int] = mapped_column(BigInteger)
    failed: Mapped[int] = mapped_column(BigInteger)
    refused: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    last_why: Mapped[str | None] = mapped_column(String(20))


destinations = table_of(EgressDestination)
