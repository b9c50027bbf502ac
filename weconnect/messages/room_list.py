"""A person's own rooms with what they have not read: what matters first, in pages.

The first hundred are chosen as they matter at that moment: where somebody calls, where something
is unread, where something was said last. All others follow by their ids. The cursor carries the
first hundred along, so that each room stands on exactly one page, whatever is said and read
meanwhile.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import among, db
from weconnect.engine.i18n.folding import fold
from weconnect.rooms.describe import others_in, room_fields
from weconnect.rooms.models import Membership, Room
from weconnect.wire import rooms as wire
from weconnect.wire.base import MAX_ID
from weconnect.wire.errors import BadRequest
from weconnect.wire.rooms import USUAL

from .calls import IS_UNREAD_CALL, IS_UNREAD_MENTION, unread_mentions
from .models import Mention, Message, RoomCall, ThreadMark
from .previews import previews
from .serialize import messages
from .thread_counts import (
    MOST,
    aside,
    called_in_thread,
    in_thread,
    mentions_in_threads,
    threads_unread,
    unread_in_threads,
    unread_messages,
)

# So many rooms are in the order in which they matter; also the most on one page.
FIRST = 100

# What stands in threads is asked of only where there is anything at all.
_UNREAD = and_(Room.last_seq > Membership.read_seq, unread_messages > 0)
# What of the room calls for the person, as `rooms/attention.py` has it.
_USUAL = (
    select(User.notify).where(User.id == Membership.user_id).correlate(Membership).scalar_subquery()
)
_LEVEL = func.coalesce(Membership.notify, _USUAL, USUAL)
_HEARD = Membership.muted.is_(False)
# What mentions somebody, also in a thread that they follow.
_MAY_CALL = and_(_HEARD, _LEVEL != "nothing")
_CALLED = or_(exists().where(IS_UNREAD_MENTION), exists().where(IS_UNREAD_CALL))
# Ids of messages grow with time.
_NEWEST = (
    select(messages.c.id)
    .where(messages.c.room_id == Room.id, messages.c.seq == Room.last_seq)
    .correlate(Room)
    .scalar_subquery()
)
_ORDER = (
    Room.archived_at.is_not(None),
    case(
        (and_(_MAY_CALL, or_(_CALLED, mentions_in_threads > 0)), 0),
        (and_(_HEARD, _UNREAD), case((and_(_LEVEL == "all", Room.kind == "direct"), 0), else_=1)),
        (and_(_MAY_CALL, unread_in_threads > 0), 1),
        # What somebody has put somewhere they want to find there.
        (Membership.section.is_not(None), 1),
        # And what they took out of the list needs no place on its first page.
        (Membership.hidden_seq >= Room.last_seq, 3),
        else_=2,
    ),
    func.coalesce(_NEWEST, 0).desc(),
    Room.id.desc(),
)


class Cursor(NamedTuple):
    """Where a list goes on: behind so many of the first ones, and then below an id."""

    at: int = 0
    below: int = MAX_ID
    first: tuple[int, ...] = ()

    def __str__(self) -> str:
        return ".".join(map(str, (self.at, self.below, *self.first)))

    @classmethod
    def of(cls, text: str) -> "Cursor":
        """Raises BadRequest for a text that no list gave."""
        numbers = [int(one) for one in text.split(".")] if text else []
        if not 2 <= len(numbers) <= FIRST + 2 or max(numbers) > MAX_ID:
            raise BadRequest("cursor: not the `next` of a list")
        return cls(numbers[0], numbers[1], tuple(numbers[2:]))


def my_rooms(actor: Actor) -> list[wire.RoomSummary]:
    """The actor's rooms that matter most, at most a hundred of them."""
    return _summaries(actor, _first(actor, []))


def my_page(actor: Actor, wish: wire.RoomSearch) -> wire.RoomList:
    """A page of the actor's rooms, of those whose name has `wish.q` in it. Raises BadRequest."""
    only = _named(actor, wish.q.strip()) + ([_UNREAD, _HEARD] if wish.show == "unread" else [])
    limit = wish.limit or FIRST
    cursor = Cursor.of(wish.cursor) if wish.cursor else Cursor(first=_first(actor, only))
    ids = list(cursor.first[cursor.at : cursor.at + limit])
    missing = limit - len(ids)
    rest = _rest(actor, only, cursor, missing + 1)
    taken = rest[:missing]
    ids += taken
    following = Cursor(
        min(cursor.at + limit, len(cursor.first)),
        taken[-1] if taken else cursor.below,
        cursor.first,
    )
    more = len(rest) > missing or following.at < len(cursor.first)
    return wire.RoomList(
        rooms=_summaries(actor, ids), next=str(following) if more else None, totals=totals(actor)
    )


def summary(actor: Actor, room_id: int) -> wire.RoomSummary | None:
    """One of the actor's rooms as the list shows it; None if it is none of theirs."""
    found = _summaries(actor, [room_id])
    return found[0] if found else None


def summaries(actor: Actor, room_ids: Iterable[int]) -> dict[int, wire.RoomSummary]:
    """Those of these rooms that are the actor's, by their ids: as many queries as for one."""
    return {one.id: one for one in _summaries(actor, sorted(set(room_ids)))}


