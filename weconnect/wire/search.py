"""Finding messages."""

from typing import Annotated

from pydantic import Field

from .base import Id, Model, NotBlank
from .messages import Message


class Search(Model):
    """`GET /search`: messages of one's rooms that have all of these words in them.

    In `q` stand words, in any order, `"phrases"`, and what a message is to be beside: `from:ann`
    (`from:me`), `in:Kitchen`, `with:ann` (in direct conversations), `before:`, `after:` and `on:` a
    day (`2026-01-31`, `today`, `yesterday`, by the clock of the person's time zone), `has:link`,
    `has:poll`, `has:reaction`, `is:mention`, `is:pinned`, `is:saved`, `is:thread`, `is:unread`.
    Names of several words stand in quotes. A minus before any of these turns it round. Whatever
    else has a colon is a word.
    """

    q: Annotated[NotBlank, Field(max_length=200)]
    """words or parts of words, ten at most with all else; capitals and the way in which a letter is
    composed make no difference, nor do accents, unless a word is written with some"""
    room: Id | None = None
    """only in this room"""
    before: Id | None = None
    """only messages with a smaller id: the `before` of the page before"""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class FoundMessages(Model):
    """A page of what was found. It may be short or empty and yet not be the last one."""

    messages: list[Message]
    """newest first"""
    complete: bool
    """whether everything was looked through"""
    before: Id | None
    """where the next call goes on; null when everything was looked through"""
