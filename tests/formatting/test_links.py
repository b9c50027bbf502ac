"""The server's page and the client's script make the same of a text, and neither takes long."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
from hypothesis import given, settings

from tests.harness.twin import Twin
from tests.messages.texts import SIZE, SLOW, grows_linearly, nasty
from weconnect.formatting import drawing
from weconnect.formatting import html as renderer
from weconnect.formatting.drawing import Drawn
from weconnect.formatting.links import link_parts
from weconnect.formatting.text import pieces

from .drawn import drawn_at_once

CASES = json.loads((Path(__file__).parent.parent / "js" / "links.json").read_text())


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    twin = Twin()
    yield twin
    twin.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_same_links_as_in_the_client(case: dict[str, Any]) -> None:
    expected = [(part["text"], part.get("href")) for part in case["parts"]]
    assert [tuple(part) for part in link_parts(case["text"])] == expected


@settings(max_examples=100, deadline=None)
@given(texts=nasty)
def test_the_client_makes_the_same_of_any_text(twin: Twin, texts: list[str]) -> None:
    # Two halves of a character that meet are one, as they are for the client.
    texts = [
        one.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for one in texts
    ]
    for text, theirs in zip(texts, twin.answers("pieces", texts), strict=True):
        ours = [list(piece) for piece in pieces(text)]
        assert ours == theirs
        assert "".join(piece.text for piece in pieces(text)) == text


def test_the_client_knows_the_same_characters(twin: Twin) -> None:
    """But for ideographs and syllables, the basic plane; where others have invisible ones."""
    plane = (range(0x3500), range(0x9FF0, 0xAC20), range(0xD790, 0xE010), range(0xF8F0, 0x10000))
    texts = [
        f"https://a.b/{char}x {char} a{char}@b{char}c.de{char} https://{char}{char}@ann"
        for numbers in (*plane, range(0x1BC90, 0x1BCB0), range(0xE0000, 0xE0200))
        for char in map(chr, numbers)
    ]
    theirs = twin.answers("pieces", texts)
    wrong = [
        text
        for text, their in zip(texts, theirs, strict=True)
        if [list(piece) for piece in pieces(text)] != their
    ]
    assert not wrong


def test_what_looks_like_markup_stays_text() -> None:
    page = drawn_at_once('<img src=x onerror=alert(1)> https://a.example/"onmouseover="x')
    assert "<img" not in page
    assert '"onmouseover' not in page


def test_what_is_hidden_is_seen_and_turns_nothing() -> None:
    page = drawn_at_once("file: \u202egpj.exe, \u2067a\u2069\ufeff")
    assert page == (
        'file: <i class="control">U+202E</i>gpj.exe, '
        '<i class="control">U+2067</i>a<i class="control">U+2069 U+FEFF</i>'
    )


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "क्\u200dष", "👨‍👩‍👧‍👦", "🏴\U000e0067\U000e007f", "\u200fאב\u200e"],
)
def test_what_languages_and_emoji_need_is_left_alone(text: str) -> None:
    assert drawn_at_once(text) == text


@pytest.mark.parametrize("bit", SLOW)
def test_no_text_takes_long(bit: str) -> None:
    assert grows_linearly(drawn_at_once, bit)


def test_the_client_takes_no_longer(twin: Twin) -> None:
    growth = twin.answers("growth", [*SLOW])
    assert [bit for bit, linear in zip(SLOW, growth, strict=True) if not linear] == []


def test_a_text_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: Counter[str] = Counter()

    def counting(text: str):
        looked[text] += 1
        return pieces(text)

    monkeypatch.setattr(renderer, "pieces", counting)
    drawn = Drawn()
    first = drawn.html("https://a.example/ " * 400)
    assert [drawn.html("https://a.example/ " * 400) for _ in range(50)] == [first] * 50
    assert set(looked.values()) == {1}


def test_what_was_drawn_is_forgotten_before_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "KEPT_CHARS", 10_000)
    drawn = Drawn()
    for number in range(100):
        drawn.html(f"https://a.example/{number} " * 20)
    held = sum(len(text) + len(html) for (_, text), html in drawn._kept.items())
    assert held == drawn._chars <= 10_000
    assert drawn._kept


def test_others_have_their_turn_while_much_is_drawn() -> None:
    turns = 0
    drawing = True

    def other() -> None:
        nonlocal turns
        while drawing:
            turns += 1
            gevent.sleep(0)

    waiting = gevent.spawn(other)
    Drawn().html("https://a? " * (SIZE // 11))
    drawing = False
    waiting.join()
    assert turns > 5
