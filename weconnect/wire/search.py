"""Finding messages."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Model, NotBlank
from .messages import Message


class Search(Model):
    """`GET /search`: messages of one's rooms that have all of these words in them, or in the names
    and descriptions of their files.

    In `q` stand words, in any order, `"phrases"`, and what a message is to be beside: `from:ann`
    (`from:me`), `in:Kitchen`, `with:ann` (in direct conversations), `before:`, `after:` and `on:` a
    day (`2026-01-31`, `today`, `yesterday`, by the clock of the person's time zone), `has:file`,
    `has:image`, `has:link`, `has:poll`, `has:reaction`, `is:mention`, `is:pinned`, `is:saved`,
    `is:thread`, `is:unread`. Names of several words stand in quotes. A minus before any of these
    turns it round. Whatever else has a colon is a word.
    """

    q: Annotated[NotBlank, Field(max_length=200)]
    """words or parts of words, ten at most with all else; capitals and the way in which a letter is
    composed make no difference, nor do accents, unless a word is written with some"""
    room: Id | None = None
    """only in this room"""
    before: Id | None = None
    """only messages with a smaller id: the `before` of the page before"""
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    order: Literal["newest", "best"] = "newest"
    """best: of the newest thousand, those first that have the words as whole words, close together,
    in short messages; there is one page of them"""
    count: bool = False
    """whether to count what there is; on the first page alone"""


class Count(Model):
    """How many messages were found."""

    number: int
    """a thousand at most"""
    exact: bool
    """whether that are all; counting takes a fourth of a second at most"""


class FoundMessages(Model):
    """A page of what was found. It may be short or empty and yet not be the last one."""

    messages: list[Message]
    """in the order that was asked for"""
    complete: bool
    """whether everything was looked through"""
    before: Id | None
    """where the next call goes on; null when everything was looked through, and of the best"""
    count: Count | None = None
    """if that was asked for"""
