"""REST operations on messages."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.rooms.directory import PAGE, public_rooms
from weconnect.wire import messages as wire
from weconnect.wire.rooms import RoomList, RoomSearch

from . import history, room_list, service, unread

api = Door("messages")


@api.route("GET", "/rooms", query=RoomSearch, answer=RoomList)
def list_rooms(actor: Actor, query: RoomSearch) -> RoomList:
    """One's own rooms with what is unread in each, or the public rooms; in pages."""
    if query.scope == "public":
        return RoomList(rooms=public_rooms(actor, query.q, query.after, query.limit or PAGE))
    return room_list.my_page(actor, query)


@api.route(
    "GET",
    "/rooms/<int:room>/messages",
    query=wire.HistoryQuery,
    answer=wire.HistoryPage,
    errors=(403,),
)
def list_messages(actor: Actor, query: wire.HistoryQuery, room: int) -> wire.HistoryPage:
    """A page of a room's messages, oldest first."""
    return history.history(actor, wire.History(room=room, **dict(query)))


@api.route(
    "GET",
    "/rooms/<int:room>/changes",
    query=wire.ChangesQuery,
    answer=wire.ChangesPage,
    errors=(403,),
)
def list_changes(actor: Actor, query: wire.ChangesQuery, room: int) -> wire.ChangesPage:
    """What changed in a room since a version."""
    return history.changes(actor, wire.Changes(room=room, **dict(query)))


@api.route(
    "POST",
    "/rooms/<int:room>/messages",
    body=wire.PostMessage,
    answer=wire.Message,
    status=HTTPStatus.CREATED,
    errors=(403, 409),
)
def post_message(actor: Actor, body: wire.PostMessage, room: int) -> wire.Message:
    """Post a message. Send the same `clientId` again after a failure: there will be one message."""
    return service.post_message(actor, room, body)


@api.route("PUT", "/rooms/<int:room>/read", body=wire.ReadUpTo, answer=wire.ReadAck, errors=(403,))
def mark_read(actor: Actor, body: wire.ReadUpTo, room: int) -> wire.ReadAck:
    """Mark everything up to a seq as read."""
    return unread.submit_mark(actor, room, body.seq).get().ack


@api.route(
    "PUT", "/rooms/<int:room>/unread", body=wire.UnreadFrom, answer=wire.ReadAck, errors=(403,)
)
def mark_unread(actor: Actor, body: wire.UnreadFrom, room: int) -> wire.ReadAck:
    """Mark everything from a seq on as unread."""
    return unread.mark_unread(actor, room, body.seq).ack


@api.route("POST", "/rooms/read", answer=wire.AllReadAck)
def mark_all_read(actor: Actor) -> wire.AllReadAck:
    """Mark everything in all of one's rooms as read."""
    return wire.AllReadAck(rooms=unread.mark_all_read(actor))


@api.route("GET", "/messages/<int:message>", query=wire.MessageQuery, answer=wire.Message)
def get_message(actor: Actor, query: wire.MessageQuery, message: int) -> wire.Message:
    """One message."""
    found = history.message(actor, message)
    return history.with_html(actor, found) if query.html else found


@api.route(
    "PATCH",
    "/messages/<int:message>",
    body=wire.PatchMessage,
    answer=wire.Message,
    errors=(403,),
)
def edit_message(actor: Actor, body: wire.PatchMessage, message: int) -> wire.Message:
    """Change the text of one's own message."""
    return service.edit_message(actor, message, body.body)


@api.route("DELETE", "/messages/<int:message>", answer=wire.Message, errors=(403,))
def delete_message(actor: Actor, message: int) -> wire.Message:
    """Take back a message; what stays is a tombstone in its place."""
    return service.delete_message(actor, message)
