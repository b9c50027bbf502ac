"""Which messages of a room its member sees: all, or what was said since they came.

Whatever reads messages for somebody finds them through their membership, by one of these two. A
membership says from which `seq` on (`visible_from_seq`, 0: all); it stays as it was when the person
came, so whoever leaves and comes back begins anew (docs/decisions/history-for-newcomers.md).
"""

from sqlalchemy import ScalarSelect, and_, select

from weconnect.engine.database.transactions import table_of
from weconnect.rooms.models import Membership

from .models import Message

messages = table_of(Message)

# How a message is joined to the membership by which it is found.
IN_SIGHT = and_(
    Membership.room_id == messages.c.room_id, messages.c.seq >= Membership.visible_from_seq
)


def first_seen(user_id: int) -> ScalarSelect[int]:
    """Of the room of a message in a query: the seq of the first one that a person sees there; null:
    they are no member.

    For where no membership is to be joined: planners look it up for each row, by its key.
    """
    found = select(Membership.visible_from_seq).where(
        Membership.room_id == messages.c.room_id, Membership.user_id == user_id
    )
    return found.correlate(messages).scalar_subquery()
