"""The session cookie: out of reach of scripts, and behind TLS bound to the host."""

import pytest
from flask import Flask


def set_cookie(app: Flask, base_url: str, **headers: str) -> str:
    response = app.test_client().get("/login", base_url=base_url, headers=headers)
    (cookie,) = response.headers.getlist("Set-Cookie")
    return cookie


def attributes(cookie: str) -> set[str]:
    return {part.strip() for part in cookie.split(";")[1:]}


def test_without_tls(sqlite_app: Flask):
    cookie = set_cookie(sqlite_app, "http://localhost:5000")

    assert cookie.startswith("weconnect=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= attributes(cookie)
    assert "Secure" not in attributes(cookie)


def test_behind_tls(sqlite_app: Flask):
    cookie = set_cookie(sqlite_app, "https://chat.example")

    assert cookie.startswith("__Host-weconnect=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Secure"} <= attributes(cookie)
    assert not any(part.startswith("Domain") for part in attributes(cookie))


def test_a_cookie_planted_over_plain_http_is_not_read_behind_tls(sqlite_app: Flask):
    plain = set_cookie(sqlite_app, "http://chat.example").split(";")[0]

    response = sqlite_app.test_client().get(
        "/login", base_url="https://chat.example", headers={"Cookie": plain}
    )

    # It was not taken for a session: there is a new one.
    assert response.headers["Set-Cookie"].startswith("__Host-weconnect=")


@pytest.mark.parametrize(("hops", "expected"), [("0", "weconnect="), ("1", "__Host-weconnect=")])
def test_the_scheme_is_taken_from_trusted_proxies_only(start_server, hops, expected):
    server = start_server(PROXY_HOPS=hops)

    response = server.get("/login", headers={"X-Forwarded-Proto": "https"})

    assert response.headers["Set-Cookie"].startswith(expected)


def test_static_files_set_no_cookie(sqlite_app: Flask):
    client = sqlite_app.test_client()
    client.get("/login")

    assert "Set-Cookie" not in client.get("/static/css/base.css").headers
