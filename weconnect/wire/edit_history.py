"""What messages said before they were edited."""

from pydantic import Field

from .base import Id, Model, Seq, Timestamp, is_none
from .body import SealedBody


class VersionsPath(Model):
    """`/messages/{message}/versions`"""

    message: Id


class MessageVersion(Model):
    """What a message said once. Beside the fields of the message as it is now, it is the message as
    it was then."""

    version: Seq
    """the room's version that changed it last before it was edited"""
    content: str
    sealed: SealedBody | None = Field(default=None, exclude_if=is_none)
    """in an encrypted room, in place of `content`"""
    edited_at: Timestamp | None
    """when it came to say this; null: from its beginning"""


class MessageVersions(Model):
    """What a message said before it said what it says now."""

    versions: list[MessageVersion]
    """the oldest first, without what it says now; none of a deleted message"""
    kept_days: int
    """for how many days after the edit that replaced it each is kept; 0: none is"""
