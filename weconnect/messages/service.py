"""What people do with messages. Each verb is an entry in the message log."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.rooms.access import RANK
from weconnect.wire import messages as wire
from weconnect.wire.body import Body
from weconnect.wire.errors import Forbidden

from . import throttles
from .log import Change, Post, Result, message_log
from .parts import PARTS, foreseen, seen_by, why_fixed
from .serialize import GONE, MessageRow, body_of, columns_of, edited, size_of


def send_message(
    actor: Actor,
    room_id: int,
    body: Body,
    client_id: str,
    reply_to: int | None = None,
    *,
    thread: int | None = None,
    in_room: bool = False,
    extras: Mapping[str, Any] | None = None,
) -> wire.Message:
    """Post a message; it is on disk when this returns.

    With `thread` it stands in the thread that this message of the room begins, and with `in_room`
    in the room as well. `extras` are to hang on it from the start, by the fields of their parts.

    The same `client_id` of the same actor always gives the one message that it first made. Raises
    NotFound, Forbidden, StaleKeys, RateLimited, Unavailable.
    """
    if rate_limit.comes_from_outside():
        throttles.count_post(actor, room_id)
    post = Post(
        *(actor, room_id, body, client_id, reply_to),
        foreseen=foreseen(room_id, body),
        thread=thread,
        in_room=in_room,
        extras=extras,
    )
    return message_log().append(post)


def post_message(actor: Actor, room_id: int, wish: wire.PostMessage) -> wire.Message:
    """Post what a request or a form says, by `send_message`."""
    client_id = wish.client_id or str(uuid4())
    return send_message(
        *(actor, room_id, wish.body, client_id, wish.reply_to),
        thread=wish.thread,
        in_room=wish.in_room,
        extras=wish.extras,
    )


def submit_message(
    actor: Actor,
    room_id: int,
    body: Body,
    client_id: str,
    reply_to: int | None,
    sid: str | None,
    *,
    thread: int | None = None,
    in_room: bool = False,
    extras: Mapping[str, Any] | None = None,
) -> Result:
    """Like `send_message`, without waiting: the result is set when the message is on disk.

    `sid` is the socket that sends, if one does.
    """
    if rate_limit.comes_from_outside():
        throttles.count_post(actor, room_id)
    post = Post(
        *(actor, room_id, body, client_id, reply_to, sid),
        foreseen=foreseen(room_id, body),
        thread=thread,
        in_room=in_room,
        extras=extras,
    )
    return message_log().submit(post)


@counted(throttles.POSTS, "posts")
def edit_message(actor: Actor, message_id: int, body: Body) -> wire.Message:
    """Change the body of the actor's own message. Raises NotFound, Forbidden, StaleKeys."""

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        if row.sender_id != actor.id:
            raise Forbidden("Only its author can edit a message.")
        if row.deleted:
            raise Forbidden("This message was deleted.")
        said = edited(row, body)
        if body_of(row) == said:
            return None
        if why := why_fixed(row):
            raise Forbidden(why)
        return {**columns_of(said), "edited_at": now()}

    change = Change(actor, message_id, alter, size=size_of(body), body=body)
    return seen_by(actor, [message_log().append(change)])[0]


@counted(throttles.POSTS, "posts")
def delete_message(actor: Actor, message_id: int, *, unseen: bool = False) -> wire.Message:
    """Leave a tombstone in place of the actor's own message, or as owner or admin of anybody's.

    With `unseen` also in place of their own that they do not see any more, as they left and came
    back. What it said and what hung on it are gone for good. Raises NotFound, Forbidden.
    """

    def alter(row: MessageRow, role: str) -> dict[str, Any] | None:
        if row.sender_id != actor.id and RANK[role] < RANK["admin"]:
            raise Forbidden("Only its author, or an admin of the room, can delete a message.")
        if row.deleted:
            return None
        gone = dict(GONE)
        for part in PARTS:
            gone |= part.deleted(row)
        return gone

    return message_log().append(Change(actor, message_id, alter, size=0, unseen=unseen))
