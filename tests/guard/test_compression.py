"""Pages and JSON are compressed where the length of an answer tells nobody anything."""

import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    """A browser that has been here before, so that it has a cookie."""
    client = sqlite_app.test_client()
    client.get("/login")
    assert client.get_cookie("weconnect")
    return client


@pytest.mark.parametrize("coding", UNPACK)
@pytest.mark.parametrize("path", ["/login", "/api/v1/openapi.json", "/api/v1/"])
def test_what_a_browser_asks_for_by_itself_is_compressed(client, path, coding):
    asked = {"Accept-Encoding": coding, "Sec-Fetch-Site": "none"}

    small = client.get(path, headers=asked)
    plain = client.get(path, headers={"Sec-Fetch-Site": "none"})

    assert small.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
    assert len(UNPACK[coding](small.data)) == pytest.approx(len(plain.data), abs=100)


@pytest.mark.parametrize("path", ["/login", "/api/v1/openapi.json"])
@pytest.mark.parametrize(
    ("site", "compressed"),
    [("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False)],
)
def test_another_site_cannot_measure_what_a_cookie_opens(client, path, site, compressed):
    answer = client.get(path, headers=BROWSER | {"Sec-Fetch-Site": site})

    assert ("Content-Encoding" in answer.headers) == compressed


def test_a_browser_that_does_not_say_who_asked_gets_it_as_it_is(client):
    assert "Content-Encoding" not in client.get("/login", headers=BROWSER).headers


def test_who_shows_no_cookie_has_nothing_to_give_away(sqlite_app: Flask):
    answer = sqlite_app.test_client().get("/api/v1/openapi.json", headers=BROWSER)

    assert answer.headers["Content-Encoding"] == "br"
    assert "X-Blur" not in answer.headers


def test_with_a_cookie_the_length_is_blurred(client):
    asked = BROWSER | {"Sec-Fetch-Site": "same-origin"}

    blurs = {len(client.get("/login", headers=asked).headers["X-Blur"]) for _ in range(20)}

    assert len(blurs) > 3
    assert max(blurs) < 64


def test_what_is_small_or_empty_stays_as_it_is(sqlite_app: Flask):
    client = sqlite_app.test_client()

    assert "Content-Encoding" not in client.get("/healthz", headers=BROWSER).headers
    assert "Content-Encoding" not in client.get("/api/v1/me", headers=BROWSER).headers


def test_a_head_says_what_a_get_would_bring(sqlite_app: Flask):
    client = sqlite_app.test_client()

    got, asked = (
        method("/api/v1/openapi.json", headers=BROWSER) for method in (client.get, client.head)
    )

    assert asked.data == b""
    for name in ("Content-Encoding", "Content-Length", "Content-Type"):
        assert asked.headers[name] == got.headers[name]
