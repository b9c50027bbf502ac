"""Reading messages back, in pages by key: a page costs the same however long the room is."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db
from weconnect.engine.limits import budget
from weconnect.formatting.drawing import html_for_programs
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import messages as wire
from weconnect.wire.errors import BadRequest

from .parts import PARTS, seen_by, seen_page
from .serialize import MessageRow, messages, present, require_message
from .visible import IN_SIGHT

# A page ends before it has more characters than this, and says that there is more to be had: so it
# takes only so much memory, and so much of others' time, however long its messages are.
MAX_PAGE_CHARS = 200_000

ONE_OF = "Ask for what is before a seq, after it, or since a time: one of them."


def history(actor: Actor, query: wire.History) -> wire.HistoryPage:
    """A page of the actor's room, oldest first. Raises NotFound, Forbidden, BadRequest."""
    room, membership = access.require_member(actor, query.room)
    after = query.after
    if query.since is not None:
        if after is not None or query.before is not None:
            raise BadRequest(ONE_OF)
        after = seq_before(room, query.since)
    visible_from = membership.visible_from_seq
    found = page(query.room, visible_from, before=query.before, after=after, limit=query.limit)
    found = seen_page(actor, found)
    if not query.html:
        return found
    return found.model_copy(update={"messages": [with_html(actor, one) for one in found.messages]})


def with_html(actor: Actor, message: wire.Message) -> wire.Message:
    """A message with what it says as HTML, at the actor's expense. Others may have their turn
    meanwhile."""
    if not message.content:
        return message
    pay = partial(budget.add, actor.id)
    html = html_for_programs(message.content, plain=message.plain, pay=pay)
    return message.model_copy(update={"html": html})


def seq_before(room: Room, moment: datetime) -> int:
    """The seq of the last message of a room that is older than `moment`; 0 if none is.

    Found by halving, as messages are numbered in the order of their times: some twenty looks at a
    key, however long the room is.
    """
    low, high = 0, room.last_seq
    while low < high:
        middle = (low + high + 1) // 2
        at = db.session.scalar(
            select(messages.c.created_at).where(
                messages.c.room_id == room.id, messages.c.seq == middle
            )
        )
        if at is not None and at < moment:
            low = middle
        else:
            high = middle - 1
    return low


def page(
    room_id: int,
    visible_from: int,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int = wire.PAGE,
) -> wire.HistoryPage:
    """Messages before or after a seq, or the newest, of those from the seq `visible_from` on.

    Whoever calls has checked that these may be seen. Raises BadRequest.
    """
    if before is not None and after is not None:
        raise BadRequest(ONE_OF)
    query = select(messages).where(messages.c.room_id == room_id).limit(limit + 1)
    if visible_from:
        query = query.where(messages.c.seq >= visible_from)
    if after is not None:
        rows = db.session.execute(
            query.where(messages.c.seq > after).order_by(messages.c.seq)
        ).all()
        found = as_many_as_fit(rows[:limit])
        return wire.HistoryPage(messages=present(found), complete=len(found) == len(rows))
    if before is not None:
        query = query.where(messages.c.seq < before)
    rows = db.session.execute(query.order_by(messages.c.seq.desc())).all()
    found = as_many_as_fit(rows[:limit])
    return wire.HistoryPage(messages=present(found[::-1]), complete=len(found) == len(rows))


def changes(actor: Actor, query: wire.Changes) -> wire.ChangesPage:
    """What changed in the actor's room since a version, in version order, of what they see.

    Bounded by the room's version as first read: what changes meanwhile comes with the next call
    or live, never in a page that claims to end before it.
    """
    room, membership = access.require_member(actor, query.room)
    rows = db.session.execute(
        select(messages)
        .where(
            messages.c.room_id == room.id,
            messages.c.version > query.after,
            messages.c.version <= room.version,
            messages.c.seq >= membership.visible_from_seq,
        )
        .order_by(messages.c.version)
        .limit(query.limit + 1)
    ).all()
    found = as_many_as_fit(rows[: query.limit])
    complete = len(found) == len(rows)
    version = room.version if complete else found[-1].version
    return wire.ChangesPage(
        changes=seen_by(actor, present(found)), complete=complete, version=version
    )


def as_many_as_fit(rows: Sequence[MessageRow]) -> Sequence[MessageRow]:
    """The first of `rows` that are together no longer than a page; one in any case."""
    size = 0
    for number, row in enumerate(rows):
        size += len(row.content) + len(row.sealed or "") + sum(part.size(row) for part in PARTS)
        if size > MAX_PAGE_CHARS and number:
            return rows[:number]
    return rows


def some(actor: Actor, ids: Collection[int]) -> list[wire.Message]:
    """Those of these messages that the actor sees in rooms of theirs, in the order of their ids."""
    rows = db.session.execute(
        select(messages)
        .join(Membership, IN_SIGHT)
        .where(messages.c.id.in_(ids), Membership.user_id == actor.id)
        .order_by(messages.c.id)
    ).all()
    return seen_by(actor, present(rows))


def message(actor: Actor, message_id: int) -> wire.Message:
    """One message that the actor sees in their rooms. Raises NotFound."""
    row, _ = require_message(actor, message_id)
    return seen_by(actor, present([row]))[0]
