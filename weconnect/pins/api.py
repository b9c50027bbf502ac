"""REST operations on pins."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import pins as wire
from weconnect.wire.messages import Message

from . import service

PATH = "/messages/<int:message>/pin"

api = Door("pins")


@api.route(
    "GET", "/rooms/<int:room>/pins", query=wire.PinsQuery, answer=wire.PinsPage, errors=(403,)
)
def list_pins(actor: Actor, query: wire.PinsQuery, room: int) -> wire.PinsPage:
    """The pinned messages of a room, in their order; a page at a time."""
    return service.list_pins(actor, room, query)


@api.route("PUT", PATH, parts=wire.PinPath, answer=Message, errors=(403, 409))
def pin_message(actor: Actor, message: int) -> Message:
    """Pin a message in its room, above the others."""
    return service.pin_message(actor, message, on=True)


@api.route("DELETE", PATH, parts=wire.PinPath, answer=Message, errors=(403,))
def unpin_message(actor: Actor, message: int) -> Message:
    """Take a pinned message down."""
    return service.pin_message(actor, message, on=False)


@api.route(
    "PATCH",
    PATH,
    parts=wire.PinPath,
    body=wire.PlacePin,
    status=HTTPStatus.NO_CONTENT,
    errors=(403,),
)
def move_pin(actor: Actor, body: wire.PlacePin, message: int) -> None:
    """Put a pinned message to another place among them."""
    service.move_pin(actor, message, body.place)


@api.route(
    "PUT",
    "/rooms/<int:room>/pinning",
    body=wire.SetPinning,
    status=HTTPStatus.NO_CONTENT,
    errors=(403,),
)
def set_pinning(actor: Actor, body: wire.SetPinning, room: int) -> None:
    """Say who pins messages in a room."""
    service.set_pinning(actor, room, body.pinning)
