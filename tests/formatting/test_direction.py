"""What people wrote beside other text: cut between characters, and turning nothing around it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given, settings
from markupsafe import Markup

from tests.harness.twin import Twin
from tests.messages.texts import nasty
from weconnect.formatting.direction import MOST, isolated, quote_of
from weconnect.formatting.drawing import quote

FAMILY = "👨‍👩‍👧‍👦"


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    twin = Twin()
    yield twin
    twin.close()


@settings(max_examples=60, deadline=None)
@given(texts=nasty)
def test_the_client_isolates_and_quotes_the_same(twin: Twin, texts: list[str]):
    long = [text * 9 for text in texts if text.isprintable()]
    assert [isolated(text) for text in texts] == twin.answers("isolated", texts)
    assert [quote_of(text) for text in long] == twin.answers("quote", long)


@pytest.mark.parametrize("letter", ["a", "🎉", FAMILY, "🇩🇪", "e\u0301", "🏳️‍🌈", "हि"])
def test_a_quote_is_cut_between_characters_and_says_so_only_then(twin: Twin, letter: str):
    for count in (1, MOST - 1, MOST, MOST + 1, 3 * MOST):
        whole = letter * count
        expected = whole if count <= MOST else letter * MOST + "…"
        assert quote_of(whole) == expected
        assert twin.answers("quote", [whole]) == [expected]


def test_a_quote_is_text_and_shows_what_is_hidden():
    assert quote("<b> https://a.example \u202ex") == (
        '&lt;b&gt; https://a.example <i class="control">U+202E</i>x'
    )


def test_names_are_isolated_where_it_makes_a_difference():
    assert isolated("Ann & Bo") == "Ann & Bo"
    assert isolated("שלום!") == "\u2068שלום!\u2069"
    assert isolated("a\u202eb\u2069") == "\u2068ab\u2069"
    assert isolated(Markup("שלום &amp; co")) == Markup("\u2068שלום &amp; co\u2069")
    assert isinstance(isolated(Markup("שלום")), Markup)


@settings(max_examples=20, deadline=None)
@given(texts=nasty)
def test_where_sentences_run_from_right_to_left_every_name_is_isolated(
    twin: Twin, texts: list[str]
):
    texts += ["", "Ann", "C++ & C#", "Team <b>{name}</b> %s", "كريم", "a\u202eb\u2069"]
    with Flask(__name__).test_request_context(headers={"Accept-Language": "ar"}):
        found = [isolated(text) for text in texts]
    assert found == twin.answers("isolatedInArabic", texts)
    assert found[-6:-1] == [
        "",
        "\u2068Ann\u2069",
        "\u2068C++ & C#\u2069",
        "\u2068Team <b>{name}</b> %s\u2069",
        "\u2068كريم\u2069",
    ]
    assert found[-1] == "\u2068ab\u2069"
