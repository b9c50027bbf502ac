"""Emojis of the team, in which skin tone one writes, and which one used lately."""

import unicodedata
from typing import Annotated

import regex
from pydantic import AfterValidator, Field

from .base import CleanText, Event, Model, Seq, Timestamp
from .reactions import Sign
from .text import MAX_EMOJI_NAME, TEAM_EMOJI_NAME
from .words import N_

# A team has so many at most, and a picture so many bytes before it is encoded anew.
MOST = 500
MOST_BYTES = 1024 * 1024
# So many that somebody used lately are kept.
MOST_RECENT = 24
_NAME = regex.compile(TEAM_EMOJI_NAME)
# As far as every dialect of patterns can say it: of ASCII.
_PATTERN = r"^[^\x00-\x2a\x2c\x2e\x2f\x3a-\x5e\x60\x7b-\x7f]+$"


def _name(text: str) -> str:
    name = unicodedata.normalize("NFKC", text)
    if not _NAME.fullmatch(name):
        raise ValueError(N_("must be two or more small letters, digits, hyphens, +, _"))
    return name


EmojiName = Annotated[
    str,
    Field(min_length=2, max_length=MAX_EMOJI_NAME, json_schema_extra={"pattern": _PATTERN}),
    AfterValidator(_name),
]
SkinTone = Annotated[int, Field(ge=0, le=5)]


class EmojiPicture(Model):
    """An emoji that the team has made, written `:name:`."""

    name: str
    picture: str
    """where its picture is: WebP, at most 128 pixels wide and high"""
    still: str
    """where it is as it stands still; the same address, if it never moves"""


class TeamEmoji(EmojiPicture):
    """The same, and what one may do with it."""

    may_delete: bool
    """whether one may rename or delete it"""


class UsedEmoji(Model):
    """An emoji that one used lately."""

    emoji: str
    """in the skin tone in which one used it, or `:name:` of one of the team"""
    at: Timestamp


class FindEmojis(Model):
    """`GET /emoji`"""

    known: Annotated[int, Field(ge=0)] | None = None
    """the `version` of the emojis that one has already"""


class EmojiList(Model):
    """The answer to `GET /emoji`."""

    emojis: list[TeamEmoji] | None
    """in the order of their names; null: those that one has already, by `known`"""
    version: Seq
    """counts up with each change of the team's emojis"""
    may_add: bool
    """whether one may make others"""
    skin_tone: SkinTone
    """in which skin tone one writes: 0 is none, 1 to 5 are light to dark"""
    recent: list[UsedEmoji]
    """those that one used lately, the last one first; at most 24"""


class AddEmoji(Model):
    """`POST /emoji`"""

    name: EmojiName
    picture: Annotated[CleanText, Field(max_length=MOST_BYTES * 4 // 3 + 4)]
    """a PNG, GIF or WebP of at most 1 MB, in Base64"""


class EmojiPath(Model):
    """`/emoji/{name}`"""

    name: EmojiName


class RenameEmoji(Model):
    """`PATCH /emoji/{name}`"""

    name: EmojiName


class ChooseSkinTone(Model):
    """`PUT /me/skin-tone`"""

    skin_tone: SkinTone


class UseEmojis(Model):
    """`POST /me/recent-emojis`"""

    emojis: Annotated[list[Sign], Field(min_length=1, max_length=MOST_RECENT)]
    """what one used, the last one first. Not what one wrote in encrypted rooms"""


class OwnEmojis(Model):
    """How one uses emojis."""

    skin_tone: SkinTone
    recent: list[UsedEmoji]
    """the last one first; at most 24"""


class OwnEmojisChanged(Event, OwnEmojis):
    """One used other emojis, or chose another skin tone."""

    event = "ownEmojisChanged"
    audience = "all sockets of the person"


class EmojiChanged(Event):
    """An emoji of the team was made, renamed or deleted. Whoever missed a `version` before this one
    asks for all of them: `GET /emoji`."""

    event = "emojiChanged"
    audience = "everybody's sockets"

    version: Seq
    gone: str | None
    """the name that is none any more"""
    emoji: EmojiPicture | None
    """what there is now; null: an emoji was deleted. With neither, nothing is said but that there
    is this version"""
