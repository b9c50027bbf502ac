"""Finding messages: all that one may see, and nothing else."""

from typing import Any

import pytest

from tests.rest.conftest import Program, make_program
from weconnect.search import scan


@pytest.fixture
def ann(app):
    return make_program(app, "ann")


@pytest.fixture
def bob(app, ann):
    return make_program(app, "bob")


@pytest.fixture
def room(ann):
    return ann.ok("POST", "/rooms", {"kind": "private", "name": "Cellar"})["id"]


def say(program: Program, room: int, content: str) -> Any:
    return program.ok("POST", f"/rooms/{room}/messages", {"content": content})


def find(program: Program, q: str, **more: object) -> list[str]:
    page = program.ok("GET", "/search", query_string={"q": q, **more})
    return [one["content"] for one in page["messages"]]


def test_the_newest_comes_first(ann, room):
    for content in ("red wine", "white wine", "water"):
        say(ann, room, content)

    assert find(ann, "wine") == ["white wine", "red wine"]
    assert find(ann, "beer") == []


@pytest.mark.parametrize(
    ("content", "q"),
    [
        ("The Wine is cold", "wINE"),
        ("the cellar", "ell"),
        ("red wine, white bread", "bread red"),
        ("Über den Äckern", "ÜBER"),
        ("ÜBER ALLEM", "über"),
        ("Привет, мир", "привет"),
        ("100% sure_thing", "100% sure_"),
        ("back\\slash", "\\"),
        ('it\'s "quoted"', 'it\'s "quoted"'),
        ("a 🍷 please", "🍷"),
        ("one\ntwo", "two"),
    ],
)
def test_it_is_found(ann, room, content, q):
    say(ann, room, content)

    assert find(ann, q) == [content]


@pytest.mark.parametrize("q", ["%", "_", "wine%", "red  beer", "' OR 1=1 --"])
def test_it_is_not_found(ann, room, q):
    say(ann, room, "red wine")

    assert find(ann, q) == []


def test_only_what_one_may_see_is_found(ann, bob, room):
    say(ann, room, "wine in the cellar")
    public = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    say(ann, public, "wine on the roof")
    assert find(bob, "wine") == []
    assert bob.error("GET", f"/search?q=wine&room={public}") == (403, "forbidden")
    unseen = bob.call("GET", f"/search?q=wine&room={room}")
    assert unseen.data == bob.call("GET", "/search?q=wine&room=4711").data

    ann.ok("POST", f"/rooms/{room}/members", {"username": "bob"})
    assert find(bob, "wine") == ["wine in the cellar"]
    bob.ok("POST", f"/rooms/{room}/leave")

    assert find(bob, "wine") == []
    assert bob.error("GET", f"/search?q=wine&room={room}") == (404, "notFound")
    assert len(find(ann, "wine")) == 2


def test_one_room_alone(ann, room):
    say(ann, room, "wine in the cellar")
    other = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    say(ann, other, "wine on the roof")

    assert find(ann, "wine", room=room) == ["wine in the cellar"]


def test_what_was_taken_back_or_changed(ann, room):
    taken, changed = say(ann, room, "bad wine"), say(ann, room, "good wine")

    ann.ok("DELETE", f"/messages/{taken['id']}")
    ann.ok("PATCH", f"/messages/{changed['id']}", {"content": "good water"})

    assert find(ann, "wine") == []
    assert find(ann, "water") == ["good water"]


@pytest.mark.parametrize("step", [1, 3, 1000])
@pytest.mark.parametrize("budget", [0, 60])
def test_pages_miss_nothing_and_repeat_nothing(ann, room, monkeypatch, step, budget):
    """However much is looked through at a stretch, and however little time there is."""
    for number in range(12):
        say(ann, room, f"{'wine' if number % 3 else 'water'} {number}")
    monkeypatch.setattr(scan, "STEP", step)
    monkeypatch.setattr(scan, "BUDGET_S", budget)
    found, before, calls = [], None, 0

    while True:
        wish = {"q": "wine", "limit": 3} | ({"before": before} if before else {})
        page = ann.ok("GET", "/search", query_string=wish)
        found += [int(one["content"].split()[1]) for one in page["messages"]]
        calls += 1
        if page["complete"]:
            break
        assert before is None or page["before"] < before
        before = page["before"]

    assert found == [11, 10, 8, 7, 5, 4, 2, 1]
    assert page["before"] is None
    assert calls <= 13


def test_what_is_no_search(ann):
    assert ann.error("GET", "/search") == (400, "badRequest")
    assert ann.error("GET", "/search?q=%20") == (400, "badRequest")
    assert ann.error("GET", "/search?q=" + "x" * 201) == (413, "tooLarge")
    assert ann.error("GET", "/search?q=" + "+".join(map(str, range(11)))) == (400, "badRequest")
    assert ann.error("GET", "/search?q=wine&limit=51") == (400, "badRequest")
