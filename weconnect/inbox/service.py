"""What concerns a person: read back, and marked as read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, table_of, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import throttles
from weconnect.messages.models import Message, ThreadMark
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import messages, present
from weconnect.rooms.describe import others_in, room_fields
from weconnect.rooms.models import Membership, Room
from weconnect.wire import inbox as wire
from weconnect.wire import messages as wire_messages
from weconnect.wire.errors import NotFound

from .models import InboxEntry, InboxMark, InboxState

# An inbox goes back so far, and has so many entries at most.
KEPT = timedelta(days=90)
MOST = 1_000

states = table_of(InboxState)
marks = table_of(InboxMark)

# What stands in a thread only: it waits there for those who follow the thread, and for nobody else.
_ASIDE = and_(
    Message.room_id == InboxEntry.room_id,
    Message.seq == InboxEntry.seq,
    Message.in_room.is_(false()),
)
_WAITS = and_(
    ThreadMark.user_id == Membership.user_id,
    ThreadMark.following,
    ThreadMark.read_seq < InboxEntry.seq,
)
_OUTER = (InboxEntry, Membership)
# What was said of an entry, else what was said of all up to it; else it is read with its room, or
# its thread. But not a reaction: what that stands at may have been read long ago. Nor what is to be
# confirmed: it is said to be read when it is.
_READ = case(
    (InboxState.read.is_not(None), InboxState.read),
    (InboxEntry.id <= func.coalesce(InboxMark.entry_id, 0), True),
    (InboxEntry.kind.in_(("reaction", "confirm")), False),
    (
        InboxEntry.thread_id.is_not(None),
        ~exists().where(_WAITS, ThreadMark.root_id == InboxEntry.thread_id).correlate(*_OUTER),
    ),
    (
        exists().where(_ASIDE).correlate(InboxEntry),
        ~exists().where(_ASIDE, _WAITS, ThreadMark.root_id == Message.thread_id).correlate(*_OUTER),
    ),
    else_=InboxEntry.seq <= Membership.read_seq,
)


def inbox(actor: Actor, query: wire.InboxQuery) -> wire.Inbox:
    """A page of the actor's inbox, the newest first, with how many entries are unread in all."""
    which = [InboxEntry.id >= _oldest(actor)]
    if query.before is not None:
        which.append(InboxEntry.id < query.before)
    if query.unread:
        which.append(~_READ)
    newest = _newest(actor, query.limit + 1, *which)
    wanted = select(InboxEntry, newest.c.read).join(newest, newest.c.id == InboxEntry.id)
    wanted = wanted.order_by(InboxEntry.id.desc())
    rows = db.session.execute(wanted).all() if query.limit else []
    page = rows[: query.limit]
    return wire.Inbox(
        items=_items(actor, page),
        unread=unread(actor),
        next=page[-1][0].id if len(rows) > query.limit and page else None,
    )


def unread(actor: Actor) -> int:
    """How many entries the actor has not read."""
    newest = _newest(actor, MOST)
    return db.session.scalar(select(func.count()).select_from(newest).where(~newest.c.read)) or 0


@counted(throttles.POSTS, "posts")
@transaction
def set_read(actor: Actor, entry_id: int, *, read: bool) -> wire.InboxUnread:
    """Say of an entry that it is read, or is not. Raises NotFound for one that is not there."""
    if db.session.execute(select(_newest(actor, 1, InboxEntry.id == entry_id))).first():
        _forget_states(actor, states.c.entry_id == entry_id)
        values = {"user_id": actor.id, "entry_id": entry_id, "read": read}
        db.session.execute(insert(states), [values])
        return _told(actor)
    raise NotFound


@counted(throttles.POSTS, "posts")
@transaction
def read_all(actor: Actor, up_to: int) -> wire.InboxUnread:
    """All entries up to one are read."""
    newest = db.session.scalar(select(func.max(InboxEntry.id))) or 0
    mark = db.session.get(InboxMark, actor.id)
    if mark is None:
        db.session.add(InboxMark(user_id=actor.id, entry_id=min(up_to, newest)))
    else:
        mark.entry_id = max(mark.entry_id, min(up_to, newest))
    _forget_states(actor, states.c.entry_id <= up_to)
    db.session.flush()
    return _told(actor)


