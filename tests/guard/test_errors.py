"""Errors say what to do, and nothing about the inside."""

from typing import Any

import pytest
from flask import Flask

from tests.harness.answers import json_of

SECRET = "the inside of the program"


@pytest.fixture
def broken_app(sqlite_app: Flask) -> Flask:
    sqlite_app.testing = False  # as in production, where errors are answered and not raised

    def broken() -> str:
        raise RuntimeError(SECRET)

    sqlite_app.add_url_rule("/broken", view_func=broken)
    sqlite_app.add_url_rule("/api/v1/broken", "api_broken", view_func=broken)
    return sqlite_app


@pytest.mark.parametrize("path", ["/broken", "/api/v1/broken"])
def test_a_fault_shows_nothing_of_the_inside(broken_app: Flask, path):
    response = broken_app.test_client().get(path)

    assert response.status_code == 500
    for inside in (SECRET, "RuntimeError", "Traceback", ".py", "sqlite"):
        assert inside not in response.text


def test_the_api_answers_with_json(broken_app: Flask):
    client = broken_app.test_client()

    assert json_of(client.get("/api/v1/broken"))["error"]["code"] == "unavailable"
    assert client.get("/api/v1/nowhere").status_code == 404
    assert json_of(client.get("/api/v1/nowhere"))["error"]["code"] == "notFound"


def test_pages_answer_with_a_page(broken_app: Flask):
    response = broken_app.test_client().get("/nowhere")

    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert "</html>" in response.text


def test_even_a_broken_error_page_answers(broken_app: Flask):
    @broken_app.context_processor
    def broken() -> dict[str, Any]:
        raise RuntimeError(SECRET)

    response = broken_app.test_client().get("/nowhere")

    assert response.status_code == 404
    assert "<h1>" in response.text
    assert SECRET not in response.text


def test_a_body_without_end_is_refused(broken_app: Flask):
    response = broken_app.test_client().post("/login", data=b"x" * (9 * 1024 * 1024))

    assert response.status_code in {400, 413}


def test_wrong_method(broken_app: Flask):
    response = broken_app.test_client().get("/logout")

    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
