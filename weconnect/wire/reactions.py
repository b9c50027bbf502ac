"""Reactions to messages."""

import unicodedata
from typing import Annotated

import regex
from pydantic import AfterValidator, Field

from .auth import User
from .base import Command, Id, Model
from .text import MAX_EMOJI_NAME, TEAM_EMOJI_NAME, one_emoji

# The longest emoji sequences in use (families, flags of subdivisions) have under 16 code points.
MAX_EMOJI = 16
# Of those who chose an emoji under a message, so many are listed.
MAX_LISTED = 50

Emoji = Annotated[str, Field(min_length=1, max_length=MAX_EMOJI), AfterValidator(one_emoji)]


# `:name:` of an emoji that the team has made.
_NAMED = regex.compile(f":{TEAM_EMOJI_NAME}:")
MAX_SIGN = MAX_EMOJI_NAME + 2


def _sign(text: str) -> str:
    if text[0] != ":":
        return one_emoji(text)
    name = unicodedata.normalize("NFC", text)
    return name if _NAMED.fullmatch(name) else one_emoji(text)


# What one reacts with.
Sign = Annotated[str, Field(min_length=1, max_length=MAX_SIGN), AfterValidator(_sign)]


class ReactionPath(Model):
    """`/messages/{message}/reactions/{emoji}`"""

    message: Id
    emoji: Sign


class React(Command):
    """Add one's reaction to a message."""

    event = "react"
    errors = {
        "notFound": "no such message in one's rooms, or the team has no such emoji",
        "forbidden": "the message is deleted, or the room is archived",
        "conflict": "there are too many different emojis on the message",
        "tooLarge": "the emoji is too long to be one",
    }

    message: Id
    emoji: Sign
    """in any of its forms; there is one reaction for what looks the same (`❤` is `❤️`), and for all
    skin tones; or `:name:` of an emoji that the team has made"""


class Unreact(Command):
    """Take one's reaction back."""

    event = "unreact"
    errors = {
        "notFound": "no such message in one's rooms",
        "forbidden": "the room is archived",
        "tooLarge": "the emoji is too long to be one",
    }

    message: Id
    emoji: Sign


class FindReactions(Model):
    """`GET /messages/{message}/reactions`: who reacted to a message."""

    emoji: Sign | None = None
    """only those with this emoji; without it everybody"""
    after: Annotated[int, Field(ge=0)] = 0
    """go on behind this number of an answer before"""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class ListReactions(Command, FindReactions):
    """Who reacted to a message, first to last."""

    event = "listReactions"
    errors = {"notFound": "no such message in one's rooms", "tooLarge": "the emoji is too long"}

    message: Id


class ReactionOf(Model):
    """Somebody's reaction."""

    user: User
    emoji: str
    """as it stands under the message"""
    form: str
    """the same in the skin tone that they chose"""


class ReactionPage(Model):
    """Who reacted to a message: some of them, first to last."""

    reactions: list[ReactionOf]
    next: Id | None
    """what to ask for as `after`; null: these were the last"""
