"""Who is here, and who is typing."""

from typing import Literal

from .auth import User
from .base import Command, Event, Id, Model, PresenceState

# The silence after which somebody no longer types.
TYPING_S = 6.0


class Typing(Command):
    """The person behind this socket is typing, or has stopped."""

    event = "typing"
    errors = {
        "notFound": "no such room that one may see",
        "forbidden": "a public room that one has not joined",
    }

    room: Id
    typing: bool


class SetPresence(Command):
    """Whether the person behind this socket is at their device."""

    event = "setPresence"

    state: Literal["active", "away"]


class UserTyping(Event):
    """Somebody types; ends by itself after six seconds of silence."""

    event = "typing"
    audience = "the other people's sockets that have joined the room"
    useful_s = 3.0

    room: Id
    user: User
    typing: bool


class UserPresence(Model):
    """One person's state over all of their tabs and devices."""

    id: Id
    """of the person"""
    state: PresenceState
    """`online` while one of their sockets is active, `away` when none is, `offline` without one"""


class Presence(Event):
    """People whose state changed; gathered."""

    event = "presence"
    audience = "the sockets of everybody who shares a room with them, and their own"

    users: list[UserPresence]
