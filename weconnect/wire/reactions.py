"""Reactions to messages."""

from typing import Annotated

from pydantic import AfterValidator, Field

from .base import Command, Id, Model
from .text import one_emoji

# The longest emoji sequences in use (families, flags of subdivisions) have under 16 code points.
MAX_EMOJI = 16
# Of those who chose an emoji under a message, so many are listed.
MAX_LISTED = 50

Emoji = Annotated[str, Field(min_length=1, max_length=MAX_EMOJI), AfterValidator(one_emoji)]


class ReactionPath(Model):
    """`/messages/{message}/reactions/{emoji}`"""

    message: Id
    emoji: Emoji


class React(Command):
    """Add one's reaction to a message."""

    event = "react"
    errors = {
        "notFound": "no such message in one's rooms",
        "forbidden": "the message is deleted, or the room is archived",
        "conflict": "there are too many different emojis on the message",
        "tooLarge": "the emoji is too long to be one",
    }

    message: Id
    emoji: Emoji
    """in any of its forms; there is one reaction for what looks the same (`❤` is `❤️`)"""


class Unreact(Command):
    """Take one's reaction back."""

    event = "unreact"
    errors = {
        "notFound": "no such message in one's rooms",
        "forbidden": "the room is archived",
        "tooLarge": "the emoji is too long to be one",
    }

    message: Id
    emoji: Emoji
