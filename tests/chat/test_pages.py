"""What the pages say, as the server sends them."""

import re
from collections import Counter

import pytest

from tests.harness.answers import first
from tests.harness.person import Person
from tests.harness.server import Server


@pytest.fixture(scope="module")
def chief(shared_server: Server) -> Person:
    person = shared_server.visitor("founder")
    person.login()
    return person


@pytest.fixture(scope="module")
def crew(shared_server: Server) -> list[Person]:
    names = ("zoe", "Émile", "Ann", "Äda")
    return [shared_server.person(f"pages{i}", display_name=name) for i, name in enumerate(names)]


def test_people_stand_in_the_order_in_which_the_script_keeps_them(chief: Person, crew):
    room = chief.make_room("Order", members=[one.username for one in crew])["id"]
    page = chief.get(f"/rooms/{room}").text
    shown = re.findall(r'class="person-name" data-part="name" dir="auto">([^<]+)</span>', page)
    assert [name for name in shown if name in {"zoe", "Émile", "Ann", "Äda"}] == [
        "Äda",
        "Ann",
        "Émile",
        "zoe",
    ]


def test_nobody_is_invited_into_a_direct_conversation(chief: Person, crew):
    room = chief.make_room("Quiet")["id"]
    direct = chief.make_room(None, "direct", members=[crew[0].username])["id"]
    hint = r'data-part="or-invite"( hidden)?>'
    assert first(hint, chief.get(f"/rooms/{room}").text)[1] is None
    assert first(hint, chief.get(f"/rooms/{direct}").text)[1] == " hidden"


def test_buttons_of_a_list_say_which_one_they_are_about(start_server):
    # A server of its own: where others have been, two people or rooms may have the same name.
    server = start_server()
    chief, *crew = [server.person(name) for name in ("chief", "zoe", "emile", "ann")]
    room = chief.make_room("Buttons", members=[one.username for one in crew])["id"]
    for name in ("Attic", "Cellar"):
        crew[0].make_room(name)
    for name in ("printer", "scanner"):
        chief.post("/profile", {"action": "token", "name": name, "days": "30"})
    for path in (f"/rooms/{room}/settings", "/rooms", "/profile", "/people"):
        page = chief.get(path).text
        found = re.findall(r"<button type=\"submit\"[^>]*button-small[^>]*>(.*?)</button>", page)
        found += re.findall(r"<a class=\"button button-small\"[^>]*>(.*?)</a>", page)
        heard = Counter(re.sub(r"<[^>]*>", "", text) for text in found)
        assert heard, path
        twice = [text for text, times in heard.items() if times > 1]
        assert not twice, f"{path}: {twice}"


def focused(page: str) -> list[str]:
    form, _, _ = page.partition("<dialog")
    return re.findall(r'<input(?=[^>]* autofocus)[^>]* name="(\w+)"', form)


def test_the_field_with_the_mistake_has_the_focus(chief: Person, shared_server: Server):
    stranger = shared_server.visitor("stranger")
    assert focused(stranger.get("/register").text) == ["username"]
    for fields, wrong in (
        ({"username": "stranger", "password": "short"}, "password"),
        ({"username": "no such: name", "password": "short"}, "username"),
    ):
        assert focused(stranger.post("/register", fields).text) == [wrong]
    assert focused(stranger.get("/login").text) == ["username"]
    wish = {"username": "stranger", "password": "a wrong one, this is"}
    assert focused(stranger.post("/login", wish).text) == ["password"]
    assert focused(chief.get("/rooms/direct").text) == ["people"]
    assert focused(chief.post("/rooms/direct", {"people": "nobody.there"}).text) == ["people"]
