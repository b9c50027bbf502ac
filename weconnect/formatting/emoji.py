"""Emojis in texts: `:name:`, and texts of nothing but emojis.

A name stands between colons, in letters of any script that are no capitals, digits, `_`, `+` and
`-`; several may follow each other. No letter of ASCII or digit stands before or after, nor another
colon: `10:30:45` and `std::vec::Vec` name none. The counterpart of
`static/js/formatting/emoji.js`; tests/formatting holds the two to one result.
"""

import json
from functools import cache

import regex

from weconnect.settings import ROOT
from weconnect.wire.text import EMOJIS, IN_EMOJI_NAME

DATA = ROOT / "static/vendor/emojibase-data@17.0.0/emoji.json"
# A name longer than this is none.
LONGEST_NAME = 64
NAME = rf"{IN_EMOJI_NAME}{{1,{LONGEST_NAME}}}"
_RUN = regex.compile(rf"(?<![\p{{Nd}}A-Za-z:])(?::{NAME}:)+(?![\p{{Nd}}A-Za-z:])")
# So many emojis by themselves are drawn large.
MOST_LARGE = 3
_NAMED = rf":{NAME}:"
_ALONE = regex.compile(rf"(?V1)\s*(?:(?:{EMOJIS}(?<!\ufe0e)|{_NAMED})\s*){{1,{MOST_LARGE}}}")
# The longest text of that many: families take eleven code points, names more.
_LONGEST = MOST_LARGE * (LONGEST_NAME + 4)


@cache
def standard() -> dict[str, str]:
    """The emojis that Unicode has, by their names for `:name:`."""
    found = json.loads(DATA.read_text())
    return {name: emoji for _, emoji, names, *_ in found for name in names.split()}


def run_at(text: str, start: int, end: int) -> list[str]:
    """The names that stand one after the other from `start` on, before `end`, as they are written;
    none as a rule.
    """
    found = _RUN.match(text, start)
    if not found or found.end() > end:
        return []
    return found[0][1:-1].split("::")


def shown(name: str) -> str:
    """What `:name:` shows where there are only words: the emoji, if Unicode has one."""
    return standard().get(name) or f":{name}:"


def is_alone(text: str, *, plain: bool) -> bool:
    """Whether a text is one to three emojis and nothing else; a `plain` one has no names."""
    if len(text) > _LONGEST or (plain and ":" in text):
        return False
    return _ALONE.fullmatch(text) is not None
