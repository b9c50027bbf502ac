"""Keeping what people write and have not sent.

Whoever keeps something says which version they have seen. If there is another by then, nothing is
changed, and their client puts the two together: no text is lost.

What is kept counts as stored by its person, from the moment in which it is saved until its row is
gone: with the draft, with the membership, or with a later save once its message was sent.
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, Row, and_, delete, exists, func, insert, select, update

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, table_of, this_transaction, transaction
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.models import Message
from weconnect.rooms import access
from weconnect.rooms.models import Membership
from weconnect.threads.service import require_root
from weconnect.wire import drafts as wire
from weconnect.wire.errors import Conflict, Forbidden

from .models import DraftRow

# Clients wait until nobody types for a moment; several devices at once.
SAVES = rate_limit.rule("150 per minute", often=True)

drafts = table_of(DraftRow)
# Of a row: whether its message is there.
_SENT = exists().where(
    Message.sender_id == drafts.c.user_id, Message.client_id == drafts.c.client_id
)


def listed(actor: Actor) -> wire.DraftList:
    """All of the actor's drafts, the newest first."""
    rows = db.session.execute(
        select(drafts)
        .where(drafts.c.user_id == actor.id, ~_SENT)
        .order_by(drafts.c.updated_at.desc(), drafts.c.room_id, drafts.c.root_id)
    ).all()
    return wire.DraftList(drafts=[_shown(row) for row in rows])


def page_state(actor: Actor) -> dict[str, Any]:
    """For the page of a room: whether any waits for the actor (`waits`)."""
    mine = select(drafts.c.room_id).where(drafts.c.user_id == actor.id, ~_SENT)
    return {"waits": True} if db.session.scalar(mine.limit(1)) is not None else {}


@counted(SAVES, "drafts")
@transaction
def save(actor: Actor, room_id: int, wish: wire.PutDraft) -> wire.SavedDraft:
    """Keep what stands in the box, unless somebody has kept something else since `wish.base`.

    Raises NotFound, Forbidden (also if the actor may store no more), Conflict.
    """
    counts = usage.UsageCounts(this_transaction())
    with usage.counting(counts):
        saved = _saved(actor, room_id, wish)
    # Last, as whoever ends a membership counts behind its rows: no two wait crosswise.
    counts.save()
    return saved


