"""Parts of queries: what is unread in threads, and what of a room stands in threads only."""

from sqlalchemy import and_, false, func, select

from weconnect.rooms.models import Membership, Room
from weconnect.wire import rooms as wire

from .models import Mention, Message, ThreadMark

# Messages that somebody has not read past, and that do not wait to be read in the room: they stand
# in threads only. An index has those alone.
aside = (
    select(func.count())
    .select_from(Message)
    .where(
        Message.room_id == Membership.room_id,
        Message.seq > Membership.read_seq,
        Message.in_room.is_(false()),
    )
    .correlate(Membership)
    .scalar_subquery()
)
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
unread_in_thread = (
    select(func.count())
    .select_from(Message)
    .where(in_thread)
    .correlate(ThreadMark)
    .scalar_subquery()
)
unread_in_threads = (
    select(func.count())
    .select_from(ThreadMark)
    .join(Message, in_thread)
    .where(
        ThreadMark.room_id == Membership.room_id,
        ThreadMark.user_id == Membership.user_id,
        ThreadMark.following,
    )
    .correlate(Membership)
    .scalar_subquery()
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
mentions_in_threads = (
    select(func.count())
    .where(
        Mention.user_id == Membership.user_id,
        Mention.room_id == Membership.room_id,
        called_in_thread,
    )
    .correlate(Membership)
    .scalar_subquery()
)


def threads_unread(unread: int, mentions: int) -> wire.ThreadsUnread | None:
    """What is unread in the threads of a room, as the wire has it."""
    if not unread and not mentions:
        return None
    return wire.ThreadsUnread(unread=unread, mentions=mentions)
