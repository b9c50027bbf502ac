"""Bookmarks: messages that somebody saved for later, for themselves."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Command, Event, Id, Model, Moment, OptionalSingleLine, Timestamp
from .messages import Message

# So many messages one person saves at once.
MAX_BOOKMARKS = 1_000
MAX_NOTE = 300

Note = Annotated[OptionalSingleLine, Field(max_length=MAX_NOTE)]
Show = Literal["open", "reminders", "done"]


class BookmarkPath(Model):
    """`/messages/{message}/bookmark`"""

    message: Id


class PutBookmark(Model):
    """`PUT /messages/{id}/bookmark`: all that is to be kept of it."""

    note: Note = ""
    """for oneself"""
    remind_at: Moment | None = None
    """when to be reminded; null: not"""
    done: bool = False
    """whether it is dealt with: then nobody is reminded"""


class SaveMessage(Command, PutBookmark):
    """Save a message for later, or change what one has saved it with."""

    event = "saveMessage"
    errors = {
        "notFound": "no such message in one's rooms",
        "forbidden": "the message is deleted",
        "conflict": f"{MAX_BOOKMARKS} messages are saved already",
    }

    message: Id


class ForgetMessage(Command):
    """Save a message no longer; a second time changes nothing."""

    event = "forgetMessage"

    message: Id


class Bookmark(Model):
    """A message that one has saved."""

    id: Id
    """the `before` that comes after it in the list"""
    message: Id
    said: Message | None
    """the message; null where one is not in its room any more"""
    note: str
    saved_at: Timestamp
    remind_at: Timestamp | None
    due: bool
    """whether one was reminded of it, and it is not done"""
    done: bool


class BookmarksQuery(Model):
    """`GET /bookmarks`"""

    show: Show = "open"
    """those that are open, those of them with a reminder (by its time), or those that are done"""
    before: Id | None = None
    """the `id` of the last one of the page before"""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class BookmarksPage(Model):
    """A page of what one has saved."""

    bookmarks: list[Bookmark]
    """those whose reminder is due first, then what was saved last"""
    complete: bool
    """whether these are the last ones"""
    due: int
    """how many reminders are due in all"""


class SavedMessages(Model):
    """Which messages one has saved that are not done."""

    messages: list[Id]
    due: int
    """how many reminders are due"""


class BookmarkChanged(Event):
    """One's own bookmark of a message was made, changed or removed, by this or another client."""

    event = "bookmarkChanged"
    audience = "all sockets of the person"

    message: Id
    saved: bool
    """whether it is saved and not done"""
    due: int
    """how many reminders are due in all"""


class Reminded(Event):
    """A reminder of a saved message is due."""

    event = "reminded"
    audience = "all sockets of the person"

    message: Id
    note: str
    due: int
    """how many reminders are due in all"""
