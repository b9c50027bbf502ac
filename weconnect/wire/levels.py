"""Notification levels: what of a room calls for a person, and which rooms are muted."""

from .base import Command, Event, Id, Model
from .rooms import Level

_ERRORS = {
    "notFound": "no such room that one may see",
    "forbidden": "a public room that one has not joined",
}


class ChooseLevel(Model):
    """`PUT /rooms/{id}/level`"""

    level: Level | None
    """null: the one that one has for all rooms"""
    muted: bool


class SetLevel(Command, ChooseLevel):
    """Choose what of a room calls for one."""

    event = "setLevel"
    errors = _ERRORS

    room: Id


class RoomLevel(Model):
    """What of a room calls for a person."""

    room: Id
    level: Level
    usual_level: bool
    """whether that is the one for all rooms"""
    muted: bool


class UsualLevel(Model):
    """`PUT /me/level`: the level of all rooms where none is chosen."""

    level: Level


class SetUsualLevel(Command, UsualLevel):
    """Choose what of all those rooms calls for one where one has chosen nothing else."""

    event = "setUsualLevel"


class LevelChanged(Event, RoomLevel):
    """The person chose what of a room calls for them."""

    event = "levelChanged"
    audience = "all sockets of the person"


class UsualLevelChanged(Event, UsualLevel):
    """The person chose another level for all rooms where none is chosen."""

    event = "usualLevelChanged"
    audience = "all sockets of the person"
