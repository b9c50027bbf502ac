"""No page and no operation is carried out for another site: found by walking all routes."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from tests.auth.conftest import Visitor
from tests.harness.person import token_of

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
