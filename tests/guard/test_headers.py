"""Every answer carries what keeps a browser from being turned against its user."""

import re

import pytest
from flask import Flask

ADDRESSES = ["/login", "/register", "/nowhere", "/api/v1/me", "/api/v1/nowhere", "/healthz"]


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", ADDRESSES)
def test_all_answers_are_guarded(sqlite_app: Flask, path):
    headers = sqlite_app.test_client().get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Content-Security-Policy" in headers
    assert "Server" not in headers


def test_pages_allow_only_what_they_need(sqlite_app: Flask):
    response = sqlite_app.test_client().get("/login", base_url="http://chat.example:8000")
    policy = directives(response.headers["Content-Security-Policy"])

    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["img-src"] == ["'self'", "data:", "blob:"]
    assert policy["media-src"] == ["'self'", "blob:"]
    assert policy["connect-src"] == ["'self'", "ws://chat.example:8000"]
    assert policy["require-trusted-types-for"] == ["'script'"]
    assert len(policy["script-src"]) == len(policy["style-src"]) == 2
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_behind_tls_the_socket_is_too(sqlite_app: Flask):
    response = sqlite_app.test_client().get("/login", base_url="https://chat.example")
    policy = directives(response.headers["Content-Security-Policy"])

    assert policy["connect-src"] == ["'self'", "wss://chat.example"]


def test_each_answer_has_a_nonce_of_its_own_and_its_page_uses_it(sqlite_app: Flask):
    client = sqlite_app.test_client()
    nonces = set()
    for _ in range(3):
        response = client.get("/login")
        (nonce,) = set(re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"]))
        used = set(re.findall(r'nonce="([^"]*)"', response.text))
        assert used == {nonce}
        nonces.add(nonce)

    assert len(nonces) == 3
    assert all(len(nonce) >= 22 for nonce in nonces)


def test_a_forged_host_cannot_add_to_the_policy(sqlite_app: Flask):
    response = sqlite_app.test_client().get("/login", headers={"Host": "a; script-src *"})

    assert "script-src *" not in response.headers.get("Content-Security-Policy", "")


def test_hsts_only_behind_tls(sqlite_app: Flask):
    client = sqlite_app.test_client()

    assert "Strict-Transport-Security" not in client.get("/login").headers
    assert "Strict-Transport-Security" in client.get("/login", base_url="https://a.b").headers


def test_pages_are_not_kept_by_caches(sqlite_app: Flask):
    assert "no-store" in sqlite_app.test_client().get("/login").headers["Cache-Control"]
