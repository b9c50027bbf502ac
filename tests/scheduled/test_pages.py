"""The pages of what waits to be sent: all rooms that they name are looked up at once."""

import contextvars
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.harness.answers import json_of
from tests.harness.person import PASSWORD, token_of
from tests.harness.questions import questions
from tests.harness.seasons import SUMMER
from tests.harness.team import new_id


@pytest.mark.parametrize("path", ["/drafts", "/scheduled"])
def test_more_rooms_are_no_more_questions(app: Flask, path: str):
    client = app.test_client()

    def ask(method: str, path: str, **options: Any) -> TestResponse:
        # In a context of its own: the test's must not lend it its `g`.
        return contextvars.Context().run(client.open, path, method=method, **options)

    form = {"csrf_token": token_of(ask("GET", "/register").text), "username": "ann"}
    ask("POST", "/register", data=form | {"password": PASSWORD})
    headers = {"X-CSRFToken": token_of(ask("GET", "/profile").text)}

    def call(method: str, path: str, **wish: Any) -> Any:
        return json_of(ask(method, f"/api/v1{path}", json=wish, headers=headers))

    def asked_for(made: int) -> int:
        with questions() as asked:
            page = ask("GET", path).text
        assert all(f"text {number}" in page for number in range(1, made + 1))
        return len(asked)

    found = []
    for made in range(1, 5):
        room = call("POST", "/rooms", name=f"Room {made}", kind="private")["id"]
        wish = {"content": f"text {made}", "clientId": new_id()}
        if path == "/drafts":
            call("PUT", f"/rooms/{room}/draft", **wish, base=0)
        else:
            call(
                "POST",
                f"/rooms/{room}/scheduled",
                **wish,
                localTime=f"{SUMMER}T09:30",
                timeZone="UTC",
            )
        found.append(asked_for(made))
    assert len(set(found[1:])) == 1, found
