"""Who has read one message: by name in small rooms, else how many.

In a large room everybody is looked through for a number. However many ask, and however often, that
is done once for a message in `FRESH_S` on each server; who asks at the same time waits for it.
"""

import time
from collections import OrderedDict
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import ColumnElement, Select, and_, case, func

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.database.transactions import db
from weconnect.messages.models import ThreadMark
from weconnect.messages.serialize import MessageRow, require_message
from weconnect.rooms.models import Membership
from weconnect.wire import receipts as wire

from .service import marks_of, shown_to

# So long a number holds, and of so many messages it is kept.
FRESH_S = 5.0
KEPT = 1000


class Number(NamedTuple):
    """How many have read a message, of how many whom it could reach; its author left out."""

    read: int
    of: int


class Kept(NamedTuple):
    """A number that is there, or on its way, and when it was asked for, by the monotonic clock."""

    at: float
    number: DirectResult[Number]


# A thread (0: none), and a message in it.
Place = tuple[int, int]

_NUMBERS: "Key[OrderedDict[Place, Kept]]" = Key("weconnect_readers_counted")


def of_message(actor: Actor, message_id: int) -> wire.MessageReaders:
    """Who has read a message that the actor sees. Raises NotFound."""
    row, _ = require_message(actor, message_id)
    shown = shown_to(actor, row.room_id)
    if shown == "nothing":
        return wire.MessageReaders(shown=shown, count=0, of=0, readers=[])
    if shown == "number":
        number = _without(actor, row, _number(row))
        return wire.MessageReaders(shown=shown, count=number.read, of=number.of, readers=[])
    here = _reached(row, Membership.user_id, _read_at(row).label("at"))
    found = db.session.execute(here.where(Membership.user_id != actor.id)).all()
    read = sorted((one for one in found if one.at), key=lambda one: one.at, reverse=True)
    users = directory.people(one.user_id for one in read)
    readers = [wire.Reader(user=users[one.user_id], by=one.at) for one in read]
    return wire.MessageReaders(shown=shown, count=len(read), of=len(found), readers=readers)


def _reached(row: MessageRow, *columns: Any) -> Select[Any]:
    """Whom a message could reach: who was there when it was said, sees it, and shows reading; of
    one that stands in a thread only, who follows that."""
    query = marks_of(row.room_id, *columns).where(
        Membership.joined_at <= row.created_at,
        Membership.visible_from_seq <= row.seq,
        Membership.user_id != row.sender_id,
    )
    if row.thread_id is None:
        return query
    follows = and_(
        ThreadMark.user_id == Membership.user_id,
        ThreadMark.root_id == row.thread_id,
        ThreadMark.following,
    )
    return query.join(ThreadMark, follows, isouter=bool(row.in_room))


def _read_at(row: MessageRow) -> ColumnElement[Any]:
    """When each of them had read it at the latest; null: they have not."""
    in_room = case((Membership.read_seq >= row.seq, Membership.read_at))
    if row.thread_id is None:
        return in_room
    in_thread = case((ThreadMark.read_seq >= row.seq, ThreadMark.read_at))
    return func.coalesce(in_room, in_thread) if row.in_room else in_thread


def _number(row: MessageRow) -> Number:
    kept = _NUMBERS.here()
    place = row.thread_id or 0, row.id
    known = kept.get(place)
    if known is not None and known.at > time.monotonic() - FRESH_S:
        if not known.number.ready():
            # Nobody waits with a connection in their hands.
            db.session.remove()
        return known.number.get()
    number: DirectResult[Number] = DirectResult()
    kept[place] = Kept(time.monotonic(), number)
    kept.move_to_end(place)
    if len(kept) > KEPT:
        kept.popitem(last=False)
    try:
        number.set(_count(row))
    except BaseException as error:
        kept.pop(place, None)
        number.set_exception(error)
        raise
    return number.get()


def forget(root_id: int) -> None:
    """Somebody has read on in a thread: who asks for a number there is told what it is now."""
    kept = _NUMBERS.here()
    for place in [one for one in kept if one[0] == root_id]:
        del kept[place]


def _count(row: MessageRow) -> Number:
    both = (func.count(_read_at(row)).label("read"), func.count().label("of"))
    found = db.session.execute(_reached(row, *both)).one()
    return Number(found.read, found.of)


def _without(actor: Actor, row: MessageRow, number: Number) -> Number:
    """The same without the actor, who sees it and may have been counted."""
    query = _reached(row, _read_at(row).label("at")).where(Membership.user_id == actor.id)
    own = db.session.execute(query).first()
    if own is None:
        return number
    return Number(max(0, number.read - bool(own.at)), max(0, number.of - 1))


def init_app(app: Flask) -> None:
    """Give `app` its memory of numbers."""
    _NUMBERS.keep(app, OrderedDict())
