"""Tables of groups."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, in_code_order, now
from weconnect.engine.database.transactions import Base


class Group(Base):
    """People who are called by one name. Compared with names of people as those with each other."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(in_code_order(200), unique=True)
    name_look: Mapped[str] = mapped_column(String(200), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    # Both, folded: by which groups are found.
    search_text: Mapped[str] = mapped_column(String(500))
    created_by: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class GroupMember(Base):
    """A person in a group."""

    __tablename__ = "group_members"
    __table_args__ = (Index(None, "user_id"),)

    group_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )


class TakenName(Base):
    """A name, in one of the forms by which names are compared, that a group or somebody who came
    since there are groups has: so that of two who take it at once one has it.
    """

    __tablename__ = "taken_names"
    __table_args__ = ()

    form: Mapped[str] = mapped_column(in_code_order(210), primary_key=True)


class GroupCall(Base):
    """A message calls for a group. Whom it called for then stands among the mentions."""

    __tablename__ = "group_calls"
    __table_args__ = ()

    room_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    group_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
