"""Reading threads back, following them, and how far people have read them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import and_, exists, func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import models as stored
from weconnect.messages import throttles
from weconnect.messages.history import as_many_as_fit
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow, messages, present
from weconnect.messages.thread_counts import (
    called_in_thread,
    in_thread,
    mentions_in_threads,
    unread_in_thread,
    unread_in_threads,
)
from weconnect.rooms import access
from weconnect.rooms.models import Membership
from weconnect.wire import threads as wire
from weconnect.wire.errors import BadRequest, NotFound
from weconnect.wire.messages import Message

from . import marks
from .summary import Summary

ONE_OF = "Ask for what is before a seq, or after it: one of them."

# Threads that are read in one transaction.
STEP = 25

FOLLOWING = rate_limit.rule("100 per minute")


class Found(NamedTuple):
    """The message that begins a thread, and the seq from which on the actor sees its room: they may
    see a thread, and not how it began."""

    root: MessageRow
    visible_from: int

    @property
    def begins_in_sight(self) -> bool:
        return bool(self.root.seq >= self.visible_from)


def require_thread(actor: Actor, room_id: int, root_id: int) -> Found:
    """A message of one of the actor's rooms that begins a thread, or could.

    Where it is not for them, as it was said before they came, something in its thread has to be.
    Raises NotFound, Forbidden.
    """
    own = access.require_member(actor, room_id)
    row = db.session.execute(
        select(messages).where(
            messages.c.id == root_id,
            messages.c.room_id == room_id,
            messages.c.thread_id.is_(None),
        )
    ).first()
    if row is None or (row.deleted and not row.answers):
        raise NotFound
    found = Found(row, own.membership.visible_from_seq)
    if not found.begins_in_sight and (not row.answers or last_seq(row) < found.visible_from):
        raise NotFound
    return found


def require_root(actor: Actor, room_id: int, root_id: int) -> MessageRow:
    """The same without what the actor sees: for whoever shows nothing of it."""
    return require_thread(actor, room_id, root_id).root


def page(actor: Actor, wish: wire.ThreadHistory) -> wire.ThreadPage:
    """A page of a thread, oldest first. Raises NotFound, Forbidden, BadRequest."""
    if wish.before is not None and wish.after is not None:
        raise BadRequest(ONE_OF)
    thread = require_thread(actor, wish.room, wish.thread)
    root = thread.root
    query = select(messages).where(messages.c.thread_id == root.id).limit(wish.limit + 1)
    query = query.where(messages.c.seq >= thread.visible_from)
    if wish.after is not None:
        rows = db.session.execute(
            query.where(messages.c.seq > wish.after).order_by(messages.c.seq)
        ).all()
        found = as_many_as_fit(rows[: wish.limit])
    else:
        if wish.before is not None:
            query = query.where(messages.c.seq < wish.before)
        rows = db.session.execute(query.order_by(messages.c.seq.desc())).all()
        found = as_many_as_fit(rows[: wish.limit])
    complete = len(found) == len(rows)
    if wish.after is None:
        found = found[::-1]
    shown: list[Message] = seen_by(actor, present([root, *found]))
    return wire.ThreadPage(
        **dict(standing(actor.id, root)),
        root=shown[0] if thread.begins_in_sight else None,
        messages=shown[1:],
        complete=complete,
    )


def standing(user_id: int, root: MessageRow) -> wire.ThreadStanding:
    """How a member of its room stands to a thread. Raises NotFound for who is none any more."""
    found = states(root, [user_id])
    if user_id not in found:
        raise NotFound
    return found[user_id]


def last_seq(root: MessageRow) -> int:
    """The seq of the newest message of a thread, or of its first one."""
    return Summary.read(root.answers).last_seq if root.answers else root.seq


def newest_seq(root_id: int) -> int | None:
    """The same of the thread that the message of this id began; None: there is no such message."""
    root = db.session.execute(select(messages).where(messages.c.id == root_id)).first()
    return None if root is None else last_seq(root)


def states(root: MessageRow, user_ids: Collection[int]) -> dict[int, wire.ThreadStanding]:
    """How each of those of these people who are members stands to a thread."""
    mine = and_(
        stored.ThreadMark.user_id == Membership.user_id,
        stored.ThreadMark.root_id == root.id,
        stored.ThreadMark.following,
    )
    rows = db.session.execute(
        select(
            *(Membership.user_id, stored.ThreadMark.read_seq, unread_in_thread.label("unread")),
            unread_in_threads.label("in_threads"),
            mentions_in_threads.label("called"),
        )
        .join(stored.ThreadMark, mine, isouter=True)
        .where(Membership.room_id == root.room_id, among(Membership.user_id, user_ids))
    ).all()
    called = _called_in(root, [row.user_id for row in rows if row.called])
    return {
        row.user_id: wire.ThreadStanding(
            room=root.room_id,
            thread=root.id,
            following=row.read_seq is not None,
            read_seq=last_seq(root) if row.read_seq is None else row.read_seq,
            unread=row.unread,
            mentions=called.get(row.user_id, 0),
            room_unread=row.in_threads,
            room_mentions=row.called,
        )
        for row in rows
    }


def _called_in(root: MessageRow, user_ids: list[int]) -> dict[int, int]:
    """How often each of these people is called, unread, in a thread: those who are."""
    if not user_ids:
        return {}
    mention = stored.Mention
    rows = db.session.execute(
        select(mention.user_id, func.count().label("number"))
        .where(
            mention.room_id == root.room_id,
            among(mention.user_id, user_ids),
            called_in_thread,
            stored.Message.thread_id == root.id,
        )
        .group_by(mention.user_id)
    )
    return {row.user_id: row.number for row in rows}


def mark_read(
    actor: Actor, wish: wire.MarkThreadRead, sid: str | None = None
) -> wire.ThreadStanding:
    """Everything up to a seq is read in a thread, if the actor follows it; never back, nor past
    its newest message. Returns how they stand to it. Raises NotFound, Forbidden."""
    root = require_root(actor, wish.room, wish.thread)
    before = standing(actor.id, root)
    if not before.following or min(wish.seq, last_seq(root)) <= before.read_seq:
        return before
    return _advance(actor, wish, sid)


@transaction
def _advance(actor: Actor, wish: wire.MarkThreadRead, sid: str | None) -> wire.ThreadStanding:
    root = require_root(actor, wish.room, wish.thread)
    marks.advance(actor.id, root.id, root.room_id, min(wish.seq, last_seq(root)))
    return _tell(actor, root, sid)


@counted(throttles.ALL_READ, "all read")
def mark_all_read(actor: Actor) -> int:
    """Everything in all threads that the actor follows is read. Returns in how many it was not."""
    mark = stored.ThreadMark
    waits = exists().where(in_thread).correlate(mark)
    unread = select(mark.root_id).where(mark.user_id == actor.id, mark.following, waits)
    roots = db.session.scalars(unread.order_by(mark.root_id)).all()
    # Nobody waits for the writer with a connection in their hands.
    db.session.remove()
    return sum(_read(actor, roots[at : at + STEP]) for at in range(0, len(roots), STEP))


@transaction
def _read(actor: Actor, roots: Sequence[int]) -> int:
    found = db.session.execute(
        select(messages).where(among(stored.Message.id, roots)).order_by(messages.c.id)
    ).all()
    for root in found:
        marks.advance(actor.id, root.id, root.room_id, last_seq(root))
        _tell(actor, root, None)
    return len(found)


@counted(FOLLOWING, "threads followed")
@transaction
def follow(actor: Actor, wish: wire.FollowThread, sid: str | None = None) -> wire.ThreadStanding:
    """Follow a thread, or do so no more: then nothing in it waits for the actor. Returns how they
    stand to it. Raises NotFound, Forbidden, RateLimited."""
    root = require_root(actor, wish.room, wish.thread)
    marks.set_following(actor.id, root.id, root.room_id, last_seq(root), on=wish.on)
    return _tell(actor, root, sid)


def _tell(actor: Actor, root: MessageRow, sid: str | None) -> wire.ThreadStanding:
    """Within a transaction: how the actor stands to a thread now, told to their other sockets."""
    found = standing(actor.id, root)
    publish(wire.ThreadState(**dict(found)), to=people([actor.id]), skip=sid)
    return found
