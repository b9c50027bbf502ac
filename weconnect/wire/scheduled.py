"""Messages that are sent later."""

import re
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from .base import ClientId, Command, Event, Id, Model, Moment, Timestamp
from .body import Content
from .errors import ErrorBody
from .messages import Message
from .status import ZoneName
from .words import N_

# So many messages of one person wait at once.
MAX_SCHEDULED = 100
# The latest that something can be sent.
MAX_DAYS = 400

_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


def _local(text: str) -> str:
    if not _LOCAL.fullmatch(text) or not _is_time(text):
        raise ValueError(N_("must be a date and a time of day, such as 2026-01-31T09:30"))
    return text


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


LocalTime = Annotated[str, Field(max_length=16), AfterValidator(_local)]


class _When(Model):
    """When it is to be sent: at a moment, or when the clocks of a time zone show something."""

    at: Moment | None = None
    """a moment; null: `localTime` says it"""
    local_time: LocalTime | None = None
    """what the clock of `timeZone` shows then, without a zone: `2026-01-31T09:30`. It stays so if
    the clocks are changed meanwhile. What they never show, as they are put forward, is so much
    later; of what they show twice, it is the first time"""
    time_zone: ZoneName | None = None
    """the name of the time zone (IANA) of `localTime`"""


def _says_when(wish: _When) -> None:
    if (wish.at is None) is (wish.local_time is None):
        raise ValueError("name either at, or localTime with timeZone")
    if wish.local_time is not None and not wish.time_zone:
        raise ValueError("name the timeZone of localTime")


class PostScheduled(_When):
    """`POST /rooms/{room}/scheduled`"""

    content: Content
    client_id: ClientId
    """made by the client, once for each message: that of the message, when it is sent"""
    reply_to: Id | None = None
    """the id of a message of the same room"""
    thread: Id | None = None
    """the id of the message of the same room in whose thread it is to stand"""
    in_room: bool = False
    """with `thread`: it is to stand in the room as well"""

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        _says_when(self)
        return self


class ScheduleMessage(Command, PostScheduled):
    """Have a message sent later. The same `clientId` of the same person changes the one that
    waits."""

    event = "scheduleMessage"
    errors = {
        "notFound": "no such room that one may see",
        "forbidden": "a public room that one has not joined, an archived or an encrypted room, or "
        "one may store no more",
        "conflict": f"{MAX_SCHEDULED} messages wait already, or it is being sent or was sent",
        "tooLarge": "the content is too long",
    }

    room: Id


class PatchScheduled(_When):
    """`PATCH /scheduled/{scheduled}`: what changes; what is not named stays."""

    content: Content | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.at is not None or self.local_time is not None:
            _says_when(self)
        elif self.content is None:
            raise ValueError("name what changes: content, at, localTime with timeZone")
        return self


class EditScheduled(Command, PatchScheduled):
    """Change what a message says that waits, or when it is sent."""

    event = "editScheduled"
    errors = {
        "notFound": "nothing of one's own that waits",
        "forbidden": "one may store no more",
        "conflict": "it is being sent",
        "tooLarge": "the content is too long",
    }

    scheduled: Id


class SendScheduled(Command):
    """Send a message now that waits."""

    event = "sendScheduled"
    errors = {
        "notFound": "nothing of one's own that waits",
        "forbidden": "one may not write there any more",
        "conflict": "it is being sent",
    }

    scheduled: Id


class StopScheduled(Command):
    """Do not send a message that waits: it is gone."""

    event = "stopScheduled"
    errors = {"notFound": "nothing of one's own that waits", "conflict": "it is being sent"}

    scheduled: Id


class ScheduledPath(Model):
    """`/scheduled/{scheduled}`"""

    scheduled: Id


class Scheduled(Model):
    """A message of one's own that waits for its time."""

    id: Id
    client_id: str
    room: Id | None
    """null: the room is deleted"""
    content: str
    reply_to: Id | None
    thread: Id | None
    in_room: bool
    at: Timestamp
    """when it is sent"""
    local_time: str | None
    """what the clock of `timeZone` shows then; null: it was given as a moment"""
    time_zone: str | None
    problem: ErrorBody | None
    """why it could not be sent when its time came: it waits until its author changes it"""


class ScheduledList(Model):
    """All messages of one's own that wait: those that could not be sent first, then by time."""

    scheduled: list[Scheduled]


class SentScheduled(Model):
    """The answer to `sendScheduled`."""

    message: Message


class ScheduledChanged(Event):
    """A message of one's own that is to be sent later was made or changed, or could not be sent."""

    event = "scheduledChanged"
    audience = "all sockets of the person"

    scheduled: Scheduled


class ScheduledGone(Event):
    """A message waits no more: it was sent, or stopped."""

    event = "scheduledGone"
    audience = "all sockets of the person"

    scheduled: Id
    message: Id | None
    """the message that it became; null: it was stopped"""
