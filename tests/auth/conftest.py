"""What the tests of accounts share: people, and browsers without a server."""

import contextvars
import dataclasses
import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.harness.person import PASSWORD, token_of
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import registration
from weconnect.auth.sign_in import logins
from weconnect.engine.database.column_types import UtcTime
from weconnect.engine.database.transactions import Base, db, transaction

ADDRESS = "192.0.2.7"


class Visitor:
    """A browser that speaks to the application in this process."""

    def __init__(self, app: Flask, address: str = ADDRESS) -> None:
        self.client = app.test_client()
        self.address = address

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request, in a context of its own: the test's must not lend it its `g`."""
        options.setdefault("environ_overrides", {"REMOTE_ADDR": self.address})
        return contextvars.Context().run(self.client.open, path, method=method, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open("GET", path, **options)

    def post(self, path: str, page: str | None = None, **fields: Any) -> TestResponse:
        """Send a form that was got from `page` (by default the same path)."""
        token = token_of(self.get(page or path).text)
        return self.open("POST", path, data={"csrf_token": token, **fields})

    def register(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        return self.post("/register", username=name, password=password, **fields)

    def login(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        return self.post("/login", username=name, password=password, **fields)

    def logout(self) -> TestResponse:
        return self.post("/logout", "/profile")

    def keep_password(self) -> int:
        """Change the password to the same one; the status of the answer."""
        fields = {"action": "password", "current": PASSWORD, "new": PASSWORD}
        return self.post("/profile", **fields).status_code

    def api(self, method: str, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Call the API as this browser's script does."""
        headers = {"X-CSRFToken": token_of(self.get("/profile").text)}
        return self.open(method, f"/api/v1{path}", json=json, headers=headers, **options)

    def bearer(self, secret: str, method: str, path: str, json: Any = None) -> TestResponse:
        """Call the API as a program does."""
        headers = {"Authorization": f"Bearer {secret}"}
        return self.open(method, f"/api/v1{path}", json=json, headers=headers)

    @property
    def is_logged_in(self) -> bool:
        return self.open("GET", "/api/v1/me").status_code == 200

    @property
    def cookie(self) -> str:
        found = self.client.get_cookie("weconnect")
        assert found
        return found.value

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.client.set_cookie("weconnect", value)


def words(response: TestResponse) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", " ", response.text))


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """Another browser."""
    return lambda address=ADDRESS: Visitor(app, address)


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """A browser."""
    return visit()


@pytest.fixture
def configure(app: Flask) -> Callable[..., None]:
    """Change settings: `configure(registration="invite")`."""

    def change(**changes: object) -> None:
        app.config["WECONNECT"] = dataclasses.replace(app.config["WECONNECT"], **changes)

    return change


@pytest.fixture
def join(app: Flask) -> Callable[..., Actor]:
    """Somebody new, logged in. The first one is the administrator."""

    def new(name: str, password: str = PASSWORD) -> Actor:
        return logins.open_login(registration.create(name, password), "Firefox on Linux", ADDRESS)

    return new


@pytest.fixture
def backdate(app: Flask) -> Callable[..., None]:
    """Let time pass for the rows of a table: `backdate(Login, days=31)` moves their times back."""

    def move(table: type[Base], **span: float) -> None:
        @transaction
        def write() -> None:
            for row in db.session.scalars(select(table)):
                for column in table.__table__.columns:
                    if isinstance(column.type, UtcTime) and getattr(row, column.name):
                        setattr(row, column.name, getattr(row, column.name) - timedelta(**span))

        write()

    return move
