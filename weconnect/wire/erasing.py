"""Deleting all that one has said."""

from pydantic import Field

from .base import Event, Id, Model, Timestamp


class StartErasing(Model):
    """`POST /me/messages/deletion`"""

    password: str = Field(max_length=10_000)
    """of the account"""
    room: Id | None = None
    """only in this room; null: in all rooms that one is in"""


class Erasure(Model):
    """How far it is: all of one's messages are deleted, one after the other."""

    room: Id | None
    """only in this room; null: in all rooms that one is in"""
    total: int
    """how many messages there were to delete"""
    done: int
    """how many were deleted"""
    finished_at: Timestamp | None
    """null: it is not at its end"""


class ErasureState(Model):
    """The last time that one had all of one's messages deleted."""

    erasure: Erasure | None
    stopped: bool
    """it could not be brought to its end: one may have it begun again"""


class Erasing(Event, Erasure):
    """All of one's messages are being deleted: told with every step."""

    event = "erasing"
    audience = "all sockets of the person"
