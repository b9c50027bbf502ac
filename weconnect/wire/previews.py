"""Previews of links."""

from .base import Command, Id, Model


class PreviewPath(Model):
    """`/messages/{message}/previews/{preview}`"""

    message: Id
    preview: Id


class RemovePreview(Command):
    """Take a preview off a message, for good; a second time changes nothing."""

    event = "removePreview"
    errors = {
        "notFound": "no such message in one's rooms",
        "forbidden": "one neither wrote it nor leads the room, or the room is archived",
    }

    message: Id
    preview: Id


class RoomPreviews(Model):
    """Whether links in a room have previews: `GET` and `PUT /rooms/{room}/previews`."""

    on: bool
