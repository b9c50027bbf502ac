"""What the tests of the API share: programs that call it inside this process."""

import contextvars
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.harness.answers import json_of
from tests.harness.person import PASSWORD
from weconnect.auth.people import registration
from weconnect.auth.sign_in import tokens


class Program:
    """Somebody's program: it calls the API with an access token, or with none."""

    def __init__(self, app: Flask, username: str = "", secret: str = "") -> None:
        self.username = username
        self.secret = secret
        self._client = app.test_client(use_cookies=False)

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request, in a context of its own: the test's must not lend it its `g`."""
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        options["headers"] = headers | options.pop("headers", {})
        return contextvars.Context().run(self._client.open, path, method=method, **options)

    def call(self, method: str, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Call the operation at `path`, which is below /api/v1."""
        if json is not None:
            options["json"] = json
        return self.open(method, f"/api/v1{path}", **options)

    def ok(self, method: str, path: str, json: Any = None, **options: Any) -> Any:
        """Call what must succeed; returns what was answered."""
        response = self.call(method, path, json, **options)
        assert response.status_code < 300, f"{method} {path}: {response.status} {response.text}"
        return response.json if response.data else None

    def error(self, method: str, path: str, json: Any = None, **options: Any) -> tuple[int, str]:
        """Call what must be refused; returns the status and the code."""
        response = self.call(method, path, json, **options)
        assert response.status_code >= 400, f"{method} {path} was not refused: {response.text}"
        return response.status_code, json_of(response)["error"]["code"]


def make_program(app: Flask, username: str) -> Program:
    """A new account with a program. To be called in the context of `app`."""
    proof = registration.create(username, PASSWORD)
    token = tokens.create_token_by_password(proof, "tests", None)
    return Program(app, username, token.token)


@pytest.fixture
def program(app: Flask) -> Callable[[str], Program]:
    """Makes accounts with programs: `program("ann")`. The first is the administrator."""
    return lambda username: make_program(app, username)


@pytest.fixture
def stranger(app: Flask) -> Program:
    """A program without a token."""
    return Program(app)