def _saved(actor: Actor, room_id: int, wish: wire.PutDraft) -> wire.SavedDraft:
    room, _ = access.require_member(actor, room_id)
    if (wish.content and room.encrypted) or (wish.sealed and not room.encrypted):
        raise Forbidden
    is_empty = not (wish.content or wish.sealed or wish.reply_to)
    if wish.thread is not None and not is_empty:
        # What begins a thread that the actor may not see is as what does not exist. Whoever keeps
        # nothing is told nothing: only what is theirs is looked at.
        require_root(actor, room_id, wish.thread)
    root_id = wish.thread or 0
    # One after the other: two devices may be the first to write there.
    db.session.get(User, actor.id, with_for_update={"key_share": True})
    this = _place(actor, room_id, root_id)
    if _given_back(actor.id, this, _SENT):
        # It is the one that was sent.
        _tell(actor, room_id, wish.thread, None)
    row = db.session.execute(select(drafts).where(this)).first()
    version = row.version if row else 0
    values: dict[str, Any] = {
        "content": wish.content,
        "sealed": wish.sealed,
        "reply_to": wish.reply_to,
        "client_id": wish.client_id,
    }
    if _was_sent(actor, wish.client_id):
        return wire.SavedDraft(saved=False, draft=_shown(row) if row else None)
    if row and all(row._mapping[name] == value for name, value in values.items()):
        # It is the second time: the first answer did not arrive.
        return wire.SavedDraft(saved=True, draft=_shown(row))
    if row is None and is_empty:
        return wire.SavedDraft(saved=True, draft=None)
    if version != wish.base:
        return wire.SavedDraft(saved=False, draft=_shown(row) if row else None)
    if is_empty:
        _given_back(actor.id, this)
        _tell(actor, room_id, wish.thread, None)
        return wire.SavedDraft(saved=True, draft=None)
    _require_place(actor, this, values, is_new=row is None)
    values |= {"version": max(time.time_ns() // 1000, version + 1), "updated_at": now()}
    if row:
        db.session.execute(update(drafts).where(this).values(**values))
    else:
        place = {"user_id": actor.id, "room_id": room_id, "root_id": root_id}
        db.session.execute(insert(drafts).values(**place, **values))
    saved = db.session.execute(select(drafts).where(this)).one()
    usage.take(actor.id, _size(saved) - (_size(row) if row else 0))
    draft = _shown(saved)
    _tell(actor, room_id, wish.thread, draft)
    return wire.SavedDraft(saved=True, draft=draft)


@counted(SAVES, "drafts")
@transaction
def discard(actor: Actor, room_id: int, thread: int | None) -> None:
    """Keep no draft there, whatever it is. Raises NotFound, Forbidden."""
    access.require_member(actor, room_id)
    this = _place(actor, room_id, thread or 0)
    if _given_back(actor.id, this):
        _tell(actor, room_id, thread, None)


def init_app(app: Flask) -> None:
    """Have what is stored in drafts given back when a membership or a room of `app` ends."""
    usage.on_forget_member(app, _stored_by)
    usage.on_forget_room(app, _stored_in)


def _stored_by(room_id: int, user_id: int) -> int:
    _hold(Membership.room_id == room_id, Membership.user_id == user_id)
    mine = (drafts.c.room_id == room_id, drafts.c.user_id == user_id)
    return sum(map(_size, db.session.execute(delete(drafts).where(*mine).returning(drafts))))


def _stored_in(room_id: int) -> Iterator[tuple[int, int]]:
    _hold(Membership.room_id == room_id)
    gone = delete(drafts).where(drafts.c.room_id == room_id).returning(drafts)
    for row in db.session.execute(gone):
        yield row.user_id, _size(row)


def _hold(*which: ColumnElement[bool]) -> None:
    """Within a transaction that ends these memberships: no draft comes after all were counted."""
    held = select(Membership.user_id).where(*which).order_by(Membership.user_id)
    db.session.execute(held.with_for_update())


def _size(row: Row[Any]) -> int:
    """The bytes that count as stored for a draft."""
    return usage.size_of(row.content) + len(row.sealed or "") + usage.ROW


def _given_back(user_id: int, *which: ColumnElement[bool]) -> bool:
    """Delete drafts of somebody's, which count as stored no more; whether there were any."""
    rows = db.session.execute(delete(drafts).where(*which).returning(drafts)).all()
    if rows:
        usage.take(user_id, -sum(map(_size, rows)))
    return bool(rows)


def _place(actor: Actor, room_id: int, root_id: int) -> ColumnElement[bool]:
    mine = drafts.c.user_id == actor.id
    return and_(mine, drafts.c.room_id == room_id, drafts.c.root_id == root_id)


def _was_sent(actor: Actor, client_id: str) -> bool:
    same = (Message.sender_id == actor.id, Message.client_id == client_id)
    return db.session.scalar(select(Message.id).where(*same)) is not None


def _require_place(
    actor: Actor, this: ColumnElement[bool], values: Mapping[str, Any], *, is_new: bool
) -> None:
    """Raise Conflict if the actor keeps as many others, or as long ones, as one may."""
    others = and_(drafts.c.user_id == actor.id, ~this)
    size = len(values["content"]) + len(values["sealed"] or "")
    length = func.length(drafts.c.content) + func.coalesce(func.length(drafts.c.sealed), 0)
    number = func.count()
    standing = select(number, func.coalesce(func.sum(length), 0)).where(others)
    for _ in range(2):
        kept, stored = db.session.execute(standing).one()
        is_one_more = is_new and kept >= wire.MAX_DRAFTS
        if not is_one_more and stored + size <= wire.MAX_KEPT:
            return
        # What was sent takes no place.
        _given_back(actor.id, others, _SENT)
    if is_one_more:
        raise Conflict("{most} drafts of yours are kept already.", most=wire.MAX_DRAFTS)
    raise Conflict("Your drafts have {most} characters together at most.", most=wire.MAX_KEPT)


def _shown(row: Row[Any]) -> wire.Draft:
    return wire.Draft(
        room=row.room_id,
        thread=row.root_id or None,
        version=row.version,
        content=row.content,
        sealed=row.sealed,
        reply_to=row.reply_to,
        updated_at=row.updated_at,
    )


def _tell(actor: Actor, room_id: int, thread: int | None, draft: wire.Draft | None) -> None:
    event = wire.DraftChanged(room=room_id, thread=thread, draft=draft)
    publish(event, to=people([actor.id]))
