"""What people say of themselves: a status with an end, do not disturb, their time and hours."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from .base import MAX_ID, Command, Event, Id, Model, Moment, OptionalSingleLine, Timestamp
from .reactions import Emoji
from .words import N_

MAX_STATUS = 100
# So many people are asked about at once: as many as a page shows of a room's.
MAX_ASKED = 200

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+){0,2}", re.ASCII)
_IDS = re.compile(r"\d{1,19}(?:,\d{1,19})*", re.ASCII)


def _clock(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise ValueError(N_("must be a time of day, such as 09:30"))
    return text


def _zone(text: str) -> str:
    if text and not _ZONE.fullmatch(text):
        raise ValueError(N_("must be the name of a time zone"))
    return text


def _ids(text: str) -> str:
    known = _IDS.fullmatch(text) and text.count(",") < MAX_ASKED
    if not known or max(map(int, text.split(","))) > MAX_ID:
        raise ValueError(f"must be up to {MAX_ASKED} ids with commas between them")
    return text


ClockTime = Annotated[str, Field(max_length=5), AfterValidator(_clock)]
ZoneName = Annotated[str, Field(max_length=64), AfterValidator(_zone)]


class WorkingHours(Model):
    """When somebody usually works, by the clock of their time zone."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    """the days of the week: 1 is Monday"""
    start: ClockTime
    """`09:00`"""
    end: ClockTime
    """`17:00`; not after `start`: on the next day"""


class Status(Model):
    """What a person says of themselves. What has ended is left out: null, or an empty text."""

    user: Id
    emoji: str | None
    text: str
    until: Timestamp | None
    """when emoji and text end; null: not by themselves"""
    dnd_until: Timestamp | None
    """until when they do not want to be disturbed; null: they may be"""
    time_zone: str | None
    """the name of their time zone (IANA); null: they do not tell"""
    working_hours: WorkingHours | None


class OwnStatus(Status):
    """The same of the person who asks."""

    zone_from: Literal["browser", "person"]
    """whether their browser says their time zone, or they chose it"""


class StatusList(Model):
    """The answer to `GET /statuses`: of those who say something, in no order."""

    statuses: list[Status]


class FindStatuses(Model):
    """`GET /statuses`"""

    users: Annotated[str, Field(max_length=4000), AfterValidator(_ids)]
    """the ids of people, with commas between them"""


class _Change(Model):
    emoji: Emoji | None = None
    """null: none"""
    text: Annotated[OptionalSingleLine, Field(max_length=MAX_STATUS)] = ""
    until: Moment | None = None
    """when emoji and text end; null: not by themselves"""
    dnd_until: Moment | None = None
    """until when one does not want to be disturbed; null: one may be"""
    time_zone: ZoneName | None = None
    """null: others are not told"""
    zone_from: Literal["browser", "person"] | None = None
    working_hours: WorkingHours | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name what changes: emoji, text, until, dndUntil, timeZone, …")
        return self


class EditStatus(_Change):
    """`PATCH /me/status`: what changes, at least one of it."""


class SetStatus(Command, _Change):
    """Say something of oneself: what is named changes, all else stays."""

    event = "setStatus"
    errors = {"tooLarge": "the text or the emoji is too long"}


class StatusAck(Model):
    """The answer to `setStatus`."""

    status: OwnStatus


class StatusChanged(Event):
    """What a person says of themselves has changed. What ends at a time told before ends untold."""

    event = "statusChanged"
    audience = "everybody who shares a room with them, and their own sockets"

    status: Status
