"""Files: what becomes of those that are sent, and those of a room."""

from typing import Annotated, Literal

from pydantic import Field

from .auth import User
from .base import CleanText, Id, Model, Seq, Timestamp, is_none
from .parts.files import File, FileId, FileKind

MAX_ALT = 1000
MAX_NAME = 200
MAX_PAGE = 100
PAGE = 50

FileState = Literal["uploading", "processing", "ready", "refused"]
Alt = Annotated[CleanText, Field(max_length=MAX_ALT)]


class FilePath(Model):
    """`/files/{file}`"""

    file: FileId


class OwnFile(File):
    """A file as whoever may see it sees it; of what is in no message yet, that is its owner."""

    room: Id
    message: Id | None
    """the message with which it came; null: it is in none yet"""
    state: FileState
    """`uploading` until all of it is there, then perhaps `processing` for a moment; a message may
    have it once it is `ready`"""
    received: Seq
    """how many of its bytes are there"""
    refusal: str | None = Field(default=None, exclude_if=is_none)
    """only where it is `refused`: why, in a sentence for people"""
    expires_at: Timestamp | None
    """when it is thrown away unless it is in a message by then; null: it is"""


class PatchFile(Model):
    """`PATCH /files/{file}`"""

    alt: Alt
    """what is to be seen in it; empty: nobody says"""


class RoomFilesQuery(Model):
    """`GET /rooms/{room}/files`"""

    kind: FileKind | None = None
    """only files of this sort"""
    q: Annotated[CleanText, Field(max_length=200)] = ""
    """only those in whose names or descriptions these words stand"""
    before: FileId | None = None
    """the `next` of the page before"""
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = PAGE


class RoomFile(File):
    """A file of a room, with the message that it came with."""

    message: Id
    sender: User
    timestamp: Timestamp
    """when the message was accepted"""


class RoomFilesPage(Model):
    """A page of a room's files."""

    files: list[RoomFile]
    """those of the newest messages first"""
    next: FileId | None
    """the `before` of the next page; null: there is none"""