def totals(actor: Actor) -> wire.RoomTotals:
    """What calls for the actor in all of their rooms together."""
    counts = and_(_HEARD, _LEVEL == "all", Room.last_seq > Membership.read_seq)
    unread = case((counts, unread_messages), else_=0)
    counted = select(
        func.count(),
        func.coalesce(func.sum(unread), 0),
        func.coalesce(func.sum(case((Room.kind == "direct", unread), else_=0)), 0),
    )
    number, messages_unread, direct = db.session.execute(
        _of(actor, counted).where(Room.archived_at.is_(None))
    ).one()
    alone = _LEVEL == "mentions"
    calls = counted_alone = 0
    for table, condition in ((Mention, IS_UNREAD_MENTION), (RoomCall, IS_UNREAD_CALL)):
        number_of, of_these = db.session.execute(
            select(func.count(), func.count(case((alone, 1))))
            .select_from(table)
            .join(Membership, condition)
            .join(Room, Room.id == Membership.room_id)
            .where(Membership.user_id == actor.id, Room.archived_at.is_(None), _HEARD)
            .where(or_(alone, and_(_LEVEL == "all", Room.kind != "direct")))
        ).one()
        calls += number_of
        counted_alone += of_these
    whole = and_(_LEVEL == "all", Room.kind == "direct")
    waiting = (
        select(Message.id)
        .select_from(ThreadMark)
        .join(Room, Room.id == ThreadMark.room_id)
        .join(
            Membership,
            and_(
                Membership.room_id == ThreadMark.room_id, Membership.user_id == ThreadMark.user_id
            ),
        )
        .join(Message, in_thread)
        .where(ThreadMark.user_id == actor.id, ThreadMark.following, Room.archived_at.is_(None))
        .where(_MAY_CALL)
    )
    threads, direct_threads = (
        db.session.scalar(select(func.count()).select_from(one.limit(MOST).subquery())) or 0
        for one in (waiting, waiting.where(whole))
    )
    in_threads = db.session.scalar(
        select(func.count())
        .where(Mention.user_id == actor.id, called_in_thread, Room.id == Mention.room_id)
        .where(Membership.room_id == Mention.room_id, Membership.user_id == Mention.user_id)
        .where(Room.archived_at.is_(None), _MAY_CALL, not_(whole))
    )
    return wire.RoomTotals(
        rooms=number,
        unread=int(messages_unread) + counted_alone,
        mentions=int(direct) + direct_threads + calls + (in_threads or 0),
        threads=threads,
    )


def _of(actor: Actor, query: Select[Any]) -> Select[Any]:
    """The query, over the actor's rooms and their memberships in them."""
    mine = and_(Membership.room_id == Room.id, Membership.user_id == actor.id)
    return query.select_from(Room).join(Membership, mine)


def _first(actor: Actor, only: list[ColumnElement[bool]]) -> tuple[int, ...]:
    query = _of(actor, select(Room.id)).where(*only)
    return tuple(db.session.scalars(query.order_by(*_ORDER).limit(FIRST)))


def _rest(actor: Actor, only: list[ColumnElement[bool]], cursor: Cursor, limit: int) -> list[int]:
    """The ids of rooms that are not among the first, the newest first."""
    query = (
        _of(actor, select(Room.id))
        .where(Room.id < cursor.below, Room.id.not_in(cursor.first), *only)
        .order_by(Room.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


def _named(actor: Actor, search: str) -> list[ColumnElement[bool]]:
    """Whether a room's name or topic has the text in it, or the name of who else is in it."""
    if not search:
        return []
    other = aliased(Membership)
    with_somebody = (
        select(other.room_id)
        .join(User, User.id == other.user_id)
        .where(
            other.room_id == Room.id,
            other.user_id != actor.id,
            User.search_text.contains(fold(search), autoescape=True),
        )
        .correlate(Room)
        .exists()
    )
    by_name = Room.folded.contains(fold(search), autoescape=True)
    return [case((Room.kind == "direct", with_somebody), else_=by_name)]


def _summaries(actor: Actor, ids: list[int] | tuple[int, ...]) -> list[wire.RoomSummary]:
    """These rooms in their order, without those that are none of the actor's."""
    if not ids:
        return []
    columns: tuple[Any, ...] = (
        *(Room, Membership.role, Membership.read_seq, Membership.set_back),
        Membership.visible_from_seq,
        unread_mentions.label("mentions"),
        case((Room.last_seq > Membership.read_seq, aside), else_=0).label("aside"),
        unread_in_threads.label("in_threads"),
        mentions_in_threads.label("thread_mentions"),
        *(_LEVEL.label("level"), Membership.notify, Membership.muted),
        *(Membership.section, Membership.hidden_seq),
    )
    rows = {
        row[0].id: row
        for row in db.session.execute(_of(actor, select(*columns)).where(among(Room.id, ids)))
    }
    others = others_in([row[0] for row in rows.values()], actor.id)
    last = previews(key for key, row in rows.items() if row[0].kind == "direct")
    return [
        wire.RoomSummary.model_validate(
            {
                **room_fields(row[0], row.role, others.get(row[0].id, ())),
                "read_seq": row.read_seq,
                "set_back": row.set_back,
                "visible_from_seq": row.visible_from_seq,
                "unread": row[0].last_seq - row.read_seq - row.aside,
                "aside": row.aside,
                "mentions": row.mentions,
                "threads": threads_unread(row.in_threads, row.thread_mentions),
                "level": row.level,
                "usual_level": row.notify is None,
                "muted": row.muted,
                "section": row.section,
                "hidden_seq": row.hidden_seq,
                "preview": last.get(row[0].id),
            }
        )
        for row in map(rows.get, ids)
        if row is not None
    ]
