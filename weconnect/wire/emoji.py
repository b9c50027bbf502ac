"""Emojis of the team, and in which skin tone one writes."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from .base import CleanText, Model
from .words import N_

# A team has so many at most, and a picture so many bytes before it is encoded anew.
MOST = 500
MOST_BYTES = 1024 * 1024
MAX_NAME = 32
_NAME = re.compile(r"[a-z0-9][a-z0-9_+-]+")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(N_("must be two or more small letters of a to z, digits, hyphens, +, _"))
    return text


EmojiName = Annotated[
    str,
    Field(min_length=2, max_length=MAX_NAME, json_schema_extra={"pattern": f"^{_NAME.pattern}$"}),
    AfterValidator(_name),
]
SkinTone = Annotated[int, Field(ge=0, le=5)]


class TeamEmoji(Model):
    """An emoji that the team has made, written `:name:`."""

    name: str
    picture: str
    """where its picture is: WebP, at most 128 pixels wide and high"""
    still: str
    """where it is as it stands still; the same address, if it never moves"""
    may_delete: bool


class EmojiList(Model):
    """The answer to `GET /emoji`."""

    emojis: list[TeamEmoji]
    """in the order of their names"""
    may_add: bool
    """whether one may make others"""
    skin_tone: SkinTone
    """in which skin tone one writes: 0 is none, 1 to 5 are light to dark"""


class AddEmoji(Model):
    """`POST /emoji`"""

    name: EmojiName
    picture: Annotated[CleanText, Field(max_length=MOST_BYTES * 4 // 3 + 4)]
    """a PNG, GIF or WebP of at most 1 MB, in Base64"""


class EmojiPath(Model):
    """`/emoji/{name}`"""

    name: EmojiName


class ChooseSkinTone(Model):
    """`PUT /me/skin-tone`"""

    skin_tone: SkinTone
