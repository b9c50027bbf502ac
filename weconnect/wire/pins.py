"""Pinned messages of a room, in their order."""

from typing import Annotated, Literal

from pydantic import Field

from .auth import User
from .base import Command, Event, Id, Model, Timestamp
from .messages import Message

# So many messages are pinned in a room at once.
MAX_PINS = 100

Place = Annotated[int, Field(ge=0, lt=MAX_PINS)]
# Who pins in a room.
Pinning = Literal["everybody", "admins"]

REFUSED = {
    "notFound": "no such message in one's rooms",
    "forbidden": "the message is deleted, the room is archived, or one may not pin in it",
}


class PinPath(Model):
    """`/messages/{message}/pin`"""

    message: Id


class PinMessage(Command):
    """Pin a message in its room, above those that are pinned, or take it down; a second time
    changes nothing."""

    event = "pinMessage"
    errors = REFUSED | {"conflict": f"{MAX_PINS} messages are pinned in the room already"}

    message: Id
    on: bool
    """false: take it down"""


class PlacePin(Model):
    """`PATCH /messages/{id}/pin`"""

    place: Place
    """where it is to stand among the pinned messages: 0 is the top; too large: the end"""


class MovePin(Command, PlacePin):
    """Put a pinned message to another place among them; one that is not pinned stays so."""

    event = "movePin"
    errors = REFUSED

    message: Id


class PinsQuery(Model):
    """`GET /rooms/{id}/pins`"""

    after: Place = 0
    """how many of the first are left out"""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class Pin(Model):
    """A pinned message."""

    message: Message
    by: User
    """who pinned it"""
    at: Timestamp
    """when"""


class PinsPage(Model):
    """A page of a room's pinned messages."""

    pins: list[Pin]
    """in their order: what was pinned last stands first, unless somebody moved it"""
    complete: bool
    """whether these are the last ones"""
    pinning: Pinning
    """who pins in the room"""
    may_pin: bool
    """whether one is among them"""


class SetPinning(Model):
    """`PUT /rooms/{id}/pinning`"""

    pinning: Pinning
    """who pins in the room: everybody but guests, or owners and admins"""


class PinsChanged(Event):
    """Messages of a room were pinned, taken down or moved."""

    event = "pinsChanged"
    audience = "sockets that have joined the room"

    room: Id