def _told(actor: Actor) -> wire.InboxUnread:
    publish(wire.InboxChanged(), to=people([actor.id]))
    return wire.InboxUnread(unread=unread(actor))


def _forget_states(actor: Actor, which: ColumnElement[bool]) -> None:
    db.session.execute(delete(states).where(states.c.user_id == actor.id, which))


def _newest(actor: Actor, most: int, *which: ColumnElement[bool]) -> Subquery:
    """So many of the actor's entries, the newest, by their ids, with whether they are `read`.

    Their own, those of all members of their rooms and those of threads that they follow are looked
    up each by an index of its own: asked for at once, the database goes through what calls for
    everybody in rooms of others.
    """
    by_id = InboxEntry.id.desc()
    all_of_these = [
        select(_seen(actor).where(whose, *which).order_by(by_id).limit(most).subquery())
        for whose in (
            InboxEntry.user_id == actor.id,
            and_(InboxEntry.user_id.is_(None), InboxEntry.thread_id.is_(None)),
            _of_threads(actor),
        )
    ]
    together = union_all(*all_of_these).subquery()
    return select(together).order_by(together.c.id.desc()).limit(most).subquery()


def _of_threads(actor: Actor) -> ColumnElement[bool]:
    """Entries of threads that the actor follows, where the message has not called for them."""
    follows = select(ThreadMark.root_id).where(ThreadMark.user_id == actor.id, ThreadMark.following)
    other = aliased(InboxEntry)
    calls = exists().where(
        other.room_id == InboxEntry.room_id,
        other.seq == InboxEntry.seq,
        other.thread_id.is_(None),
        func.coalesce(other.user_id, actor.id) == actor.id,
    )
    return and_(InboxEntry.thread_id.in_(follows), ~calls.correlate(InboxEntry))


def _seen(actor: Actor) -> Select[Any]:
    """Entries in rooms of the actor, since they came, of messages that they see; not of their own
    doing."""
    return (
        select(InboxEntry.id, _READ.label("read"))
        .select_from(InboxEntry)
        .join(
            Membership,
            and_(
                Membership.room_id == InboxEntry.room_id,
                Membership.user_id == actor.id,
                or_(
                    Membership.joined_at < InboxEntry.at,
                    Membership.joined_at <= InboxEntry.asked_until,
                ),
                Membership.visible_from_seq <= InboxEntry.seq,
            ),
        )
        .outerjoin(
            InboxState,
            and_(InboxState.entry_id == InboxEntry.id, InboxState.user_id == actor.id),
        )
        .outerjoin(InboxMark, InboxMark.user_id == actor.id)
        .where(InboxEntry.actor_id != actor.id, InboxEntry.at > now() - KEPT)
    )


def _oldest(actor: Actor) -> int:
    """The oldest entry that an inbox reaches back to."""
    newest = _newest(actor, MOST)
    oldest = select(newest.c.id).order_by(newest.c.id.desc()).offset(MOST - 1).limit(1)
    return db.session.scalar(oldest) or 0


def _items(actor: Actor, rows: Sequence[Row[Any]]) -> list[wire.InboxItem]:
    if not rows:
        return []
    found = [row[0] for row in rows]
    at = or_(*(and_(messages.c.room_id == one.room_id, messages.c.seq == one.seq) for one in found))
    there: list[wire_messages.Message] = present(
        db.session.execute(select(messages).where(at)).all()
    )
    said = seen_by(actor, there)
    by_place = {(one.room, one.seq): one for one in said}
    names = _room_names(actor, {one.room_id for one in found})
    actors = directory.people(one.actor_id for one in found)
    return [
        wire.InboxItem.model_validate(
            {
                "id": one.id,
                "kind": one.kind,
                "message": by_place[one.room_id, one.seq],
                "room_name": names[one.room_id],
                "actor": actors[one.actor_id],
                "emoji": one.emoji,
                "at": one.at,
                "read": bool(read),
            }
        )
        for one, read in map(tuple, rows)
        if (one.room_id, one.seq) in by_place
    ]


def _room_names(actor: Actor, ids: set[int]) -> dict[int, Any]:
    rooms = db.session.scalars(select(Room).where(among(Room.id, ids))).all()
    others = others_in(rooms, actor.id)
    return {one.id: room_fields(one, None, others.get(one.id, ()))["name"] for one in rooms}
