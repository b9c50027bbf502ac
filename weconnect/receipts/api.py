"""REST operations on who has read what."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import receipts as wire

from . import service
from .message_readers import of_message

api = Door("receipts")


@api.route("GET", "/rooms/<int:room>/readers", answer=wire.RoomReaders, errors=(403,))
def get_room_readers(actor: Actor, room: int) -> wire.RoomReaders:
    """How far the others have read a room."""
    return service.of_room(actor, room)


@api.route(
    "GET",
    "/rooms/<int:room>/threads/<int:thread>/readers",
    answer=wire.RoomReaders,
    errors=(403,),
)
def get_thread_readers(actor: Actor, room: int, thread: int) -> wire.RoomReaders:
    """How far the others who follow a thread have read it."""
    return service.of_thread(actor, room, thread)


@api.route("GET", "/messages/<int:message>/readers", answer=wire.MessageReaders)
def get_message_readers(actor: Actor, message: int) -> wire.MessageReaders:
    """Who has read a message, or in a room of more than 20 people, how many."""
    return of_message(actor, message)


@api.route("GET", "/rooms/<int:room>/receipts", answer=wire.RoomReceipts, errors=(403,))
def get_room_receipts(actor: Actor, room: int) -> wire.RoomReceipts:
    """Whether people see in a room who has read a message."""
    return service.room_receipts(actor, room)


@api.route(
    "PUT",
    "/rooms/<int:room>/receipts",
    body=wire.RoomReceipts,
    answer=wire.RoomReceipts,
    errors=(403,),
)
def put_room_receipts(actor: Actor, body: wire.RoomReceipts, room: int) -> wire.RoomReceipts:
    """Choose that, for the room's admins and owner; where the team is without it, it stays so."""
    return service.set_room(actor, room, body)


@api.route("GET", "/me/receipts", answer=wire.OwnReceipts)
def get_own_receipts(actor: Actor) -> wire.OwnReceipts:
    """Whether others see when one has read, and one sees it of them."""
    return service.own(actor)


@api.route("PUT", "/me/receipts", body=wire.OwnReceipts, answer=wire.OwnReceipts)
def put_own_receipts(actor: Actor, body: wire.OwnReceipts) -> wire.OwnReceipts:
    """Choose that."""
    return service.choose(actor, body)
