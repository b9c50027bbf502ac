"""Read receipts: who has read up to where."""

from typing import Literal

from .auth import User
from .base import Command, Event, Id, Model, Seq, Timestamp

# In a room of more people nobody is named: there is a number.
LISTED = 20

# What one sees: nothing where the team, the room or oneself is without it.
Shown = Literal["people", "number", "nothing"]


class ReadMark(Model):
    """How far somebody has read a room, or a thread."""

    user: Id
    read_seq: Seq
    """0: nothing since they came, or since they follow the thread"""


class RoomReaders(Model):
    """How far the others have read a room, or a thread in it."""

    shown: Shown
    """`number`: the room has more than 20 people; `GET /messages/{id}/readers` counts them"""
    marks: list[ReadMark]
    """of those others who show it; none unless `shown` is `people`"""


class GetReaders(Command):
    """How far the others have read a room. What is written says that its author has read as far."""

    event = "roomReaders"
    errors = {
        "notFound": "no such room that one may see",
        "forbidden": "a public room that one has not joined",
    }

    room: Id


class GetThreadReaders(Command):
    """How far the others who follow a thread have read it, by its own marks."""

    event = "threadReaders"
    errors = {
        "notFound": "no such room that one may see, or no such thread in it",
        "forbidden": "a public room that one has not joined",
    }

    room: Id
    thread: Id
    """the id of the message that began it"""


class Reader(Model):
    """Somebody who has read a message."""

    user: User
    by: Timestamp
    """when they had read it at the latest: they may have read more since"""


class MessageReaders(Model):
    """The answer to `GET /messages/{id}/readers`."""

    shown: Shown
    count: int
    """how many have read it, its author and oneself left out"""
    of: int
    """of how many who show it and were there when it was said"""
    readers: list[Reader]
    """who last read first; none unless `shown` is `people`"""


class RoomReceipts(Model):
    """`/rooms/{id}/receipts`"""

    on: bool
    """whether people see in this room who has read a message"""


class OwnReceipts(Model):
    """`/me/receipts`"""

    on: bool
    """whether others see when one has read, and one sees it of them"""


class ReadersMoved(Event):
    """Others have read on, or set their marks back; gathered. Or what one sees is another."""

    event = "readersMoved"
    audience = (
        "sockets that have joined a room of up to 20 people, of those who show it; "
        "at most one a second"
    )

    room: Id
    marks: list[ReadMark] | None
    """of those who did; null: to be asked for anew"""


class ThreadReadersMoved(Event):
    """Others have read on in a thread, or follow it no more; gathered. Or what one sees is another.

    In a room of more than 20 people only those hear of it who follow the thread, while up to 20 of
    them look.
    """

    event = "threadReadersMoved"
    audience = (
        "sockets that have joined the room, of those who show it; at most one per thread and second"
    )

    room: Id
    thread: Id
    marks: list[ReadMark] | None
    """of those who did; null: to be asked for anew"""
