"""The threads that a person follows: those with something unread first, in pages."""

from typing import Any

from sqlalchemy import Row, exists, false, func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import among, db
from weconnect.messages import history
from weconnect.messages.models import Mention, Message, ThreadMark
from weconnect.messages.thread_counts import called_in_thread, in_thread, unread_in_thread
from weconnect.messages.visible import IN_SIGHT
from weconnect.rooms.describe import others_in, room_fields
from weconnect.rooms.models import Membership, Room
from weconnect.wire import threads as wire
from weconnect.wire.base import MAX_ID
from weconnect.wire.errors import BadRequest

# The newest message of a thread that its follower sees; ids grow with time.
_LAST = (
    select(Message.id)
    .join(Membership, IN_SIGHT)
    .where(Message.thread_id == ThreadMark.root_id, Message.deleted.is_(false()))
    .where(Membership.user_id == ThreadMark.user_id)
    .order_by(Message.seq.desc())
    .limit(1)
    .correlate(ThreadMark)
    .scalar_subquery()
)


def followed(actor: Actor, wish: wire.ThreadListQuery) -> wire.ThreadList:
    """A page of the threads that the actor follows in rooms of theirs.

    A thread whose messages were all taken back is none. Raises BadRequest.
    """
    rest, below = map(int, (wish.cursor or f"0.{MAX_ID}").split("."))
    if below > MAX_ID:
        raise BadRequest("cursor: not the `next` of a list")
    rows = list(_page(actor, bool(rest), below, wish.limit + 1))
    if not rest and len(rows) <= wish.limit:
        rows += _page(actor, True, MAX_ID, wish.limit + 1 - len(rows))
    shown = rows[: wish.limit]
    more = f"{int(not shown[-1].waits)}.{shown[-1].last_id}" if len(rows) > len(shown) else None
    return wire.ThreadList(threads=_described(actor, shown), next=more)


def _page(actor: Actor, read: bool, below: int, limit: int) -> list[Row[Any]]:
    """Threads with nothing unread (`read`) or with something, the newest first."""
    mine = (
        select(
            *(ThreadMark.root_id, ThreadMark.room_id, ThreadMark.read_seq),
            # Whether anything is unread; how much is counted of what is shown alone.
            exists().where(in_thread).correlate(ThreadMark).label("waits"),
            _LAST.label("last_id"),
        )
        .where(ThreadMark.user_id == actor.id, ThreadMark.following)
        .subquery()
    )
    query = select(mine).where(mine.c.waits.is_not(read), mine.c.last_id < below)
    return list(db.session.execute(query.order_by(mine.c.last_id.desc()).limit(limit)))


def _described(actor: Actor, rows: list[Row[Any]]) -> list[wire.FollowedThread]:
    if not rows:
        return []
    wanted = {row.root_id for row in rows} | {row.last_id for row in rows}
    said = {one.id: one for one in history.some(actor, wanted)}
    names = _names(actor, {row.room_id for row in rows})
    roots = [row.root_id for row in rows]
    unread, called = _unread(actor, roots), _called(actor, roots)
    return [
        wire.FollowedThread(
            room=row.room_id,
            room_name=names[row.room_id],
            thread=row.root_id,
            read_seq=row.read_seq,
            unread=unread.get(row.root_id, 0),
            mentions=called.get(row.root_id, 0),
            root=said.get(row.root_id),
            last=said[row.last_id],
        )
        for row in rows
        # They may have left meanwhile.
        if row.last_id in said
    ]


def _names(actor: Actor, room_ids: set[int]) -> dict[int, str]:
    rooms = list(db.session.scalars(select(Room).where(among(Room.id, room_ids))))
    others = others_in(rooms, actor.id)
    return {
        room.id: str(room_fields(room, None, others.get(room.id, ()))["name"]) for room in rooms
    }


def _unread(actor: Actor, roots: list[int]) -> dict[int, int]:
    """How much is unread for the actor in each of these threads."""
    rows = db.session.execute(
        select(ThreadMark.root_id, unread_in_thread.label("number")).where(
            ThreadMark.user_id == actor.id, among(ThreadMark.root_id, roots)
        )
    )
    return {row.root_id: row.number for row in rows}


def _called(actor: Actor, roots: list[int]) -> dict[int, int]:
    """How often the actor is called, unread, in each of these threads where they are."""
    rows = db.session.execute(
        select(ThreadMark.root_id, func.count().label("number"))
        .where(Mention.user_id == actor.id, called_in_thread, among(ThreadMark.root_id, roots))
        .group_by(ThreadMark.root_id)
    )
    return {row.root_id: row.number for row in rows}
