"""Saving messages for later.

Whoever is not in a message's room any more keeps the bookmark, and sees nothing of what it said.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, insert, or_, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import history, throttles
from weconnect.messages.serialize import require_message
from weconnect.wire import bookmarks as wire
from weconnect.wire.errors import Conflict, Forbidden

from .models import Bookmark

# The kind of the job that reminds.
REMIND = "remind_of_bookmarks"

bookmarks = table_of(Bookmark)
_OPEN = bookmarks.c.done_at.is_(None)
_DUE = and_(bookmarks.c.reminded_at.is_not(None), _OPEN)


@counted(throttles.POSTS, "posts")
@transaction
def save(actor: Actor, message_id: int, wish: wire.PutBookmark) -> wire.Bookmark:
    """Save a message, or change what it is saved with. Raises NotFound, Forbidden, Conflict."""
    found = db.session.execute(select(bookmarks).where(_mine(actor, message_id))).first()
    if found is None:
        row, _ = require_message(actor, message_id)
        if row.deleted:
            raise Forbidden("This message was deleted.")
        _require_place(actor)
        values = {"user_id": actor.id, "message_id": message_id, "saved_at": now(), "note": ""}
        db.session.execute(insert(bookmarks).values(**values))
    before = found.remind_at if found else None
    moved = before != wish.remind_at
    values = {
        "note": wish.note,
        "remind_at": wish.remind_at,
        "done_at": ((found and found.done_at) or now()) if wish.done else None,
    }
    if moved:
        values["reminded_at"] = None
    db.session.execute(update(bookmarks).where(_mine(actor, message_id)).values(**values))
    if wish.remind_at and not wish.done:
        wake_at(REMIND, wish.remind_at)
    tell(actor.id, message_id, saved=not wish.done)
    return _shown(
        actor, [db.session.execute(select(bookmarks).where(_mine(actor, message_id))).one()]
    )[0]


@counted(throttles.POSTS, "posts")
@transaction
def forget(actor: Actor, message_id: int) -> None:
    """Save a message no longer. Raises NotFound."""
    gone = delete(bookmarks).where(_mine(actor, message_id)).returning(bookmarks.c.id)
    if db.session.execute(gone).all():
        tell(actor.id, message_id, saved=False)
    else:
        require_message(actor, message_id)


def listed(actor: Actor, query: wire.BookmarksQuery) -> wire.BookmarksPage:
    """A page of what the actor has saved."""
    mine = bookmarks.c.user_id == actor.id
    shown = bookmarks.c.done_at.is_not(None) if query.show == "done" else _OPEN
    wanted = select(bookmarks).where(mine, shown)
    if query.show == "reminders":
        wanted = wanted.where(bookmarks.c.remind_at.is_not(None))
    # What is due stands above all else.
    place = case((_DUE, 0), else_=1)
    if query.before is not None:
        last = _place_of(actor, query.before, query.show)
        same = and_(place == last, bookmarks.c.id < query.before)
        wanted = wanted.where(or_(place > last, same))
    wanted = wanted.order_by(place, bookmarks.c.id.desc()).limit(query.limit + 1)
    rows = db.session.execute(wanted).all()
    return wire.BookmarksPage(
        bookmarks=_shown(actor, rows[: query.limit]),
        complete=len(rows) <= query.limit,
        due=due(actor.id),
    )


def _place_of(actor: Actor, bookmark_id: int, show: wire.Show) -> int:
    """Where a bookmark stood in a list, also if it has left it since: 0 among what is due, 1 below
    that, as one of which nothing is known any more."""
    was_due = select(bookmarks.c.id).where(
        bookmarks.c.user_id == actor.id,
        bookmarks.c.id == bookmark_id,
        bookmarks.c.reminded_at.is_not(None),
    )
    return 0 if show != "done" and db.session.scalar(was_due) is not None else 1


def saved(actor: Actor) -> wire.SavedMessages:
    """Which messages the actor has saved that are not done."""
    mine = select(bookmarks.c.message_id).where(bookmarks.c.user_id == actor.id, _OPEN)
    found = db.session.scalars(mine.order_by(bookmarks.c.message_id)).all()
    return wire.SavedMessages(messages=list(found), due=due(actor.id))


def one(actor: Actor, message_id: int) -> wire.Bookmark | None:
    """The actor's bookmark of a message, if there is one."""
    rows = db.session.execute(select(bookmarks).where(_mine(actor, message_id))).all()
    return next(iter(_shown(actor, rows)), None)


def due(user_id: int) -> int:
    """How many of somebody's reminders are due."""
    count = select(func.count()).where(bookmarks.c.user_id == user_id, _DUE)
    return db.session.scalar(count) or 0


def tell(user_id: int, message_id: int, *, saved: bool) -> None:
    """Tell all clients of a person what became of a bookmark."""
    event = wire.BookmarkChanged(message=message_id, saved=saved, due=due(user_id))
    publish(event, to=people([user_id]))


def _shown(actor: Actor, rows: Sequence[Row[Any]]) -> list[wire.Bookmark]:
    said = {one.id: one for one in history.some(actor, {row.message_id for row in rows})}
    return [
        wire.Bookmark(
            id=row.id,
            message=row.message_id,
            said=said.get(row.message_id),
            note=row.note,
            saved_at=row.saved_at,
            remind_at=row.remind_at,
            due=row.reminded_at is not None and row.done_at is None,
            done=row.done_at is not None,
        )
        for row in rows
    ]


def _mine(actor: Actor, message_id: int) -> ColumnElement[bool]:
    return and_(bookmarks.c.user_id == actor.id, bookmarks.c.message_id == message_id)


def _require_place(actor: Actor) -> None:
    count = select(func.count()).where(bookmarks.c.user_id == actor.id)
    if (db.session.scalar(count) or 0) >= wire.MAX_BOOKMARKS:
        raise Conflict(
            "You have saved {most} messages already. Remove some first.", most=wire.MAX_BOOKMARKS
        )
