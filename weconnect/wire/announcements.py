"""Announcements: messages that members are asked to confirm. `sendMessage` makes them."""

from typing import Annotated, Literal

from pydantic import Field

from .auth import User
from .base import Command, Event, Id, Model, Timestamp
from .messages import Message

MAX_PEOPLE = 100
# So many that one has not confirmed are listed, those first whose date comes first.
MAX_OPEN = 50

Announcing = Literal["admins", "everybody"]


class AnnouncementPath(Model):
    """`/messages/{message}/confirmation`"""

    message: Id


class AnnouncingPath(Model):
    """`/rooms/{room}/announcing`"""

    room: Id


class Confirm(Command):
    """Confirm that one has read a message; a second time changes nothing."""

    event = "confirm"
    errors = {
        "notFound": "no such message in one's rooms, or it asks for no confirmation",
        "forbidden": "the room is archived",
    }

    message: Id


class ConfirmationsQuery(Model):
    """`GET /messages/{message}/confirmations`"""

    show: Literal["confirmed", "missing"] = "confirmed"
    """who has confirmed it, or who is asked to and has not"""
    after: Id | None = None
    """the `next` of the page before"""
    limit: Annotated[int, Field(ge=0, le=MAX_PEOPLE)] = 50
    """0: only the numbers"""


class Confirmation(Model):
    """How somebody stands to an announcement."""

    user: User
    at: Timestamp | None
    """when they confirmed it; null: they have not"""
    member: bool
    """whether they are in the room still"""


class ConfirmationsPage(Model):
    """Who has confirmed an announcement, or who has not."""

    people: list[Confirmation]
    """in the order in which they confirmed it, or in which they joined this server"""
    next: Id | None
    """the `after` of the next page; null: this is the last one"""
    confirmed: int
    """how many have confirmed it, those included who have left since"""
    missing: int
    """how many members are asked to and have not: those who see it and came before its date was
    past, but for its author"""


class OpenAnnouncements(Model):
    """What one is asked to confirm, and has not."""

    announcements: list[Message]
    """those first whose date comes first; 50 at most"""
    count: int
    """how many there are"""


class SetAnnouncing(Model):
    """`PUT /rooms/{room}/announcing`"""

    announcing: Announcing
    """who may ask for confirmations there: owners and admins only, or all members but guests"""


class Confirmed(Event):
    """One has confirmed a message, by this or another of one's clients."""

    event = "confirmed"
    audience = "all sockets of the person"

    message: Id


class AnnouncementsChanged(Event):
    """In a room there is something to confirm, or is not any more: whoever is asked hears of it
    wherever they look."""

    event = "announcementsChanged"
    audience = "all sockets of the room's members"
    useful_s = 60.0

    room: Id


class ConfirmationsChanged(Event):
    """Somebody has confirmed one's announcement."""

    event = "confirmationsChanged"
    audience = "all sockets of its author"
    useful_s = 60.0

    message: Id
    confirmed: int
    """how many have confirmed it"""


class ConfirmationDue(Event):
    """One has not confirmed a message yet, and its author wants one to be reminded."""

    event = "confirmationDue"
    audience = "all sockets of the members who have not confirmed it"

    message: Id
    room: Id
    by: Timestamp
