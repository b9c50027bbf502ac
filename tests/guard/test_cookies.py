"""The session cookie: out of reach of scripts, and behind TLS bound to the host."""

import hashlib
import time
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask, session
from flask.json.tag import TaggedJSONSerializer
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import EnvironBuilder

from weconnect.engine.web.security import Sessions


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


def test_the_scheme_is_taken_from_trusted_proxies_only(shared_server):
    """What a trusted one says is in test_hosts.py."""
    response = shared_server.get("/login", headers={"X-Forwarded-Proto": "https"})

    assert response.headers["Set-Cookie"].startswith("weconnect=")


def test_static_files_set_no_cookie(sqlite_app: Flask):
    client = sqlite_app.test_client()
    client.get("/login")

    assert "Set-Cookie" not in client.get("/static/css/base.css").headers


class TestReadOutsideOfARequest:
    """As for a socket: what Flask's session says in the request, and nothing else."""

    def both(self, app: Flask, url: str, cookie: str) -> tuple[dict[str, object], ...]:
        environ = EnvironBuilder("/", url, headers=[("Cookie", cookie)]).get_environ()
        own = cast(Sessions, app.session_interface).read(app, environ)
        with app.request_context(environ):
            return own, dict(session)

    def signed(self, app: Flask, key: str | None = None) -> str:
        signer = URLSafeTimedSerializer(
            key or str(app.secret_key),
            salt="cookie-session",
            serializer=TaggedJSONSerializer(),
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
        )
        return str(signer.dumps({"_user_id": "secret"}))

    @pytest.mark.parametrize(
        ("url", "name"),
        [("http://chat.example", "weconnect"), ("https://chat.example", "__Host-weconnect")],
    )
    def test_one_of_ours(self, sqlite_app: Flask, url: str, name: str):
        cookie = f"a=b; {name}={self.signed(sqlite_app)}; c=d"

        assert self.both(sqlite_app, url, cookie) == ({"_user_id": "secret"},) * 2

    @pytest.mark.parametrize(
        ("url", "name"),
        [("http://chat.example", "__Host-weconnect"), ("https://chat.example", "weconnect")],
    )
    def test_the_other_name_is_not_read(self, sqlite_app: Flask, url: str, name: str):
        assert self.both(sqlite_app, url, f"{name}={self.signed(sqlite_app)}") == ({}, {})

    def test_what_was_not_signed_here(self, sqlite_app: Flask):
        good = self.signed(sqlite_app)
        for value in ("", "x", "x.y.z", good[:-1], f"x{good}", self.signed(sqlite_app, "other")):
            assert self.both(sqlite_app, "http://chat.example", f"weconnect={value}") == ({}, {})

    def test_one_that_is_too_old(self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch):
        cookie = f"weconnect={self.signed(sqlite_app)}"
        later = time.time() + sqlite_app.permanent_session_lifetime.total_seconds() + 60
        monkeypatch.setattr("itsdangerous.timed.time", SimpleNamespace(time=lambda: later))

        assert self.both(sqlite_app, "http://chat.example", cookie) == ({}, {})

    def test_another_key_from_now_on(self, sqlite_app: Flask):
        cookie = f"weconnect={self.signed(sqlite_app)}"
        assert self.both(sqlite_app, "http://chat.example", cookie)[0]

        sqlite_app.secret_key = "another key"

        assert self.both(sqlite_app, "http://chat.example", cookie) == ({}, {})
