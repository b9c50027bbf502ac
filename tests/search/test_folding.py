"""One folded form: what people take for the same is found, on both databases alike."""

import random
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tests.harness.twin import Twin
from tests.messages.texts import grows_linearly
from tests.rest.conftest import Program, make_program
from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.engine.i18n.folding import MOST, fold
from weconnect.messages import backfill
from weconnect.messages.serialize import messages
from weconnect.rooms.models import Room
from weconnect.wire.base import MAX_CONTENT

# What is written, and what is looked for.
SAME = [
    ("café", "cafe"),
    ("Café", unicodedata.normalize("NFD", "CAFÉ")),
    (unicodedata.normalize("NFD", "café"), "café"),
    ("한국어", unicodedata.normalize("NFD", "한국어")),
    (unicodedata.normalize("NFD", "한국어"), "국어"),
    ("Tiếng Việt", unicodedata.normalize("NFD", "việt")),
    ("пРиВеТ Ёлка", "привет елка"),
    ("straße", "STRAẞE"),
    ("STRAẞE", "strasse"),
    ("λόγος", "ΛΌΓΟΣ"),
    ("λόγοσ", "λόγος"),
    ("İSTANBUL", "istanbul"),
    ("ışık", "IŞIK"),
    ("ＷＩＤＥ", "wide"),
    ("ﬁne", "FINE"),
    ("שָׁלוֹם", "שלום"),
    ("❤\ufe0f", "❤"),
]
DIFFERENT = [("か", "が"), ("क", "कि"), ("ไม่", "ไม้"), ("하", "한"), ("1", "l")]
# What a message may be full of that has much to take apart, to leave out, to order or to compose.
HARD = (
    "\ufdfa", "\ufdfb", "\u3300", "\u3316\u309a", "\u1f82", "\u0390", "é", "\u0344", "\u0301",
    "ハ\u309a", "ハ\u309aあ", "パ", "क्", "\u093c\u094d", "\u0f77", "\uff9e\u094d", "한",
    "\u1112\u1161\u11ab", "\U0001d15e", "\U0001d165\U0001d16d", "\U000110ab", "ß", "\ufb03",
    "a\u200b", "\u0327\u0301a",
)  # fmt: skip
# Python 3.11 knows Unicode 14, browsers a later one.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=30)


@pytest.fixture
def ann(app):
    return make_program(app, "ann")


def found_in(ann: Program, path: str, q: str, key: str) -> Any:
    scope = {"scope": "public"} if path == "/rooms" else {}
    return ann.ok("GET", path, query_string={"q": q, **scope})[key]


def test_messages_rooms_and_people_are_found_by_what_looks_the_same(ann):
    room = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    for written, sought in SAME:
        said = ann.ok("POST", f"/rooms/{room}/messages", {"content": f"({written})"})
        assert found_in(ann, "/search", sought, "messages") == [said], written
        ann.ok("PATCH", f"/rooms/{room}", {"name": written, "topic": ""})
        assert found_in(ann, "/rooms", sought, "rooms"), written
        ann.ok("PATCH", f"/rooms/{room}", {"name": "Roof", "topic": f"of {written}"})
        assert found_in(ann, "/rooms", sought, "rooms"), written
        ann.ok("PATCH", "/me", {"displayName": f"x{written}"})
        assert found_in(ann, "/users", sought, "users"), written
        ann.ok("DELETE", f"/messages/{said['id']}")
    said = ann.ok("POST", f"/rooms/{room}/messages", {"content": "so\u00adft می\u200cخواهم"})
    assert found_in(ann, "/search", "soft میخواهم", "messages") == [said]
    for written, other in DIFFERENT:
        ann.ok("POST", f"/rooms/{room}/messages", {"content": written})
        assert found_in(ann, "/search", other, "messages") == []


def test_a_changed_message_is_found_by_what_it_says_now_and_a_deleted_one_says_nothing(ann):
    room = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    said = ann.ok("POST", f"/rooms/{room}/messages", {"content": "Ärger"})["id"]
    ann.ok("PATCH", f"/messages/{said}", {"content": "Öl"})

    assert found_in(ann, "/search", "arger", "messages") == []
    assert [one["id"] for one in found_in(ann, "/search", "ol", "messages")] == [said]
    ann.ok("DELETE", f"/messages/{said}")
    assert db.session.scalars(messages.select().with_only_columns(messages.c.folded)).all() == [
        None
    ]


def test_messages_from_before_are_made_ready_a_bounded_number_at_a_time(ann, monkeypatch):
    monkeypatch.setattr(backfill, "STEP", 4)
    monkeypatch.setattr(backfill, "MOST", 2)
    room = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    for number in range(10):
        content = f"plain {number}" if number % 3 else f"Ünterwegs {number}"
        ann.ok("POST", f"/rooms/{room}/messages", {"content": content})
    forget_forms()
    assert found_in(ann, "/search", "unterwegs", "messages") == []
    assert len(found_in(ann, "/search", "PLAIN", "messages")) == 6

    top, steps = None, 0
    while top != 1:
        top, steps = backfill.fill(top), steps + 1
        db.session.remove()

    assert len(found_in(ann, "/search", "unterwegs", "messages")) == 4
    assert len(found_in(ann, "/search", "plain", "messages")) == 6
    assert 3 <= steps <= 7


