"""Parts of queries: what is unread in threads, and what of a room stands in threads only."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, select

from weconnect.rooms.models import Membership, Room
from weconnect.wire import rooms as wire

from .models import Mention, Message, ThreadMark

# Nobody is told of more than so many: it bounds what a count costs, and pages show 99+.
MOST = 1000


def _bounded(query: Select[Any], *outer: Any) -> ScalarSelect[int]:
    """How many rows a query finds that stands in one over `outer`, up to `MOST`."""
    found = query.limit(MOST).correlate(*outer).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _asides(*where: ColumnElement[bool]) -> ColumnElement[int]:
    """The number of the newest of a room's messages that stand in threads only; 0 without any."""
    newest = (
        select(Message.asides)
        .where(Message.room_id == Membership.room_id, Message.in_room.is_(false()), *where)
        .order_by(Message.seq.desc())
        .limit(1)
        .correlate(Membership)
    )
    return func.coalesce(newest.scalar_subquery(), 0)


# Messages that somebody has not read past, and that do not wait to be read in the room: they stand
# in threads only. They are numbered, so that two of them tell, however many there are: an index
# finds these.
aside = _asides() - _asides(Message.seq <= Membership.read_seq)
# What is unread in a room.
unread_messages = Room.last_seq - Membership.read_seq - aside
# What others wrote in a thread that a person follows, and they have not read.
in_thread = and_(
    Message.thread_id == ThreadMark.root_id,
    Message.seq > ThreadMark.read_seq,
    Message.sender_id != ThreadMark.user_id,
    Message.deleted.is_(false()),
)
# In one thread, and in all that a member of a room follows there.
unread_in_thread = _bounded(select(Message.id).where(in_thread), ThreadMark)
unread_in_threads = _bounded(
    select(Message.id)
    .select_from(ThreadMark)
    .join(Message, in_thread)
    .where(
        ThreadMark.room_id == Membership.room_id,
        ThreadMark.user_id == Membership.user_id,
        ThreadMark.following,
    ),
    Membership,
)
# What calls for a person there. An index has what waits to be read in threads alone; the mark of
# the thread decides, so that nothing calls from threads that they left or follow no more.
called_in_thread = and_(
    Mention.thread_read.is_(false()),
    Message.room_id == Mention.room_id,
    Message.seq == Mention.seq,
    ThreadMark.root_id == Message.thread_id,
    ThreadMark.user_id == Mention.user_id,
    ThreadMark.following,
    Mention.seq > ThreadMark.read_seq,
)
mentions_in_threads = _bounded(
    select(Mention.seq).where(
        Mention.user_id == Membership.user_id,
        Mention.room_id == Membership.room_id,
        called_in_thread,
    ),
    Membership,
)


def threads_unread(unread: int, mentions: int) -> wire.ThreadsUnread | None:
    """What is unread in the threads of a room, as the wire has it."""
    if not unread and not mentions:
        return None
    return wire.ThreadsUnread(unread=unread, mentions=mentions)
