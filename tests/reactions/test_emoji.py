"""What counts as an emoji."""

import json

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.harness.twin import Twin
from weconnect.formatting.emoji import DATA
from weconnect.wire.reactions import React
from weconnect.wire.text import one_emoji, without_tone

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


def in_tone(emoji: str, tone: int) -> str:
    """As static/js/core/dom/emojis.js has it."""
    sign = chr(0x1F3FA + tone)
    return str(
        regex.sub(r"(?!(?<=\u200d)🤝)(\p{Emoji_Modifier_Base})\ufe0f?", rf"\g<1>{sign}", emoji)
    )


@pytest.mark.parametrize(
    ("emoji", "plain"),
    [
        *(
            ("👍🏽", "👍"),
            ("👍", "👍"),
            ("✌🏿", "✌\ufe0f"),
            ("🕵🏽\u200d♂\ufe0f", "🕵\ufe0f\u200d♂\ufe0f"),
        ),
        *(
            ("🫱🏻\u200d🫲🏿", "🤝"),
            ("👩🏻\u200d🤝\u200d👨🏿", "👫"),
            ("🧑🏻\u200d❤\ufe0f\u200d🧑🏿", "💑"),
        ),
        *(("🧑🏻\u200d🤝\u200d🧑🏿", "🧑\u200d🤝\u200d🧑"), ("🏽", "🏽"), ("❤", "❤\ufe0f")),
    ],
)
def test_what_an_emoji_is_without_its_skin_tones(emoji: str, plain: str):
    assert without_tone(one_emoji(emoji)) == plain


def test_the_script_takes_the_same_tones_off():
    offered = [(emoji, toned) for _, emoji, _, toned, _ in json.loads(DATA.read_text())]
    emojis = [in_tone(emoji, tone) for emoji, toned in offered for tone in range(1, 6) if toned]
    emojis += [emoji for emoji, _ in offered]
    emojis += [
        "🫱🏻\u200d🫲🏿",
        "👩🏻\u200d🤝\u200d👨🏿",
        "🧑🏻\u200d❤\ufe0f\u200d💋\u200d🧑🏿",
        "🏽",
    ]
    twin = Twin()
    theirs = twin.answers("withoutTone", emojis)
    twin.close()
    assert theirs == [without_tone(one_emoji(emoji)) for emoji in emojis]


@pytest.mark.parametrize("name", [":party:", ":a1:", ":x_-+:"])
def test_a_name_may_be_one_of_the_team(name: str):
    assert accepted(name)


@pytest.mark.parametrize("name", ["::", ":a:", ":Party:", ":a b:", ":_a:", f":{'a' * 33}:", ":a"])
def test_these_are_no_names(name: str):
    assert not accepted(name)


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
    offered = json.loads(DATA.read_text())
    emojis = [emoji for _, emoji, *_ in offered]
    toned = [emoji for _, emoji, _, has_tones, _ in offered if has_tones]
    emojis += [in_tone(emoji, tone) for emoji in toned for tone in range(1, 6)]
    assert {without_tone(one) for one in emojis} == {emoji for _, emoji, *_ in offered}
    assert len(emojis) > 1500
    assert [emoji for emoji in emojis if not accepted(emoji)] == []


@given(st.text(max_size=20))
def test_text_is_none(text: str):
    letters = [char for char in text if char.isalpha() and char != "ℹ"]
    assert not (accepted(text) and letters)


def test_no_text_takes_long():
    for piece in ("👍\u200d", "👍", "🇩", "1\ufe0f", "\U0001f3f4\U000e0067"):
        assert not accepted(piece * 20_000)
