"""By which names a server is called: nobody else's page passes itself off as ours."""

import http.client
import socket
from ipaddress import ip_network
from typing import Any
from unittest import mock
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import requests
from flask import Flask
from werkzeug.test import TestResponse

from tests.harness.addresses import From
from tests.harness.server import Server
from tests.harness.socket import Refused
from weconnect.engine.web.security import Proxies

MACHINE = socket.gethostname()

OURS = [
    "127.0.0.1", "127.0.0.1:5000", "192.168.1.7:5000", "203.0.113.9", "[::1]:5000", "[2001:db8::7]",
    "localhost", "LocalHost:5000", "localhost.", "chatbox", "chatbox:5000", "web1:5000",
    "chatbox.local", "weconnect.default.svc.cluster.local", "chat.home.arpa", "chat.internal",
    "chat.lan", MACHINE, MACHINE.upper(),
]  # fmt: skip
NOT_OURS = [
    "evil.com", "evil.com:5000", "EVIL.com.", "127.0.0.1.evil.com", "localhost.evil.com",
    "local.evil.com", "evil.com:80@localhost", "evil.com/localhost", "a@localhost.com",
    "192.168.1.7.nip.io", f"{MACHINE}.evil.com", "x" * 60 + ".org", "münchen.de", "evil.com\tx",
    "<b>.com", "0x7f.1", "127.1", "[::1].evil.com", "xlocal.net",
]  # fmt: skip


def ask(app: Flask, host: str, path: str = "/login", **options: Any) -> TestResponse:
    return app.test_client().get(path, headers={"Host": host}, **options)


@pytest.mark.parametrize("host", OURS)
def test_it_answers_to_its_own(sqlite_app, host):
    assert ask(sqlite_app, host).status_code == 200


@pytest.mark.parametrize("host", NOT_OURS)
def test_it_does_not_answer_to_others(sqlite_app, host):
    for path in ("/login", "/", "/rooms/1", "/api/v1/openapi.json", "/static/css/base.css"):
        answer = ask(sqlite_app, host, path)
        assert answer.status_code == 421, path
        assert "Set-Cookie" not in answer.headers
    # Who only asks whether it is there may call it anything.
    assert ask(sqlite_app, host, "/healthz").status_code == 200
    assert ask(sqlite_app, host, "/readyz").status_code == 200


def test_what_to_do_is_said_in_the_words_of_whoever_asks(sqlite_app):
    for path in ("/login", "/api/v1/me", "/socket.io/?EIO=4&transport=polling"):
        answer = ask(sqlite_app, "chat.company.com:5000", path)
        assert answer.status_code == 421
        assert "ALLOWED_HOSTS=chat.company.com " in answer.text
        assert answer.is_json == (path != "/login")
    assert ask(sqlite_app, "x", "/api/v1/me").status_code == 401
    # What is no name is not repeated.
    page = ask(sqlite_app, "<script>alert(1)</script>.com").text
    assert "<script>" not in page
    assert "ALLOWED_HOSTS" not in page
    assert ask(sqlite_app, "evil.com", "/login").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("secure", [False, True])
def test_what_is_allowed(apps, tmp_path, secure):
    allowed = {
        "allowed_hosts": frozenset({"chat.company.com", ".team.net"}),
        "allowed_origins": frozenset({"https://www.friend.org:8443"}),
    }
    scheme = {"base_url": f"{'https' if secure else 'http'}://localhost"}
    with apps.make(tmp_path, None, **allowed) as app:
        for host in ("chat.company.com", "Chat.Company.com:80", "a.team.net", "www.friend.org"):
            assert ask(app, host, **scheme).status_code == 200, host
        for host in ("company.com", "x.chat.company.com", "team.net", "xteam.net", "friend.org"):
            assert ask(app, host, **scheme).status_code == 421, host
        assert ask(app, "10.0.0.7", **scheme).status_code == 200


def test_over_tls_the_certificate_has_decided(sqlite_app):
    assert ask(sqlite_app, "chat.company.com", base_url="https://localhost").status_code == 200


def test_everything_may_be_allowed(apps, tmp_path):
    with apps.make(tmp_path, None, allowed_hosts=frozenset({"*"})) as app:
        assert ask(app, "evil.com").status_code == 200


@pytest.fixture
def apps(_apps):
    return _apps


@pytest.fixture(scope="module")
def behind(_apps, tmp_path_factory):
    """A server with a proxy at 127.0.0.1."""
    server = Server(
        _apps.lay_out(tmp_path_factory.mktemp("server")),
        PROXY_HOPS="1",
        TRUSTED_PROXIES="127.0.0.1",
        RATE_LIMITS="on",
    )
    server.start()
    yield server
    server.close()


def forged(**changes: str) -> dict[str, str]:
    return {
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "chat.example",
        "X-Request-Id": "named-by-the-proxy",
    } | changes


def test_the_proxys_word_counts(behind):
    answer = behind.get("/login", headers=forged())

    assert answer.headers["Set-Cookie"].startswith("__Host-weconnect=")
    assert answer.headers["X-Request-Id"] == "named-by-the-proxy"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:5123", "203.0.113.7"),
        ("[2001:db8::1]:5123", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("198.51.100.9:1, 203.0.113.7:5123", "203.0.113.7"),
        ("198.51.100.9, [2001:db8::1]:443", "2001:db8::1"),
    ],
)
def test_a_port_behind_an_address_is_no_part_of_it(said, address):
    seen = []

    def inner(environ: WSGIEnvironment, _start: StartResponse) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    proxies = Proxies(inner, 1, [ip_network("127.0.0.1")])

    proxies({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": said}, mock.Mock())

    assert seen == [address]


def test_nobody_elses_word_counts(start_server):
    server = start_server(
        PROXY_HOPS="1", TRUSTED_PROXIES="127.0.0.1", HOST="0.0.0.0", RATE_LIMITS="on"
    )
    with requests.Session() as http:
        http.mount(server.url, From("127.0.8.1"))
        answer = http.get(f"{server.url}/login", headers=forged(), timeout=20)
        assert answer.headers["Set-Cookie"].startswith("weconnect=")
        assert answer.headers["X-Request-Id"] != "named-by-the-proxy"
        assert "chat.example" not in answer.headers["Content-Security-Policy"]

        statuses = [
            http.post(
                f"{server.url}/api/v1/tokens",
                json={"username": f"nobody{number}", "password": "some wrong one", "name": "x"},
                headers=forged(**{"X-Forwarded-For": f"203.0.113.{number}"}),
                timeout=20,
            ).status_code
            for number in range(130)
        ]
    # By whatever addresses it says it comes from.
    assert statuses == [401] * 100 + [429] * 30


def test_sockets_are_refused_as_pages_are(behind):
    ann = behind.person("ann")
    for transport in ("polling", "websocket"):
        assert ann.socket(transports=(transport,)).connected
        with pytest.raises(Refused):
            ann.socket(transports=(transport,), headers={"X-Forwarded-Host": "evil.com"})
    connection = http.client.HTTPConnection("127.0.0.1", behind.port, timeout=20)
    connection.request("GET", "/rooms", headers={"Host": "evil.com"})
    assert connection.getresponse().status == 421
    connection.close()


def test_where_it_listens(start_server, shared_server, behind):
    assert is_open_to_others(shared_server)
    assert not is_open_to_others(behind)
    assert not is_open_to_others(start_server(HOST="127.0.0.1"))
    assert is_open_to_others(start_server(PROXY_HOPS="1", HOST="0.0.0.0"))


def is_open_to_others(server: Server) -> bool:
    try:
        socket.create_connection(("127.0.0.2", server.port), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True
