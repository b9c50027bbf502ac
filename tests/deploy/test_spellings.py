"""What the proxies guard stays guarded, however its address is written; and who counts as one."""

import itertools
import socket
import ssl
from collections.abc import Iterator

import pytest
import requests

from tests.harness.addresses import From

from .proxies import Haproxy, Nginx, Proxy

# Before a path, in place of its letters, behind it: what some server or other reads as the same.
BEFORE = ["", "/", "//", "/.", "/x/..", "/%2e", "/x/%2e%2e", "/%2f", "/;a", "https://127.0.0.1"]
BEHIND = ["", "?", "?a=b", ";a=b", "/", "//", "/.", "/x/..", "%2f", "%23", "#", "#/x", "/;a", "?#"]


def bodies(path: str) -> list[str]:
    """A path with each of its letters encoded, with all of them, twice, and in capitals."""
    letters = range(1, len(path))
    each = [f"{path[:at]}%{ord(path[at]):02X}{path[at + 1 :]}" for at in letters]
    return [
        path,
        *each,
        "/" + "".join(f"%{ord(letter):02x}" for letter in path[1:]),
        path.replace(path[1], f"%25{ord(path[1]):02x}", 1),
        path.upper(),
        path.title(),
        path.replace("/", "/%5c", 1),
        path.replace("/", "\\", 1),
    ]


def spellings(path: str) -> Iterator[str]:
    """Each way of writing `path`, and some that are written in several ways at once."""
    seen = set()
    for before, body, behind in itertools.product(BEFORE, bodies(path), BEHIND):
        odd = (before != "") + (body != path) + (behind != "")
        if odd < 3 and (target := before + body + behind) not in seen:
            seen.add(target)
            yield target


class Raw:
    """A visitor who writes a request's target as it is."""

    def __init__(self, proxy: Proxy) -> None:
        self._context = ssl.create_default_context(cafile=str(proxy.tls / "weconnect.pem"))
        self._port = proxy.port

    def status(self, target: str, method: str = "GET") -> tuple[int, bytes]:
        """What is answered: the status, and all of it."""
        with (
            socket.create_connection(("127.0.0.1", self._port), timeout=20) as raw,
            self._context.wrap_socket(raw, server_hostname="127.0.0.1") as secured,
        ):
            lines = f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"
            secured.sendall("\r\n".join([*lines, "Content-Length: 0", "", ""]).encode())
            answer = b""
            while data := secured.recv(65536):
                answer += data
        return int(answer.split()[1]), answer


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_what_is_the_operators_is_not_shown_however_it_is_written(proxy, path):
    visitor = Raw(proxy)
    assert visitor.status("/healthz")[0] == 200

    targets = list(spellings(path))
    answers = {target: visitor.status(target) for target in targets}

    print(f"{len(targets)} spellings of {path}")
    assert len(targets) > 250
    shown = {at: status for at, (status, _) in answers.items() if status not in {400, 404}}
    assert not shown
    assert not [at for at, (_, answer) in answers.items() if b'"status"' in answer]


def test_a_flood_of_logins_is_stopped_however_they_are_written(proxy):
    visitor = Raw(proxy)
    ways = [
        way
        for path in ("/login", "/register", "/api/v1/tokens")
        for way in bodies(path)[: len(path)]
    ]

    statuses = [visitor.status(way, "POST")[0] for way in (ways * 4)[:75]]

    assert statuses[0] == 400
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (
            Nginx,
            {"server_tokens off;": "set_real_ip_from 127.0.0.0/8; real_ip_header X-Test-Address;"},
        ),
        (
            Haproxy,
            {
                "    http-request redirect scheme": "    http-request set-src hdr(X-Test-Address)\n"
                "    http-request redirect scheme"
            },
        ),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_neighbours_in_one_ipv6_network_are_one_address(kind, told, pair, start_proxy):
    proxy = start_proxy(kind, [server.port for server in pair], changes=told)

    def post(address: str) -> int:
        headers = {"X-Test-Address": address}
        return http.post(f"{proxy.url}/login", headers=headers, timeout=20).status_code

    with requests.Session() as http:
        http.mount(proxy.url, From("127.0.7.1"))
        flood = [post(f"2001:db8:1:2::{number:x}") for number in range(1, 75)]
        assert flood[0] == 400
        assert flood[-1] == 429
        assert post("2001:db8:1:2:ffff:ffff:ffff:ffff") == 429
        # The next network, and the next address of IPv4.
        assert post("2001:db8:1:3::1") == 400
        many = [post(f"198.51.100.{number}") for number in range(1, 75)]
        assert set(many) == {400}
