"""Drafts: what a person is writing and has not sent yet, on all of their devices."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from .base import (
    MAX_CONTENT,
    MAX_ID,
    CleanText,
    ClientId,
    Command,
    Event,
    Id,
    Model,
    Seq,
    Timestamp,
)

# So many of one person are kept.
MAX_DRAFTS = 200
# So many characters of all of them, as they are handed out at once.
MAX_KEPT = 500_000
# Of a longest text, encrypted, in base64.
MAX_SEALED = 49_152


class DraftPath(Model):
    """`/rooms/{room}/draft`"""

    room: Id


class PutDraft(Model):
    """`PUT /rooms/{room}/draft`: what stands in the box. Without text and `replyTo`: nothing."""

    content: Annotated[CleanText, Field(max_length=MAX_CONTENT)] = ""
    """in rooms that are not encrypted"""
    sealed: Annotated[str, Field(max_length=MAX_SEALED, pattern=r"^[!-~]+$")] | None = None
    """in an encrypted room: the text, encrypted by a client for the person's own devices"""
    reply_to: Id | None = None
    """the id of the message that it answers"""
    thread: Id | None = None
    """the id of the message in whose thread it is written"""
    client_id: ClientId
    """that of the message that it becomes: once there is such a message it is no draft any more"""
    base: Annotated[int, Field(ge=0, le=MAX_ID)]
    """the `version` that the client has seen last; 0: there was none"""

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if self.sealed and self.content:
            raise ValueError("name content or sealed, not both")
        return self


class SaveDraft(Command, PutDraft):
    """Keep what stands in the box, for all of one's devices.

    Where another one has kept something else since `base`, nothing is changed, and the answer says
    what that is.
    """

    event = "saveDraft"
    errors = {
        "notFound": "no such room, or no such message in it that begins a thread",
        "forbidden": "a public room that one has not joined, text in an encrypted room, something "
        "sealed in another, or one may store no more",
        "conflict": f"{MAX_DRAFTS} drafts, or {MAX_KEPT} characters of them, are kept already",
        "tooLarge": "it is too long",
    }

    room: Id


class Draft(Model):
    """What stands in the box of a room or a thread."""

    room: Id
    thread: Id | None
    version: Seq
    """grows with each change: the `base` of the next"""
    content: str
    sealed: str | None
    reply_to: Id | None
    updated_at: Timestamp


class SavedDraft(Model):
    """The answer to `saveDraft`."""

    saved: bool
    """false: it was sent already, or there was something newer"""
    draft: Draft | None
    """what is kept now; null: nothing"""


class DraftList(Model):
    """All of one's drafts, the newest first."""

    drafts: list[Draft]


class DraftChanged(Event):
    """What stands in the box of a room or a thread has changed, by this or another client."""

    event = "draftChanged"
    audience = "all sockets of the person"

    room: Id
    thread: Id | None
    draft: Draft | None
    """null: nothing any more"""
