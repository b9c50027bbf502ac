"""What was found is marked, however it is written."""

import random
import re

import pytest

from tests.harness.team import Team
from weconnect.engine.i18n.folding import fold
from weconnect.search.highlights import BEFORE, highlighted
from weconnect.search.names import people_called, rooms_called

from .texts import made_up, part_of


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("Red wine", ["wine"], "Red <mark>wine</mark>"),
        ("Red wine, red", ["red"], "<mark>Red</mark> wine, <mark>red</mark>"),
        ("winery", ["wine", "nery"], "<mark>winery</mark>"),
        ("<b>wine</b>", ["wine"], "&lt;b&gt;<mark>wine</mark>&lt;/b&gt;"),
        ("STRAẞE 5", ["strasse"], "<mark>STRAẞE</mark> 5"),
        ("un cafe\u0301!", ["cafe"], "un <mark>cafe\u0301</mark>!"),
        ("ＷＩＤＥ", ["wide"], "<mark>ＷＩＤＥ</mark>"),
        ("nothing of it", ["wine"], "nothing of it"),
        ("plain", [], "plain"),
    ],
)
def test_what_is_marked(text, words, html):
    assert highlighted(text, words) == html


def test_what_is_far_before_it_is_cut():
    text = "word " * 500 + "the wine " + "after " * 10
    html = highlighted(text, ["wine"])
    assert html.startswith("…\u2060word")
    assert len(html.partition("<mark>")[0]) < BEFORE
    assert html.endswith("after ")


def test_of_any_text_nothing_is_lost_and_all_is_escaped():
    chance = random.Random(5)
    for text in made_up(chance, 300):
        word = fold(part_of(chance, text))
        html = highlighted(text, [word])
        assert set(re.findall(r"<[^>]*>", html)) <= {"<mark>", "</mark>"} or "<span" in html


def test_rooms_and_people_by_their_names(app, team: Team):
    ann, bo = team.people("ann", "bolivar")
    cellar = team.room(ann, name="Wine cellar")
    team.room(bo, kind="private", name="Secret wine")
    assert [one.id for one in rooms_called(ann, ["wine"])] == [cellar]
    assert [one.id for one in rooms_called(ann, ["cellar", "wine"])] == [cellar]
    assert rooms_called(ann, ["beer"]) == []
    assert rooms_called(ann, []) == []
    assert [one.id for one in people_called(["boli"])] == [bo.id]
    assert people_called([]) == []
