"""What counts as an emoji."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.harness.processes import ROOT
from weconnect.wire.reactions import React

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
# fmt: off
GOOD = [
    *("👍", "👍🏿", "❤\ufe0f", "❤"),
    *("🎉", "🇩🇪", "🏳\ufe0f\u200d🌈", "❤\ufe0f\u200d🔥", "🫱🏻\u200d🫲🏿"),
    *("1\ufe0f\u20e3", "#\ufe0f\u20e3", "*\u20e3", "©\ufe0f", "™", "ℹ\ufe0f", "‼\ufe0f", "↔\ufe0f"),
    *("〰\ufe0f", "㊗\ufe0f", "☺", "⌚", "▶\ufe0f", "➕", "⤴\ufe0f", "🅰\ufe0f", "🈂\ufe0f"),
    *(FAMILY, ENGLAND, "🏿"),
]
BAD = [
    *("", " ", "a", "ab", "1", "12", "#", "#1", "1<b>", "<script>", "é", "字", "١٢", "1\ufe0f"),
    *("👍 ", " 👍", "👍a", "👍\n", "\0", "👍\0", "👍👍", "👍" * 17, "👍🏿🏿", "🇩", "🇩🇪🇫"),
    *("\u200b", "\u200d", "\ufe0f", "\u20e3", "\u202e", "\u202e👍", "👍\u202e", "👍\u200d"),
    *("—", "…", "“", "€", "+", "\ud83d", "\U000e0067", "🏴\U000e007f", "🏴\U000e0067", "\u2800"),
    *("\u3164", "\u00ad", "\U0001d400", "\U0001d7d9", "½", "½\ufe0f", "\u0308", "👍\u0308"),
    "\u2028",
]
# fmt: on


def accepted(text: object) -> bool:
    try:
        React.model_validate({"message": 1, "emoji": text})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("emoji", GOOD)
def test_this_is_one(emoji: str):
    assert accepted(emoji)


@pytest.mark.parametrize("text", BAD, ids=ascii)
def test_this_is_none(text: str):
    assert not accepted(text)


@pytest.mark.parametrize("value", [None, 1, ["👍"], {"emoji": "👍"}, b"\xf0\x9f\x91\x8d"])
def test_other_types_are_none(value: object):
    assert not accepted(value)


def test_everything_that_the_picker_offers_is_one():
    (data,) = (ROOT / "static/vendor").glob("emoji-picker-element-data@*/en.json")
    offered = json.loads(data.read_text())
    emojis = [one["emoji"] for one in offered]
    emojis += [emoji["emoji"] for one in offered for emoji in one.get("skins", ())]
    assert len(emojis) > 1500
    assert [emoji for emoji in emojis if not accepted(emoji)] == []


@given(st.text(max_size=20))
def test_text_is_none(text: str):
    letters = [char for char in text if char.isalpha() and char != "ℹ"]
    assert not (accepted(text) and letters)


def test_no_text_takes_long():
    for piece in ("👍\u200d", "👍", "🇩", "1\ufe0f", "\U0001f3f4\U000e0067"):
        assert not accepted(piece * 20_000)
