"""Announcements as what hangs on a message."""

from pydantic import Field

from weconnect.wire.base import MessagePart, Model, Moment, SendPart, Timestamp, is_none


class NewAnnouncement(Model):
    """What asks the members of a room to confirm that they have read a message."""

    by: Moment
    """until when"""
    remind_at: Moment | None = None
    """when those are reminded who have not confirmed it; null: they are not"""


class Announcement(Model):
    """That members are asked to confirm a message. Who has is for its author and the room's admins,
    apart from it and page by page."""

    by: Timestamp
    """until when"""
    confirmed: bool | None = Field(default=None, exclude_if=is_none)
    """only in what is told to one person: whether they have confirmed it"""


class Announcements(MessagePart):
    """That members are asked to confirm a message."""

    announcement: Announcement | None = Field(default=None, exclude_if=is_none)
    """only where they are"""


class AnnouncementSent(SendPart):
    """That members are asked to confirm the message."""

    announcement: NewAnnouncement | None = Field(default=None, exclude_if=is_none)
    """asks the room's members to confirm that they have read the message"""
