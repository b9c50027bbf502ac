"""Reminders: what somebody wants to be told at a time, once or again and again."""

from typing import Annotated, Literal

from pydantic import Field

from .base import ClientId, Command, Event, Id, Model, OptionalSingleLine, Timestamp

# So many reminders one person has at once.
MAX_REMINDERS = 200
MAX_TEXT = 300

Repeat = Literal["daily", "weekdays", "weekly", "monthly"]
Text = Annotated[OptionalSingleLine, Field(max_length=MAX_TEXT)]
WallClock = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]


class ReminderPath(Model):
    """`/reminders/{reminder}`"""

    reminder: Id


class PutReminder(Model):
    """`PUT /reminders/{reminder}`: all that is to be kept of it."""

    text: Text = ""
    """what one is reminded of; it may be empty where a room is named"""
    local: WallClock
    """what the clock shows then where one is: `2026-01-31T09:30`"""
    zone: Annotated[str, Field(max_length=64)]
    """where that is: a time zone of the IANA's database, as `Europe/Berlin`"""
    repeat: Repeat | None = None
    """how often one is reminded again, by that clock; null: not. `weekdays` are Monday to Friday,
    and `monthly` is the last day of a month that is too short"""


class PostReminder(PutReminder):
    """`POST /reminders`; without a `clientId` the server makes one."""

    client_id: ClientId | None = None
    """the same one makes no second reminder"""
    room: Id | None = None
    """the room in which one thought of it"""


class SetReminder(Command, PutReminder):
    """Be reminded of something; the same `clientId` makes no second reminder."""

    event = "setReminder"
    errors = {
        "badRequest": "there is no such time, or it is past, or no such time zone",
        "notFound": "no such room of one's own",
        "forbidden": "text for a reminder in an encrypted room: the server would read it",
        "conflict": f"one has {MAX_REMINDERS} reminders already",
    }

    client_id: ClientId
    room: Id | None = None
    """the room in which one thought of it"""


class ReminderDone(Command):
    """One has seen a reminder that was due: it is gone, or waits for its next time."""

    event = "reminderDone"

    reminder: Id


class Reminder(Model):
    """What one wants to be told at a time."""

    id: Id
    text: str
    local: str
    """what the clock showed or shows at its first time, `2026-01-31T09:30`"""
    zone: str
    repeat: Repeat | None
    at: Timestamp | None
    """when one is told next; null: not any more"""
    due_at: Timestamp | None
    """when one was told last, and has not said since that it is done; null: it is not due"""
    room: Id | None
    """the room in which one thought of it"""


class Reminders(Model):
    """All of one's reminders."""

    reminders: list[Reminder]
    """those that are due first, then by their next time"""
    due: int
    """how many are due"""


class RemindersChanged(Event):
    """One's reminders are others than before, by this or another of one's clients."""

    event = "remindersChanged"
    audience = "all sockets of the person"

    due: int
    """how many are due"""


class ReminderDue(Event):
    """A reminder is due: it is told once each time."""

    event = "reminderDue"
    audience = "all sockets of the person"

    reminder: Reminder
    due: int
    """how many are due in all"""
