"""What a message says: something, with its first line's indentation, and one emoji for one look."""

import json
import random
import unicodedata
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as some

from tests.harness.twin import Twin
from tests.rest.conftest import make_program
from tests.text.test_names import BLANK, WELCOME
from weconnect.formatting.emoji import DATA
from weconnect.reactions.models import Reaction
from weconnect.wire.text import initial, one_emoji, shows, trimmed

TRIMMED = [
    ("    if a:\n        b\n", "    if a:\n        b"),
    ("\n\n \t\n  first\n\nlast \n \n", "  first\n\nlast"),
    ("\r\n\tx\u3000\u00a0", "\tx"),
    ("one line", "one line"),
    ("  \u2028 x", "  \u2028 x"),
]


@pytest.fixture
def ann(app):
    return make_program(app, "ann")


@pytest.fixture
def room(ann):
    return ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]


def test_a_message_says_something(ann, room):
    there = ann.ok("POST", f"/rooms/{room}/messages", {"content": "hello"})["id"]
    for blank in [*BLANK, "\n\u200b\n"]:
        for method, path in (("POST", f"/rooms/{room}/messages"), ("PATCH", f"/messages/{there}")):
            assert ann.error(method, path, {"content": blank}) == (400, "badRequest")
    for text in [*WELCOME, "\u0301", "a\u200b", "\u06dd"]:
        said = ann.ok("POST", f"/rooms/{room}/messages", {"content": text})
        assert said["content"] == text


@pytest.mark.parametrize(("written", "kept"), TRIMMED)
def test_a_person_s_first_line_keeps_its_indentation_and_a_program_s_text_all_of_it(
    ann, room, written, kept
):
    assert trimmed(written) == kept
    said = ann.ok("POST", f"/rooms/{room}/messages", {"content": written})
    assert said["content"] == written
    ann.ok("PATCH", f"/messages/{said['id']}", {"content": "other"})
    assert ann.ok("PATCH", f"/messages/{said['id']}", {"content": written})["content"] == written


@given(some.text(some.sampled_from(" \t\n\r\u3000\u2028x\x1f\u200b"), max_size=12))
def test_nothing_is_taken_from_within(text):
    kept = trimmed(text)
    assert kept in text
    assert kept.strip() == text.strip()
    assert trimmed(kept) == kept
    assert kept == "" or "\n" not in kept[: len(kept) - len(kept.lstrip())]


SAME = [
    ("❤", "❤\ufe0f"), ("❤\ufe0e", "❤\ufe0f"), ("👍\ufe0f", "👍"), ("☝\ufe0f🏽", "☝🏽"),
    ("1\u20e3", "1\ufe0f\u20e3"), ("🏳\u200d🌈", "🏳\ufe0f\u200d🌈"),
    ("👁\u200d🗨", "👁\ufe0f\u200d🗨\ufe0f"),
    ("❤\u200d🔥", "❤\ufe0f\u200d🔥"), ("🏃\u200d♀", "🏃\u200d♀\ufe0f"), ("🇩🇪", "🇩🇪"),
]  # fmt: skip


def formed(reaction: dict[str, Any]) -> str:
    """A reaction as the first person chose it."""
    form: str = reaction.get("forms", [reaction["emoji"]])[0]
    return form


def test_there_is_one_reaction_for_what_looks_the_same(ann, room):
    message = ann.ok("POST", f"/rooms/{room}/messages", {"content": "hello"})["id"]
    for one, form in SAME:
        for emoji in (one, form, one):
            reacted = ann.ok("PUT", f"/messages/{message}/reactions/{emoji}")
            assert [formed(each) for each in reacted["reactions"]] == [form]
        assert ann.ok("DELETE", f"/messages/{message}/reactions/{one}")["reactions"] == []
    # What differs in its skin tone alone says the same.
    for tone in ("👍", "👍🏽", "👍🏿"):
        reacted = ann.ok("PUT", f"/messages/{message}/reactions/{tone}")
        (thumb,) = reacted["reactions"]
        assert (thumb["emoji"], thumb["count"]) == ("👍", 1)
        assert thumb.get("forms", ["👍"]) == [tone]


def test_what_the_picker_offers_is_not_mixed_up():
    emojis = [one for _, one, *_ in json.loads(DATA.read_text())]
    forms = list(map(one_emoji, emojis))
    assert len(set(forms)) == len(set(emojis))
    assert list(map(one_emoji, forms)) == forms


def test_doubles_from_before_are_merged(app, ann, room):
    message = ann.ok("POST", f"/rooms/{room}/messages", {"content": "hello"})["id"]
    runner = app.test_cli_runner()
    assert runner.invoke(args=["db", "downgrade", "0005"]).exit_code == 0
    emojis = ["❤", "🎉", "❤\ufe0f", "☝\ufe0f🏽", "✓", "❤\ufe0e"]
    rows = [{"message_id": message, "user_id": 1, "emoji": emoji} for emoji in emojis]
    from weconnect.engine.database.transactions import db, write_engine

    with write_engine().begin() as connection:
        connection.execute(sa.insert(Reaction), rows)
    result = runner.invoke(args=["db", "upgrade"])
    assert result.exit_code == 0, result.output
    db.session.remove()

    found = ann.ok("GET", f"/messages/{message}")["reactions"]
    assert [one["emoji"] for one in found] == ["❤\ufe0f", "🎉", "☝\ufe0f", "✓"]
    assert list(map(formed, found)) == ["❤\ufe0f", "🎉", "☝🏽", "✓"]
    assert all(one["users"] == [1] for one in found)


def test_the_script_says_the_same_of_every_text(long):
    """Of each character that both know, and of some thousand texts."""
    # The last two planes have private characters alone, which are all alike.
    end = 0x110000 if long else 0xF0100
    chars = [chr(code) for code in range(end) if not 0xD800 <= code < 0xE000]
    known = [char for char in chars if unicodedata.category(char) != "Cn"]
    pieces = [*known[::50], *WELCOME, *BLANK, "\n", " ", "\u200d", "🇩", "🏽", "क्", "ß", "ŉ"]
    chance = random.Random(1)
    texts = [*known, *WELCOME, *BLANK, *(text for pair in (*SAME, *TRIMMED) for text in pair)]
    texts += ["".join(chance.choices(pieces, k=4)) for _ in range(5000)]
    with closing(Twin()) as twin:
        found = twin.answers("letters", texts)

    def all_of(text: str, theirs: list[str]) -> list[object]:
        try:
            emoji = one_emoji(text)
        except ValueError:
            emoji = theirs[3]
        first = initial(text)
        if any(unicodedata.category(char) == "Cn" for char in theirs[2]):
            first = theirs[2]  # a capital that a later Unicode has
        return [shows(text), trimmed(text), first, emoji]

    different = [
        (ascii(text), ascii(all_of(text, theirs)), ascii(theirs))
        for text, theirs in zip(texts, found, strict=True)
        if all_of(text, theirs) != theirs
    ]
    assert different == []
