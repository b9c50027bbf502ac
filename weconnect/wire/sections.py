"""Sections of the list of rooms: how a person orders their rooms."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Command, Event, Id, Model, Seq, SingleLine

# So many sections somebody may have, those that everybody has among them.
MOST_SECTIONS = 50

SectionKind = Literal["favourites", "own", "rooms", "direct"]
SectionName = Annotated[SingleLine, Field(max_length=40)]

_NO_ROOM = {
    "notFound": "no such room that one may see, or no such section",
    "forbidden": "a public room that one has not joined",
}
_NO_SECTION = {
    "notFound": "no such section",
    "forbidden": "one that everybody has: it has no other name, and stays",
}


class Section(Model):
    """A part of a person's list of rooms."""

    id: Id
    """of this person's; another one's may have the same"""
    kind: SectionKind
    """`own`: made by the person; `rooms` and `direct`: for what is put nowhere else"""
    name: str
    """of one's own; of others empty"""
    folded: bool
    """whether only what is unread is shown of it"""


class SectionList(Model):
    """The sections of a person, in their order."""

    sections: list[Section]


class NewSection(Model):
    """`POST /sections`; of one name there is one."""

    name: SectionName


class SectionChange(Model):
    """`PATCH /sections/{section}`: the fields that change."""

    name: SectionName | None = None
    folded: bool | None = None
    place: Seq | None = None
    """where it goes among the sections: 0 is the first"""


class RoomPlace(Model):
    """`PUT /rooms/{room}/section`"""

    section: Id | None
    """null: where rooms of its kind are"""


class RoomHidden(Model):
    """`PUT /rooms/{room}/hidden`"""

    hidden: bool


class MakeSection(Command, NewSection):
    """Make a section of one's list of rooms; of one name there is one."""

    event = "makeSection"
    errors = {"forbidden": "one has as many as one may have"}


class EditSection(Command, SectionChange):
    """Change a section's name or place, or fold it."""

    event = "editSection"
    errors = _NO_SECTION

    section: Id


class DeleteSection(Command):
    """Take a section away, if it is there; the rooms in it are where others of their kind are."""

    event = "deleteSection"
    errors = {"forbidden": _NO_SECTION["forbidden"]}

    section: Id


class PlaceRoom(Command, RoomPlace):
    """Put a room into a section of one's list."""

    event = "placeRoom"
    errors = _NO_ROOM

    room: Id


class HideRoom(Command, RoomHidden):
    """Take a direct conversation out of one's list until somebody says something in it."""

    event = "hideRoom"
    errors = _NO_ROOM | {"forbidden": "no direct conversation, or a room that one has not joined"}

    room: Id


class Placed(Model):
    """Where a room stands in a person's list."""

    room: Id
    section: Id | None
    hidden_seq: Seq | None
    """it is in no list as long as nothing was said after this `seq`; null: it is in the list"""


class SectionsChanged(Event, SectionList):
    """The person's sections are others, or in another order."""

    event = "sectionsChanged"
    audience = "all sockets of the person"


class RoomPlaced(Event, Placed):
    """The person put a room elsewhere in their list, or took it out."""

    event = "roomPlaced"
    audience = "all sockets of the person"
