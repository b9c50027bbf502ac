"""No page and no operation is carried out for another site: found by walking all routes."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from tests.auth.conftest import Visitor
from tests.harness.answers import json_of
from tests.harness.person import PASSWORD, token_of

FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/profile", {"action": "profile", "display_name": "x"}),
    ("/profile", {"action": "token", "name": "x", "days": "9"}),
    ("/logout", {}),
    ("/rooms/new", {"name": "x", "kind": "public"}),
    ("/rooms/direct", {"people": "ann"}),
    ("/rooms/1/messages", {"content": "x"}),
    ("/invites", {"days": "7", "uses": "3"}),
)
SAFE = {"GET", "HEAD", "OPTIONS"}


def unsafe_routes(app: Flask) -> Iterator[tuple[str, str]]:
    """(method, path) of everything that changes something, with 1 for every part that varies."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - SAFE):
            yield method, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method)


@pytest.fixture
def ann(sqlite_app: Flask) -> Visitor:
    """Somebody who is logged in."""
    visitor = Visitor(sqlite_app)
    visitor.register("ann")
    return visitor


def test_there_are_such_routes(sqlite_app):
    routes = set(unsafe_routes(sqlite_app))

    assert {("POST", "/login"), ("POST", "/logout"), ("DELETE", "/api/v1/tokens/1")} <= routes
    assert len(routes) > 20


def test_nothing_is_done_without_the_token_of_the_session(sqlite_app, ann):
    for method, path in unsafe_routes(sqlite_app):
        for fields in ({}, {"csrf_token": "x"}, {"csrf_token": ""}):
            if path.startswith("/api/"):
                headers = {"X-CSRFToken": fields.get("csrf_token", "")}
                answer = ann.open(method, path, json={}, headers=headers)
                assert answer.json["error"]["code"] in {"badRequest", "unauthorized"}, path
            else:
                answer = ann.open(method, path, data=fields)
            assert answer.status_code in {400, 401}, f"{method} {path}: {answer.status_code}"
    assert ann.is_logged_in


def test_the_token_of_another_session_is_none(sqlite_app, ann):
    other = Visitor(sqlite_app)
    token = token_of(other.get("/login").text)

    for path in ("/profile", "/logout", "/invites"):
        assert ann.open("POST", path, data={"csrf_token": token}).status_code == 400
    headers = {"X-CSRFToken": token}
    assert ann.open("PATCH", "/api/v1/me", json={}, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "way", ["log out", "it ended elsewhere", "a new account", "a new password"]
)
def test_the_token_of_one_login_is_none_in_the_next(sqlite_app, ann, way):
    """Of a page that stayed open while somebody else logged in, in the same browser."""
    stale = token_of(ann.get("/profile").text)
    Visitor(sqlite_app).register("bo")
    if way == "log out":
        ann.logout()
    elif way == "it ended elsewhere":
        other = Visitor(sqlite_app)
        other.login("ann")
        for login in json_of(other.api("GET", "/sessions"))["sessions"]:
            if not login["current"]:
                other.api("DELETE", f"/sessions/{login['id']}")
    if way == "a new account":
        fields = {"username": "cy", "password": PASSWORD}
        assert ann.post("/register", "/profile", **fields).status_code == 303
    elif way == "a new password":
        fields = {"action": "password", "current": PASSWORD, "new": "another donkey battery"}
        assert ann.post("/profile", **fields).status_code == 303
    else:
        assert ann.login("bo").status_code == 303
    assert ann.is_logged_in

    for path, fields in FORMS:
        answer = ann.open("POST", path, data={"csrf_token": stale, **fields})
        assert answer.status_code == 400, path
    answer = ann.open("POST", "/api/v1/rooms", json={"name": "x"}, headers={"X-CSRFToken": stale})
    assert answer.status_code == 400
    assert ann.is_logged_in


