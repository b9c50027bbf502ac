"""Reactions to messages."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from .base import Command, Id, Model

# The longest emoji sequences in use (families, flags of subdivisions) have under 16 code points.
MAX_EMOJI = 16
# Of those who chose an emoji under a message, so many are listed.
MAX_LISTED = 50

# What emojis are made of (Unicode Technical Standard 51, "Emoji sequences"): one of the blocks that
# have them, with a variation selector or a skin tone, joined with more; flags; keycaps. A few
# other symbols of these blocks pass as well; nothing invisible does, and no text.
_SYMBOL = (
    r"[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf"
    r"\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    r"\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]?"
)
_REGION = r"[\U0001f1e6-\U0001f1ff]{2}"
_NATION = r"\U0001f3f4[\U000e0030-\U000e007a]+\U000e007f"
_KEYCAP = r"[0-9#*]\ufe0f?\u20e3"
_EMOJI = re.compile(rf"{_REGION}|{_NATION}|{_KEYCAP}|{_SYMBOL}(?:\u200d{_SYMBOL})*")


def _looks_like_emoji(text: str) -> str:
    if not _EMOJI.fullmatch(text):
        raise ValueError("must be an emoji")
    return text


Emoji = Annotated[str, Field(min_length=1, max_length=MAX_EMOJI), AfterValidator(_looks_like_emoji)]


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
