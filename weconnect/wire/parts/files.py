"""Files as what hangs on a message."""

from operator import not_
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from weconnect.wire.base import MessagePart, Model, SendPart, Seq, is_false, is_none

MAX_FILES = 10

FileId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
FileKind = Literal["image", "video", "audio", "document", "other"]


class Thumbnail(Model):
    """A smaller form of a picture."""

    size: Literal["small", "large"]
    """which one: 480 or 1,600 pixels wide and high at most"""
    width: Seq
    height: Seq


class File(Model):
    """A file. Its bytes are at `/files/{id}/{name}`, for those who see its message; of a picture
    `?size=` gives a smaller form."""

    id: FileId
    name: str
    """as its sender has it, without folders; what a sealed one is called stands in the sealed body
    of its message"""
    type: str
    """what it is by its content; of what is not known, and of what is sealed,
    `application/octet-stream`"""
    kind: FileKind
    """what sort of thing that is"""
    size: Seq
    """its bytes"""
    width: Seq | None = Field(default=None, exclude_if=is_none)
    """only of a picture: its pixels; of a document: those of its first page, which is at
    `?size=still`"""
    height: Seq | None = Field(default=None, exclude_if=is_none)
    """as `width`"""
    alt: str = ""
    """what is to be seen in it, for those who do not see it"""
    thumbnails: list[Thumbnail] = Field(default=[], exclude_if=not_)
    """the smaller forms of a picture that is larger than they are; absent: none"""
    moving: bool = Field(default=False, exclude_if=is_false)
    """a picture that moves: `?size=still` gives its first frame, for those who want less motion;
    absent: it does not"""
    sealed: bool = Field(default=False, exclude_if=is_false)
    """only in encrypted rooms: its bytes are for the devices of the room's people; absent: they are
    as they were sent"""


class Attachments(MessagePart):
    """Files that come with a message."""

    attachments: list[File] = []
    """in the order of their sender"""


class AttachmentsSent(SendPart):
    """Files that are to come with a message."""

    stands_alone: ClassVar[bool] = True

    attachments: Annotated[list[FileId], Field(min_length=1, max_length=MAX_FILES)] | None = Field(
        default=None, exclude_if=is_none
    )
    """the ids of files that one has sent to this room, all of them `ready` and in no other message;
    with them a message need not have a `content`"""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        named = self.attachments or ()
        if len(set(named)) < len(named):
            raise ValueError("must name each file once")
        return self
