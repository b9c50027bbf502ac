"""Which names a text calls for, however it is written; the client finds the same."""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harness.twin import Twin
from tests.messages.texts import SLOW, grows_linearly, nasty
from weconnect.auth.accounts.names import UsernameRefused, check_username, username_key
from weconnect.mentions import names as mentions
from weconnect.wire.body import TextBody

CASES = json.loads((Path(__file__).parent.parent / "js" / "names.json").read_text())
# What code is made of, and what stands around it.
CODE = ("`", "``", "@ann", "\\", "\n", "\n\n", "```\n", "~~~", "    ", " ", "`@bo`", "你", "x.")
# Each of them makes some pattern work as hard as it can.
SLOW_NAMES = (*SLOW, "`", "``` ", "\\`", "`\n", "```\n", "~~~\n", "` ``", "@a\u200c", "@한국", "\\")


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    twin = Twin()
    yield twin
    twin.close()


def names(text: str) -> set[str]:
    return {key for keys in names_in(text) for key in keys}


def names_in(text: str) -> list[list[str]]:
    return mentions.names_in(TextBody.model_construct(content=text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@ann", {"ann"}),
        ("hello @ann, and @bo!", {"ann", "bo"}),
        ("(@ann)", {"ann"}),
        ("@ann's", {"ann"}),
        ("@Ann", {"ann"}),
        ("@ann.", {"ann", "ann."}),
        ("@ann-lee.", {"ann-lee", "ann-lee."}),
        ("@a.b-c_d", {"a.b-c_d"}),
        ("@жанна и @Zoë", {"жанна", "zoë"}),
        ("ａ @ＡＮＮ", {"ann"}),
        ("@हिन्दी", {"हिन्दी"}),
        ("@STRASSE, @straße", {"strasse"}),
        ("你好@ann", {"ann"}),
        ("請＠ann 看", {"ann"}),
        ("＠＠ann", set()),
        ("@علی\u200cجان سلام", {"علی", "علیجان"}),
        ("@ann\u200c", {"ann"}),
        ("@हिन्\u200dदी", {"हिन्दी", "हिन्"}),
        ("สวัสดี@ann", {"ann"}),
        ("안녕@ann", {"ann"}),
        ("*@ann*", {"ann"}),
        ("_@ann_", set()),
        ("привет@ann", set()),
        ("mail@ann.de", set()),
        ("mail@ann", set()),
        ("https://x.y/@ann", set()),
        ("https://x.y/ @ann", {"ann"}),
        ("mailto:bo@x.example, @ann", {"ann"}),
        ("mail@example.com", set()),
        ("mail.@ann", set()),
        ("@@ann", set()),
        ("@", set()),
        ("@ ann", set()),
        ("no one", set()),
        ("line\n@ann\n@bo", {"ann", "bo"}),
    ],
)
def test_names_in_a_text(text: str, found: set[str]):
    assert names(text) == found


def test_one_message_calls_for_so_many_and_no_more():
    text = " ".join(f"@person{number}" for number in range(1000))
    assert len(names_in(text)) == mentions.MOST


def test_a_word_may_follow_where_words_are_not_set_apart():
    assert names_in("@ann你好") == [["ann你好", "ann你", "ann"]]
    assert names_in("@王伟你好")[0][:3] == ["王伟你好", "王伟你", "王伟"]
    assert names_in("@สมชายครับ")[0][0] == "สมชายครับ"
    assert "สมชาย" in names_in("@สมชายครับ")[0]


@given(texts=nasty)
def test_no_text_is_too_strange(texts: list[str]):
    for text in texts:
        assert all(isinstance(name, str) for name in names(text))
        assert sum(map(len, names_in(text))) < mentions.MOST_FORMS + 20


@given(
    st.text(
        st.characters(categories=("L", "M", "Nd")) | st.sampled_from("._-\u200c\u200d"), max_size=32
    )
)
def test_whatever_may_be_a_username_can_be_called(name: str):
    try:
        username = check_username(name)
    except UsernameRefused:
        return
    for form in (username, unicodedata.normalize("NFD", username)):
        assert names_in(f"hello @{form} there")[0][0] == username_key(username)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_are_who_they_seem(case: dict[str, Any]):
    people = {username_key(one): one for one in case["users"]}
    calls = [
        next(
            (
                [case["text"][name.start : end], people[key]]
                for end, key in name.forms
                if key in people
            ),
            None,
        )
        for name in mentions.find(case["text"])
    ]
    assert list(filter(None, calls)) == case["calls"]


def found(text: str) -> list[list[str]]:
    """The forms of each name as they stand in the text."""
    return [[text[name.start : end] for end, _ in name.forms] for name in mentions.find(text)]


def test_the_client_finds_the_same_names(twin: Twin):
    texts = [case["text"] for case in CASES]
    for text, theirs in zip(texts, twin.answers("names", texts), strict=True):
        assert found(text) == [[form for form, _ in name] for name in theirs]


@settings(max_examples=100, deadline=None)
@given(texts=nasty | st.lists(st.lists(st.sampled_from(CODE), max_size=24).map("".join)))
def test_the_client_finds_the_same_names_in_any_text(twin: Twin, texts: list[str]):
    texts = [
        one.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for one in texts
    ]
    for text, theirs in zip(texts, twin.answers("names", texts), strict=True):
        assert found(text) == [[form for form, _ in name] for name in theirs]


def test_the_client_takes_the_same_names_for_one(twin: Twin):
    """Of all letters, signs and digits, those that the server takes for the same."""
    signs = [
        char
        for char in map(chr, range(0x110000))
        if unicodedata.category(char)[0] in "LMN" and not 0x3400 <= ord(char) < 0xA000
    ]
    ours, theirs = defaultdict(set), defaultdict(set)
    for char, key in zip(
        signs, twin.answers("keyOf", [f"a{char}a" for char in signs]), strict=True
    ):
        ours[username_key(f"a{char}a")].add(char)
        theirs[key].add(char)
    assert {frozenset(one) for one in ours.values()} == {frozenset(one) for one in theirs.values()}


@pytest.mark.parametrize("bit", SLOW_NAMES)
def test_no_text_takes_long(bit: str):
    assert grows_linearly(lambda text: names(f"@ {text}"), bit)


def test_the_client_takes_no_longer(twin: Twin):
    growth = twin.answers("growthOfNames", [*SLOW_NAMES])
    assert [bit for bit, linear in zip(SLOW_NAMES, growth, strict=True) if not linear] == []
