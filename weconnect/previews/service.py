"""Previews of links: hanging them on messages, taking them away, and whether a room has them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.messages import throttles
from weconnect.messages.log import Change, message_log
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow, require_message
from weconnect.rooms import access
from weconnect.rooms import throttles as room_throttles
from weconnect.rooms.access import RANK
from weconnect.rooms.models import Room
from weconnect.wire import previews as wire
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.messages import Message
from weconnect.wire.parts.previews import LinkPreview

from .models import message_previews, pictures, without_previews
from .shown import read
from .wishing import hang_on, is_on


def hang_up(message_id: int, found: Sequence[LinkPreview]) -> None:
    """Have these previews hang on a message, but for links that are not in it any more or whose
    previews were taken away; twice is as once. Raises Unavailable.
    """

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        if row.deleted:
            return None
        before = read(row.previews)
        urls = {one.url for one in found}
        # What was there stays, also if its site does not answer today.
        all_of_it = [*found, *(one for one in before.previews if one.url not in urls)]
        in_order = sorted(all_of_it, key=lambda one: row.content.find(one.url))
        after = before.with_all(one for one in in_order if one.url in row.content)
        if after == before:
            return None
        hang_on(row.id, [one.id for one in after.previews])
        return {"previews": after.written()}

    try:
        message_log().append(Change(None, message_id, alter))
    except (Forbidden, NotFound):
        # Of an archived room nothing changes.
        pass


@counted(throttles.POSTS, "posts")
def remove(actor: Actor, message_id: int, preview_id: int) -> Message:
    """Take a preview off a message for good, as its author or an admin of the room.

    Raises NotFound, Forbidden.
    """

    def alter(row: MessageRow, role: str) -> dict[str, Any] | None:
        if row.sender_id != actor.id and RANK[role] < RANK["admin"]:
            raise Forbidden("Only its author, or an admin of the room, can take a preview away.")
        before = read(row.previews)
        after = before.without(preview_id)
        if after == before:
            return None
        hang_on(row.id, [one.id for one in after.previews])
        return {"previews": after.written()}

    return seen_by(actor, [message_log().append(Change(actor, message_id, alter))])[0]


def picture(actor: Actor, message_id: int, preview_id: int) -> bytes:
    """The picture of a preview on a message that the actor sees, as WebP. Raises NotFound."""
    require_message(actor, message_id)
    found: bytes | None = db.session.scalar(
        select(pictures.c.content)
        .join(message_previews, message_previews.c.preview_id == pictures.c.preview_id)
        .where(message_previews.c.message_id == message_id, pictures.c.preview_id == preview_id)
    )
    if found is None:
        raise NotFound
    return found


def room_wants(room_id: int) -> bool:
    """Whether a room is with previews, as far as the room is asked."""
    return not db.session.scalar(select(without_previews).where(Room.id == room_id))


def room_previews(actor: Actor, room_id: int) -> wire.RoomPreviews:
    """Whether links have previews in one of the actor's rooms. Raises NotFound, Forbidden."""
    own = access.require_member(actor, room_id)
    return wire.RoomPreviews(on=is_on() and not own.room.encrypted and room_wants(room_id))


@counted(room_throttles.CHANGES, "room changes")
@transaction
def set_room(actor: Actor, room_id: int, wish: wire.RoomPreviews) -> wire.RoomPreviews:
    """Have a room with previews or without, for its admins; those that are there stay.

    Raises NotFound, Forbidden.
    """
    room, _ = access.require_group(actor, room_id, "admin")
    access.require_open(room)
    if room.encrypted:
        raise Forbidden("This room is encrypted: the server does not see its links.")
    values = {without_previews: None if wish.on else True}
    db.session.execute(update(Room).where(Room.id == room_id).values(values))
    return wire.RoomPreviews(on=wish.on and is_on())
