"""Pinning messages in their rooms. To pin one is a change of it; their order is the room's own."""

from typing import Any

from sqlalchemy import delete, func, insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import joined
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import throttles
from weconnect.messages.log import Change, message_log
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow, messages, present, require_message
from weconnect.messages.visible import first_seen
from weconnect.rooms import access
from weconnect.rooms.models import Room
from weconnect.wire import pins as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound
from weconnect.wire.messages import Message

from .models import Pin

pins = table_of(Pin)
rooms = table_of(Room)


@counted(throttles.POSTS, "posts")
def pin_message(actor: Actor, message_id: int, *, on: bool) -> Message:
    """Pin a message above the others, or take it down. Raises NotFound, Forbidden, Conflict."""

    def alter(row: MessageRow, role: str) -> dict[str, Any] | None:
        if row.deleted:
            raise Forbidden("This message was deleted.")
        _require_pinner(row.room_id, role)
        if bool(row.pinned) is on:
            return None
        if on:
            _put_up(row, actor)
        else:
            take_down(row)
        publish(wire.PinsChanged(room=row.room_id), to=joined(row.room_id))
        return {"pinned": on or None}

    return seen_by(actor, [message_log().append(Change(actor, message_id, alter))])[0]


def _put_up(row: MessageRow, actor: Actor) -> None:
    here = pins.c.room_id == row.room_id
    number, top = db.session.execute(
        select(func.count(), func.coalesce(func.max(pins.c.place), 0)).where(here)
    ).one()
    if number >= wire.MAX_PINS:
        raise Conflict(
            "{most} messages are pinned here already. Take one down first.", most=wire.MAX_PINS
        )
    values = {"message_id": row.id, "room_id": row.room_id, "place": top + 1}
    db.session.execute(insert(pins).values(**values, user_id=actor.id, pinned_at=now()))


def take_down(row: MessageRow) -> None:
    """Within a transaction: a message is not pinned any more."""
    db.session.execute(delete(pins).where(pins.c.message_id == row.id))


@counted(throttles.POSTS, "posts")
@transaction
def move_pin(actor: Actor, message_id: int, place: int) -> None:
    """Put a pinned message to a place among the others that the actor sees, counted from 0 at the
    top.

    One that is not pinned stays so. Raises NotFound, Forbidden.
    """
    row, role = require_message(actor, message_id)
    # Nobody pins or moves another one meanwhile.
    held = select(Room).where(Room.id == row.room_id).with_for_update()
    if (room := db.session.scalar(held)) is None:
        raise NotFound
    access.require_open(room)
    _require_pinner(room.id, role)
    before = db.session.execute(
        select(
            pins.c.message_id,
            pins.c.place,
            (first_seen(actor.id) <= messages.c.seq).label("seen"),
        )
        .join(messages, messages.c.id == pins.c.message_id)
        .where(pins.c.room_id == room.id)
        .order_by(pins.c.place.desc())
    ).all()
    order = [one.message_id for one in before]
    if message_id not in order:
        # Somebody took it down meanwhile.
        return
    order.remove(message_id)
    seen = [one.message_id for one in before if one.seen and one.message_id != message_id]
    order.insert(order.index(seen[place]) if place < len(seen) else len(order), message_id)
    places = dict(zip(order, range(len(order), 0, -1), strict=True))
    changed = [one for one in before if one.place != places[one.message_id]]
    for one in changed:
        statement = update(pins).where(pins.c.message_id == one.message_id)
        db.session.execute(statement.values(place=places[one.message_id]))
    if changed:
        publish(wire.PinsChanged(room=room.id), to=joined(room.id))


def list_pins(actor: Actor, room_id: int, query: wire.PinsQuery) -> wire.PinsPage:
    """A page of the pinned messages that the actor sees in one of their rooms.

    Raises NotFound, Forbidden.
    """
    own = access.require_member(actor, room_id)
    rows = db.session.execute(
        select(messages, pins.c.user_id, pins.c.pinned_at)
        .join(pins, pins.c.message_id == messages.c.id)
        .where(pins.c.room_id == room_id, messages.c.seq >= own.membership.visible_from_seq)
        .order_by(pins.c.place.desc())
        .offset(query.after)
        .limit(query.limit + 1)
    ).all()
    found = rows[: query.limit]
    people = directory.people(row.user_id for row in found)
    shown: list[Message] = seen_by(actor, present(found))
    pinning = who_pins(room_id)
    return wire.PinsPage(
        pins=[
            wire.Pin(message=one, by=people[row.user_id], at=row.pinned_at)
            for row, one in zip(found, shown, strict=True)
        ],
        complete=len(found) == len(rows),
        pinning=pinning,
        may_pin=own.room.archived_at is None and _may_pin(own.membership.role, pinning),
    )


@counted(throttles.POSTS, "posts")
@transaction
def set_pinning(actor: Actor, room_id: int, pinning: wire.Pinning) -> None:
    """Say who pins in a room, as its admins may. Raises NotFound, Forbidden."""
    access.require_chooser(actor, room_id)
    value = None if pinning == "everybody" else pinning
    db.session.execute(update(rooms).where(rooms.c.id == room_id).values(pinning=value))


def who_pins(room_id: int) -> wire.Pinning:
    """Who pins in a room."""
    where = rooms.c.id == room_id
    return db.session.scalar(select(rooms.c.pinning).where(where)) or "everybody"


def _may_pin(role: str, pinning: wire.Pinning) -> bool:
    return access.RANK[role] >= access.RANK["member" if pinning == "everybody" else "admin"]


def _require_pinner(room_id: int, role: str) -> None:
    pinning = who_pins(room_id)
    if _may_pin(role, pinning):
        return
    if pinning == "admins":
        raise Forbidden("In this room only admins pin messages.")
    raise Forbidden("Guests can’t pin messages.")
