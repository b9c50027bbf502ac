"""Polls as what hangs on a message."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from weconnect.wire.base import (
    Id,
    MessagePart,
    Model,
    Moment,
    OptionalSingleLine,
    SendPart,
    Seq,
    Timestamp,
    is_none,
)
from weconnect.wire.words import N_

MIN_OPTIONS = 2
MAX_OPTIONS = 20
MAX_OPTION = 150

Label = Annotated[OptionalSingleLine, Field(max_length=MAX_OPTION)]


class NewPoll(Model):
    """A poll that is to hang on a message, which is its question."""

    options: Annotated[list[Label], Field(min_length=MIN_OPTIONS, max_length=MAX_OPTIONS)]
    """what can be chosen, each once; with a sealed body all are empty, and what they say stands
    among what is sealed"""
    multiple: bool = False
    """whether each may choose several"""
    anonymous: bool = False
    """whether nobody is shown who chose what, nor how many chose it before it has ended"""
    extendable: bool = False
    """whether everybody in the room may add options; not with a sealed body"""
    ends_at: Moment | None = None
    """when it ends; null: when somebody ends it"""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        labels = {label.casefold() for label in self.options if label}
        if labels and len(labels) < len(self.options):
            raise ValueError(N_("must have options that differ, none of them empty"))
        return self


class PollOption(Model):
    """What can be chosen in a poll."""

    text: str
    """empty in an encrypted room: what it says stands in the sealed body"""
    votes: Seq | None
    """how many chose it; null: the poll is anonymous, and has not ended"""
    added_by: Id | None = Field(default=None, exclude_if=is_none)
    """who added it later; absent: it was there from the start"""


class Poll(Model):
    """A poll. Who chose what is asked for apart from it, page by page."""

    options: list[PollOption]
    """in the order in which they came; they are spoken of by their index, from 0"""
    multiple: bool
    """whether each may choose several"""
    anonymous: bool
    """whether nobody is shown who chose what, nor how many chose it before it has ended"""
    extendable: bool
    """whether everybody in the room may add options"""
    ends_at: Timestamp | None
    """when it ends; null: when somebody ends it"""
    ended_at: Timestamp | None
    """when it was ended; it has also ended if `endsAt` is past"""
    voters: Seq
    """how many people chose anything"""
    mine: list[Seq] | None = Field(default=None, exclude_if=is_none)
    """only in what is told to one person: the indexes of what they chose. Nobody's, once an
    anonymous poll has ended"""


class Polls(MessagePart):
    """The poll of which a message is the question."""

    poll: Poll | None = Field(default=None, exclude_if=is_none)
    """only where there is one"""


class PollSent(SendPart):
    """A poll of which the message is the question."""

    poll: NewPoll | None = Field(default=None, exclude_if=is_none)
    """the poll of which the message is the question"""