def test_a_page_of_somebody_else_is_refused_on_every_way(sqlite_app, ann):
    """It says whose it is, even with a token that would do."""
    other = Visitor(sqlite_app)
    other.register("bo")
    good = token_of(ann.get("/profile").text)
    headers = {"X-CSRFToken": token_of(other.get("/profile").text), "X-Person": "0"}
    stale = ann.open("POST", "/api/v1/rooms", json={"name": "x"}, headers=headers)
    assert stale.json["error"]["code"] == "otherPerson"
    me = ann.get("/api/v1/me").json["id"]
    for stated in ("", "0", str(me + 1), f"0{me}", f"{me} ", "x", "9" * 30):
        for method, path in unsafe_routes(sqlite_app):
            if path.startswith("/api/"):
                headers = {"X-CSRFToken": good, "X-Person": stated}
                answer = ann.open(method, path, json={}, headers=headers)
                assert answer.json["error"]["code"] == "otherPerson", path
            else:
                fields = {"csrf_token": good, "person": stated}
                answer = ann.open(method, path, data=fields)
                assert "somebody else" in answer.text, path
            assert answer.status_code == 409, f"{method} {path}: {answer.status_code}"
        seen = ann.get("/api/v1/rooms", headers={"X-Person": stated})
        assert seen.json["error"]["code"] == "otherPerson"
    assert ann.is_logged_in

    # Its own person's page is none, and a token counts more than a cookie.
    fields = {"csrf_token": good, "person": str(me), "action": "avatar-remove"}
    assert ann.open("POST", "/profile", data=fields).status_code == 303
    secret = json_of(other.api("POST", "/tokens", {"name": "bot"}))["token"]
    headers = {"Authorization": f"Bearer {secret}", "X-Person": str(me)}
    assert ann.get("/api/v1/me", headers=headers).status_code == 409
    assert ann.get("/api/v1/me", headers={**headers, "X-Person": str(me + 1)}).status_code == 200


def test_every_form_says_whose_it_is(sqlite_app, ann):
    me = ann.get("/api/v1/me").json["id"]
    ann.api("POST", "/rooms", {"name": "Hall", "kind": "public"})
    for path in (
        "/rooms/1",
        "/rooms/1/settings",
        "/profile",
        "/sessions",
        "/invites",
        "/rooms/new",
    ):
        page = ann.get(path).text
        forms = page.count('<form method="post"') + page.count('method="post" action')
        assert forms, path
        stated = page.count(f'<input type="hidden" name="person" value="{me}">')
        assert stated == page.count('name="csrf_token"'), path
        assert f'<meta name="person" content="{me}">' in page, path


def test_nothing_is_changed_by_a_link(sqlite_app, ann):
    for _method, path in unsafe_routes(sqlite_app):
        if not path.startswith("/api/"):
            answer = ann.get(path)
            assert answer.status_code in {200, 303, 404, 405}, path
    assert ann.is_logged_in


def test_a_program_with_an_access_token_needs_no_other(sqlite_app, ann):
    secret = ann.api("POST", "/tokens", {"name": "bot"}).json["token"]

    program = Visitor(sqlite_app)
    answer = program.bearer(secret, "PATCH", "/me", {"displayName": "Bot"})

    assert answer.status_code == 200


def test_logging_in_is_no_way_to_slip_in_a_session(sqlite_app):
    """A login form sent by another site would log people in to the attacker's account."""
    visitor = Visitor(sqlite_app)
    fields = {"username": "ann", "password": "correct horse battery staple"}

    assert visitor.open("POST", "/register", data=fields).status_code == 400
    assert visitor.open("POST", "/login", data=fields).status_code == 400
    assert not visitor.is_logged_in


def test_every_page_carries_its_token(sqlite_app, ann):
    for path in ("/profile", "/sessions", "/invites", "/people", "/people/1", "/rooms"):
        page = ann.get(path)
        assert page.status_code == 200, path
        assert '<meta name="csrf-token" content="' in page.text, path
        assert page.text.count('<form method="post"') <= page.text.count('name="csrf_token"')


def test_a_page_may_stay_open_for_days(sqlite_app, ann, monkeypatch):
    token = token_of(ann.get("/profile").text)
    later = SimpleNamespace(time=lambda: time.time() + 10 * 86_400)
    monkeypatch.setattr("itsdangerous.timed.time", later)

    answer = ann.open("POST", "/profile", data={"csrf_token": token, "action": "avatar-remove"})
    assert answer.status_code == 303