@transaction
def forget_forms() -> None:
    db.session.execute(update(messages).values(folded=None))


NAMES = [
    "Zoë", "zoe", "Ärzte", "arzt", "Ωmega", "ödön", "Odin", "émile", "Emil", "ян", "Ян2", "李",
    "_x", "10", "9", "ß", "ss", "z z", "zz", "😀", "ﬀ",
]  # fmt: skip


def test_names_are_ordered_by_their_form_on_both_databases(app):
    people = [make_program(app, f"person{number}") for number in range(len(NAMES))]
    room = people[0].ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    for one, name in zip(people, NAMES, strict=True):
        one.ok("PATCH", "/me", {"displayName": name})
        one.ok("POST", f"/rooms/{room}/join")
        one.ok("POST", "/rooms", {"kind": "public", "name": name})
    members = people[0].ok("GET", f"/rooms/{room}/members")["members"]

    wanted = sorted(range(len(NAMES)), key=lambda number: (fold(NAMES[number]), number))
    assert [one["displayName"] for one in members] == [NAMES[number] for number in wanted]
    for model, column in ((Room, "folded"), (User, "username_key")):
        table = table_of(model)
        rows = list(db.session.scalars(table.select().with_only_columns(table.c[column])))
        ordered = db.session.scalars(
            table.select().with_only_columns(table.c[column]).order_by(table.c[column])
        )
        assert list(ordered) == sorted(rows)


@given(TEXTS)
@settings(deadline=None)
def test_a_form_is_its_own_form_and_that_of_every_spelling(text):
    form = fold(text)
    assert fold(form) == form
    for spelling in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(spelling, text)) == form
    assert fold(text.swapcase().swapcase()) in {form, fold(text.swapcase())}


def test_the_client_makes_the_same_of_every_text(long):
    """Of each character that both know, and of some thousand texts."""
    # The last two planes have private characters alone, which are all alike.
    end = 0x110000 if long else 0xF0100
    chars = [chr(code) for code in range(end) if not 0xD800 <= code < 0xE000]
    known = [char for char in chars if unicodedata.category(char) != "Cn"]
    texts = [*known, *(text for pair in SAME for text in pair), *made_up(known), *longest()]
    with closing(Twin()) as twin:
        theirs = twin.answers("fold", texts)
    assert [
        (ascii(text), ascii(fold(text)), ascii(their))
        for text, their in zip(texts, theirs, strict=True)
        if fold(text) != their
    ] == []


def longest() -> Iterator[str]:
    """The longest messages, each full of something; a last sign joins what is before it."""
    for bit in HARD:
        text = (bit * MAX_CONTENT)[: MAX_CONTENT - 2]
        yield from (f"{text}aa", f"{text}\u309a\u094d")


def test_no_message_is_dear_to_fold():
    """However it is written: beside one of plain letters, and beside one that is shorter."""
    plain = "я" * MAX_CONTENT
    for text in longest():
        assert any(cost(text) < 60 * cost(plain) for _ in range(5)), ascii(text[:4])
        assert len(fold(text)) <= 1.1 * MOST
    for bit in HARD:
        assert grows_linearly(fold, bit), ascii(bit)


def test_only_five_signs_become_marks_when_they_are_taken_apart():
    found = [
        char
        for char in map(chr, range(0x110000))
        if unicodedata.combining(unicodedata.normalize("NFKD", char)[0])
        and not unicodedata.combining(char)
    ]
    assert found == ["\u0f73", "\u0f75", "\u0f81", "\uff9e", "\uff9f"]


def cost(text: str) -> float:
    began = time.thread_time()
    fold(text)
    return time.thread_time() - began


def test_a_long_word_in_one_sign_is_found_by_the_word(ann):
    room = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    said = [
        ann.ok("POST", f"/rooms/{room}/messages", {"content": content})["id"]
        for content in ("النبي ﷺ", "صلى الله عليه وسلم", "\ufdfa" * MAX_CONTENT)
    ]
    for sought in ("ﷺ", "الله", "صلى عليه"):
        found = found_in(ann, "/search", sought, "messages")
        assert [one["id"] for one in found] == said[::-1]


def made_up(known: list[str]) -> Iterator[str]:
    """Texts of letters that have something to fold, and of marks, in all mixtures."""
    cased = [char for char in known if char.lower() != char or fold(char) != char]
    marks = [char for char in known if unicodedata.combining(char)]
    chance = random.Random(1)
    for _ in range(5000):
        yield "".join(chance.choice(chance.choice((cased, marks, known))) for _ in range(6))
