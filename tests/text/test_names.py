"""What a name may be, on every way in: what languages and emojis need, and nothing blank."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from tests.rest.conftest import make_program
from weconnect.auth.accounts.names import DisplayNameRefused, check_display_name
from weconnect.rooms.forms import RoomForm
from weconnect.wire.auth import CreateToken, EditProfile
from weconnect.wire.rooms import CreateRoom, EditRoom
from weconnect.wire.text import MOST_MARKS, shows, tidy_line

WELCOME = [
    "👨‍👩‍👧‍👦 Family", "🏳️‍🌈", "❤️", "1️⃣", "👩🏽‍🚀",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "می\u200cخواهم", "ه\u200d", "क्\u200dष", "हिन्दी", "র\u200d্যাব", "ශ්\u200dරී ලංකා",
    "邊\U000e0101", "葛\U000e0100城", "ᠬᠡᠯ\u180eᠡ", "ན་རྒྱལ", "កម្ពុជា", "שָׁ֑לוֹם", "Tiếng Việt",
    "e\u0301\u0302", "한국어", "สวัสดี", "<b>Ann</b>", "№ 1 — “Ann”", "\U0001fae8",
]  # fmt: skip
BLANK = [
    "", " ", "\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\u200b", "\u200d\u200c", "\u00ad",
    "\ufe0f",    "\u034f", "\U000e0041", "\U0001d159", " \u2800\u3164 ", "\u3000",
    "\u200e\u200f", "\ufeff",
    "\u17b4",
]  # fmt: skip
REFUSED = [
    "a" + "\u0302" * 120, "a" + "\u0302\u200d" * 20, "a" + "\u0302\u034f" * 20, "\u0301",
    "a\u202eb", "\u2066a", "a\x07b", "a\0b", "a\x7fb", "a\x85\x9fb", "\ue000", "a\ufffe",
    "\ud800", "x" * 81,
]  # fmt: skip
TIDIED = [
    ("Ann\u200b", "Ann"), ("so\u00adft", "soft"), ("A\u200dnn", "Ann"), ("a\ufe0f", "a"),
    ("\u200fAnn", "Ann"), ("A  \u3000\tB\n", "A B"), ("\ufeffAnn", "Ann"),
    ("Ann \u3164 Lee", "Ann Lee"),
]  # fmt: skip

WAYS: dict[str, Callable[[str], str | None]] = {
    "display name": check_display_name,
    "display name by REST": lambda text: EditProfile(display_name=text).display_name,
    "room": lambda text: CreateRoom(kind="public", name=text).name,
    "renamed room": lambda text: EditRoom(name=text).name,
    "token": lambda text: CreateToken(name=text).name,
}


def kept(way: str, text: str) -> str | None:
    """The name as it is kept, or None where it is refused."""
    try:
        return WAYS[way](text)
    except (ValidationError, DisplayNameRefused):
        return None


@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_what_people_need_and_never_blank(way):
    assert {name: kept(way, name) for name in WELCOME} == {name: name for name in WELCOME}
    assert [ascii(name) for name in [*BLANK, *REFUSED] if kept(way, name) is not None] == []
    assert [(name, kept(way, name)) for name, _ in TIDIED] == TIDIED


def test_forms_say_the_same(sqlite_app):
    with sqlite_app.test_request_context(method="POST"):
        for name in [*WELCOME, *BLANK, *REFUSED]:
            form = RoomForm(MultiDict({"name": name, "topic": ""}), meta={"csrf": False})
            assert form.validate() == (name in WELCOME), ascii(name)


def test_a_topic_may_be_empty_but_hides_nothing():
    assert EditRoom(topic="\u3164\u200b").topic == ""
    with pytest.raises(ValidationError):
        EditRoom(topic="a\u202eb")


def test_over_the_api_and_back(app):
    # One may change one's profile 20 times a minute.
    for start in range(0, len(WELCOME), 15):
        bo = make_program(app, f"bo{start}")
        for name in WELCOME[start : start + 15]:
            assert bo.ok("PATCH", "/me", {"displayName": name})["displayName"] == name
    ann = make_program(app, "ann")
    for name in (*BLANK, *REFUSED[:-2]):
        assert ann.error("PATCH", "/me", {"displayName": name}) == (400, "badRequest"), ascii(name)
    # However long the folded form of a name is.
    for name in ("\ufdfa" * 80, "ß" * 80, "\u0390" * 80):
        ann.ok("PATCH", "/me", {"displayName": name})
        ann.ok("POST", "/rooms", {"kind": "public", "name": name, "topic": "\ufdfa" * 300})


@given(some.text(max_size=100))
def test_a_tidy_line_shows_itself_and_stays_as_it_is(text):
    try:
        line = tidy_line(text)
    except ValueError:
        return
    assert tidy_line(line) == line
    assert not line or shows(line)
    assert line == " ".join(line.split())


def test_no_line_takes_long():
    for piece in (
        "\u200d",
        "a\u200d",
        "\u0302",
        "ب\u200c",
        "👍\u200d",
        "ب\u064b",
        "🇩",
        "\U0001f3f4\U000e0067",
    ):
        began = time.process_time()
        for size in (999, 100_000):
            with suppress(ValueError):
                tidy_line(piece * (size // len(piece)))
        assert time.process_time() - began < 0.5


def test_marks_are_counted_on_each_letter_alone():
    assert tidy_line(("e" + "\u0302" * MOST_MARKS) * 5)
    with pytest.raises(ValueError, match="marks"):
        tidy_line("e" + "\u0302" * (MOST_MARKS + 1))
