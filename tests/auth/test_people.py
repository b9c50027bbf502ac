"""The directory: who is here, found by name, a page at a time; and one's own profile."""

from typing import Any

import pytest

from tests.auth.conftest import words
from tests.harness.apps import on_sqlite
from weconnect.auth.accounts.names import DisplayNameRefused
from weconnect.auth.pages.people import PAGE
from weconnect.auth.people import administration, directory, profile
from weconnect.wire.auth import FindUsers
from weconnect.wire.errors import Forbidden, NotFound


def found(**wish: Any) -> list[str]:
    return [user.username for user in directory.find_users(FindUsers(**wish))]


def test_people_are_listed_by_name(app, join):
    for name in ("cem", "Ann", "bob", "Ümit"):
        join(name)

    assert found() == ["Ann", "bob", "cem", "Ümit"]


def test_people_are_found_by_any_part_of_their_names_in_any_case(app, join):
    ann, _ = join("ann"), join("bob")
    profile.rename(ann, "Ännchen VON Tharau")

    for part in ("an", "ANN", "ännchen", "ÄNN", "von", "tharau", "A\u0308nn", " ann "):
        assert found(q=part) == ["ann"], part
    assert found(q="o") == ["ann", "bob"]
    assert found(q="zz") == []


@pytest.mark.parametrize("q", ["%", "_", "\\", "a%n", "'", '"; DROP TABLE users; --', "/"])
def test_no_sign_has_a_meaning_of_its_own(app, join, q):
    join("ann")

    assert found(q=q) == []


def test_a_sign_that_is_in_a_name_is_found(app, join):
    profile.rename(join("ann_1"), "100% \\ Ann")
    join("annx1")

    assert found(q="ann_") == found(q="100%") == found(q="\\") == ["ann_1"]


def test_a_page_continues_where_the_one_before_ended(app, join):
    for name in ("ann", "Bob", "cem", "dan", "eve"):
        join(name)

    assert found(limit=2) == ["ann", "Bob"]
    assert found(limit=2, after="Bob") == ["cem", "dan"]
    assert found(limit=2, after="DAN") == ["eve"]
    assert found(after="eve") == []
    assert found(after="bobby") == ["cem", "dan", "eve"]


def test_the_banned_are_for_administrators_to_see(app, join):
    ann, bob, cem = join("ann"), join("bob"), join("cem")
    administration.ban(ann, cem.id)

    assert found() == ["ann", "bob"]
    seen = directory.find_people(ann, FindUsers())
    assert [(one.username, one.banned) for one in seen] == [
        ("ann", False),
        ("bob", False),
        ("cem", True),
    ]
    with pytest.raises(Forbidden):
        directory.find_people(bob, FindUsers())
    with pytest.raises(NotFound):
        directory.require_person("cem")
    # What they wrote stays, with their name.
    assert directory.people([cem.id])[cem.id].username == "cem"


def test_the_api_finds_people(app, join, visitor):
    ann, _, cem = join("ann"), join("bob"), join("cem")
    administration.ban(ann, cem.id)
    visitor.login("bob")

    listed = visitor.get("/api/v1/users?limit=1&after=ann").json["users"]
    assert [user["username"] for user in listed] == ["bob"]
    assert set(listed[0]) == {"id", "username", "displayName", "avatar"}
    assert visitor.get("/api/v1/users?q=AN").json["users"][0]["id"] == ann.id
    assert visitor.get(f"/api/v1/users/{ann.id}").json["username"] == "ann"
    assert visitor.get("/api/v1/users/999").status_code == 404
    for wrong in ("limit=0", "limit=101", "limit=x", "page=2", "q=%00", "q=" + "x" * 81):
        assert visitor.get(f"/api/v1/users?{wrong}").status_code in {400, 413}, wrong


@on_sqlite
def test_strangers_find_nobody(app, join, visitor):
    join("ann")

    for path in ("/api/v1/users", "/api/v1/users/1", "/api/v1/me", "/api/v1/sessions"):
        assert visitor.get(path).status_code == 401
    for path in ("/people", "/people/1", "/profile", "/sessions", "/invites"):
        assert visitor.get(path).status_code == 303


def test_the_page_lists_and_finds_people(app, join, visitor):
    ann, _ = join("ann"), join("bob")
    visitor.login("bob")

    assert "ann" in words(visitor.get("/people"))
    assert "ann" not in words(visitor.get("/people?q=bo"))
    assert "Nobody called" in words(visitor.get("/people?q=zz"))
    assert visitor.get(f"/people/{ann.id}").status_code == 200
    assert visitor.get("/people/999").status_code == 404
    assert visitor.get("/people?q=%01&after=%ff").status_code == 200
    assert visitor.get("/people?q=%00").status_code == 400


@on_sqlite
def test_the_page_leads_on_to_the_next(app, join, visitor, monkeypatch):
    monkeypatch.setattr("weconnect.auth.pages.people.PAGE", 2)
    for name in ("ann", "bob", "cem"):
        join(name)
    visitor.login("ann")

    first = visitor.get("/people?q=")
    assert "cem" not in words(first)
    assert "after=bob" in first.text
    assert "cem" in words(visitor.get("/people?after=bob"))
    assert PAGE == 50


class TestProfile:
    def test_a_new_name_is_seen_by_all(self, app, join, visitor):
        ann = join("ann")
        visitor.login("ann")

        done = visitor.post("/profile", action="profile", display_name="  Ann  Example ")

        assert done.status_code == 303
        assert directory.require_user(ann.id).display_name == "Ann Example"
        assert "saved" in words(visitor.get("/profile"))

    def test_by_the_api(self, app, join, visitor):
        join("ann")
        visitor.login("ann")

        answer = visitor.api("PATCH", "/me", {"displayName": "Ann"})
        assert (answer.status_code, answer.json["displayName"]) == (200, "Ann")
        for wrong in ("", " ", "x" * 81, "a\u202eb", None, 7, "\ud800"):
            assert visitor.api("PATCH", "/me", {"displayName": wrong}).status_code in {400, 413}
        assert visitor.api("PATCH", "/me", {"isAdmin": True}).status_code == 400
        assert visitor.get("/api/v1/me").json["displayName"] == "Ann"

    @on_sqlite
    def test_a_wrong_one_is_refused_with_a_reason(self, app, join, visitor):
        ann = join("ann")
        visitor.login("ann")

        page = visitor.post("/profile", action="profile", display_name="a\u202eb")

        assert page.status_code == 400
        assert "visible characters" in words(page)
        with pytest.raises(DisplayNameRefused):
            profile.rename(ann, "")
