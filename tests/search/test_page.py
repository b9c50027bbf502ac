"""The page that searches messages, for those who may read them."""

import re
from collections.abc import Iterator

import pytest

from tests.auth.conftest import Visitor
from tests.files.sending import send_file
from tests.harness.person import Person
from tests.harness.server import Server
from weconnect.search import service
from weconnect.wire.errors import Unavailable


@pytest.fixture(scope="module")
def server(_apps, tmp_path_factory) -> Iterator[Server]:
    server = Server(_apps.lay_out(tmp_path_factory.mktemp("search")))
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def ann(server) -> Person:
    return server.person("ann", display_name="Ann")


@pytest.fixture(scope="module")
def bo(server, ann) -> Person:
    return server.person("bo")


@pytest.fixture(scope="module")
def room(ann, bo) -> int:
    room = ann.make_room("Cellar <b>", "private", members=["bo"])["id"]
    for content in ("red wine", "white wine <script>", "water"):
        ann.call_api("POST", f"/rooms/{room}/messages", {"content": content})
    return room


def test_a_member_finds_the_newest_first_and_the_way_there(bo, room):
    page = bo.get("/search?q=wine").text

    assert page.index("white <mark>wine</mark>") < page.index("red <mark>wine</mark>")
    assert "water" not in page
    assert "Cellar &lt;b&gt;" in page
    assert "white <mark>wine</mark> &lt;script&gt;" in page
    assert re.search(r"/messages/\d+/there", page)
    assert "red <mark>wine</mark>" in bo.get(f"/search?q=wine&room={room}").text


def test_nobody_else_finds_anything(server, ann, bo, room):
    cy = server.person("cy")
    private = ann.make_room("Safe", "private", members=["cy"])["id"]
    ann.call_api("POST", f"/rooms/{private}/messages", {"content": "the key"})
    assert "the <mark>key</mark>" in cy.get("/search?q=key").text
    ann.call_api("DELETE", f"/rooms/{private}/members/{cy.id}")

    for q in ("wine", "key"):
        assert "No message has all of these words." in cy.get(f"/search?q={q}").text
    for number in (room, private, 999_999):
        answer = cy.get(f"/search?q=wine&room={number}")
        assert answer.status_code == 404
        assert "Cellar" not in answer.text
    # Not even the name of the room stands beside the empty form.
    assert "Cellar" not in cy.get(f"/search?room={room}").text
    assert "Log in" in server.visitor().get("/search?q=wine").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=" + "a" * 201, 413),
        ("q=" + "+".join("abcdefghijk"), 400),
        ("q=wine&before=x", 400),
        ("q=wine&before=0", 400),
        ("q=wine&before=99999999999999999999", 400),
        ("q=wine&room=x", 200),
        ("q=%00", 400),
        ("q=wine%00", 400),
        ("q=wine&before=%00", 400),
        ("q=wine&before=5%00", 400),
        ("q=wine&room=%00", 200),
        ("q=", 200),
        ("q=+", 200),
    ],
)
def test_odd_questions_get_a_sentence(bo, room, query, status):
    answer = bo.get(f"/search?{query}")

    assert answer.status_code == status
    assert "Search messages</h1>" in answer.text
    assert '<form method="get" action="/search"' in answer.text
    assert ('class="form-error" role="alert"' in answer.text) == (status != 200)
    assert "\0" not in answer.text


def test_a_page_says_when_to_come_back(sqlite_app, monkeypatch):
    visitor = Visitor(sqlite_app)
    visitor.register("ann")

    def busy(*_):
        raise Unavailable(retry_after=1.2)

    monkeypatch.setattr(service, "scan", busy)
    answer = visitor.get("/search?q=wine")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "Search messages</h1>" in answer.text


def test_a_page_goes_on_with_what_is_older(ann, bo, server):
    room = ann.make_room("Long", members=["bo"])["id"]
    for number in range(25):
        ann.call_api("POST", f"/rooms/{room}/messages", {"content": f"plank {number:02}"})

    first = bo.get(f"/search?q=plank&room={room}").text
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = bo.get(older).text

    assert "<mark>plank</mark> 24" in first
    assert "<mark>plank</mark> 04" not in first
    assert "<mark>plank</mark> 04" in second
    assert "<mark>plank</mark> 00" in second


def test_what_was_found_is_marked_and_names_stand_beside(server, ann, bo, room):
    page = bo.get("/search?q=WINE").text
    assert "white <mark>wine</mark> &lt;script&gt;" in page
    assert "Rooms and people" not in page
    named = bo.get("/search?q=cellar").text
    assert f'href="/rooms/{room}"' in named.split("Rooms and people")[1].split("</section>")[0]
    people = bo.get("/search?q=ann").text
    assert f'href="/people/{ann.id}"' in people.split("Rooms and people")[1]
    for q in ("cellar+is:unread", "-cellar+wine"):
        assert "Rooms and people" not in bo.get(f"/search?q={q}").text
    cy = server.person("cyril")
    assert "Cellar" not in cy.get("/search?q=cellar").text.split("<main")[1].split("</form>")[1]
    assert "from:ann" in bo.get("/search").text


def test_what_is_not_there_is_said_on_the_page(bo, room):
    answer = bo.get("/search?q=wine+is:blue")
    assert answer.status_code == 400
    assert "There is no is:blue. There are: is:mention" in answer.text
    assert "red <mark>wine</mark>" in bo.get("/search?q=wine+from:ann+-white").text


def test_files_are_named_and_what_is_found_is_counted_and_ordered(ann, bo, room):
    there = ann.make_room("Attic", members=["bo"])["id"]
    file = send_file(ann, there, b"x", "Wine list.bin")
    ann.call_api("POST", f"/rooms/{there}/messages", {"attachments": [file]})
    ann.call_api("POST", f"/rooms/{there}/messages", {"content": "the winery"})
    page = bo.get(f"/search?q=wine&room={there}").text
    assert "<mark>Wine</mark> list.bin" in page
    assert "2 messages" in page
    assert page.index("ry</span>") < page.index("list.bin")
    assert f"/search?q=wine&amp;room={there}&amp;order=best" in page
    best = bo.get(f"/search?q=winery+has:file&room={there}&order=best").text
    assert "No message has all of these words." in best
    assert 'aria-label="Rooms and people"' not in page
    assert bo.get("/search?q=wine&order=odd").status_code == 400
