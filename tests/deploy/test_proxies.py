"""nginx and HAProxy with the configurations in deploy/, in front of two servers."""

import http.client
import re
import signal
import ssl
import uuid
from functools import partial

import pytest
import requests
import socketio

from tests.harness import answers
from tests.harness.addresses import From
from tests.harness.browser import until
from tests.harness.page import ALIVE
from tests.harness.person import Person
from tests.harness.socket import Refused
from tests.harness.waiting import PATIENCE_S, eventually
from weconnect.engine.realtime.hub.engine import PING_INTERVAL_S, PING_TIMEOUT_S
from weconnect.engine.web.security import MAX_BODY

from .proxies import Haproxy, Nginx, Proxy

BOTH = {0, 1}


def visitor(proxy: Proxy, address: str, cookies: dict[str, str] | None = None) -> requests.Session:
    session = requests.Session()
    session.mount(proxy.url, From(address))
    session.cookies.update(cookies or {})
    return session


def talk(client: socketio.Client, room: int, times: int = 5) -> None:
    assert client.call("joinRoom", {"room": room}, timeout=int(PATIENCE_S))["ok"]
    for number in range(times):
        payload = {"room": room, "content": f"line {number}", "clientId": str(uuid.uuid4())}
        assert client.call("sendMessage", payload, timeout=int(PATIENCE_S))["ok"]


def open_socket(
    session: requests.Session, url: str, transports: tuple[str, ...]
) -> socketio.Client:
    client = socketio.Client(
        reconnection=False,
        http_session=session,
        request_timeout=PATIENCE_S,
        websocket_extra_options={"suppress_origin": True},
    )
    client.connect(url, transports=list(transports), wait_timeout=PATIENCE_S)
    return client


def is_down(proxy: Proxy, backend: str) -> bool:
    return f"weconnect_{backend}/one is DOWN" in proxy.log


def login_of(person: Person) -> dict[str, str]:
    """The cookie of a login alone, without those that proxies give."""
    cookies = {one.name: one.value or "" for one in person.http.cookies}
    return {name: value for name, value in cookies.items() if "weconnect_" not in name}


@pytest.mark.parametrize("cookies", [True, False], ids=["cookies", "no cookies"])
def test_long_polling_stays_with_its_server(proxy, person, cookies):
    ann = person(proxy.url)
    room = ann.make_room()["id"]
    addresses = [f"127.0.1.{number}" for number in range(1, 9)]
    for address in addresses:
        session = visitor(proxy, address)
        if cookies:
            session.cookies.update(login_of(ann))
        else:
            # As programs do that send one header, and forget what they are given.
            session.headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in login_of(ann).items())
        client = open_socket(session, proxy.url, ("polling",))
        talk(client, room)
        assert client.transport() == "polling"
        client.disconnect()
        # Not in the log before its last request is over.
        eventually(partial(proxy.served, address), "the log has it")
        session.close()

    assert all(len(proxy.served(address)) == 1 for address in addresses)
    assert set.union(*(proxy.served(address) for address in addresses)) == BOTH


def test_with_a_cookie_a_change_of_address_changes_nothing(proxy, person):
    ann = person(proxy.url)
    room = ann.make_room()["id"]
    for first in range(1, 5):
        session = visitor(proxy, f"127.0.2.{first}", login_of(ann))
        client = open_socket(session, proxy.url, ("polling",))
        # A proxy of a company that has several addresses, or a phone on the move.
        session.mount(proxy.url, From(f"127.0.3.{first}"))
        talk(client, room)
        client.disconnect()
        session.close()


def test_polling_becomes_a_websocket(proxy, person):
    ann = person(proxy.url)
    room = ann.make_room()["id"]
    for number in range(1, 5):
        session = visitor(proxy, f"127.0.4.{number}", login_of(ann))
        client = open_socket(session, proxy.url, ("polling", "websocket"))
        talk(client, room)
        assert client.transport() == "websocket"
        client.disconnect()
        session.close()


def test_websockets_need_no_stickiness(proxy, person):
    ann = person(proxy.url)
    room = ann.make_room()["id"]
    cookie = "; ".join(f"{k}={v}" for k, v in login_of(ann).items())
    sockets = [ann.socket(cookie=cookie) for _ in range(6)]

    for socket in sockets:
        socket.ok("joinRoom", {"room": room})
        socket.say(room, "hello")
        assert socket.transport == "websocket"
        socket.close()

    eventually(lambda: proxy.served("127.0.0.1") == BOTH, "both servers have had some")


def test_a_server_that_leaves_gets_nobody_new(pair, start_server, start_proxy, person):
    leaving = start_server(**pair[0].settings | {"DRAIN_PAUSE": "60"})
    proxy = start_proxy(Haproxy, [leaving.port, pair[1].port])
    ann = person(proxy.url)
    room = ann.make_room()["id"]
    for number in range(1, 20):
        address = f"127.0.6.{number}"
        session = visitor(proxy, address, login_of(ann))
        client = open_socket(session, proxy.url, ("polling",))
        talk(client, room)
        if eventually(partial(proxy.served, address), "the log has it") == {0}:
            break
        client.disconnect()
        session.close()

    leaving._process.send_signal(signal.SIGTERM)

    eventually(lambda: leaving.get("/readyz").status_code == 503, "it is not ready at once")
    for backend in ("pages", "sockets", "polling"):
        eventually(partial(is_down, proxy, backend), "noticed")
    cookie = "; ".join(f"{k}={v}" for k, v in login_of(ann).items())
    for _ in range(4):
        ann.socket(cookie=cookie).close()
    eventually(lambda: proxy.served("127.0.0.1"), "the log has them")
    assert proxy.served("127.0.0.1") == {1}
    # Whoever is there is served on, until it says farewell.
    talk(client, room)
    assert proxy.served(address) == {0}
    client.disconnect()
    session.close()


def test_a_browser_is_served(proxy, person, browser):
    ann = person(proxy.url)
    room = ann.make_room("Behind a proxy")["id"]
    page = browser.page(ann, f"/rooms/{room}", ignore_https_errors=True)
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.reload()
    until(page, ALIVE)

    page.get_by_role("textbox", name=re.compile("message", re.I)).fill("from a browser")
    page.keyboard.press("Enter")

    eventually(lambda: texts(ann, room) == ["from a browser"], "the message is kept")
    assert sockets
    assert all(url.startswith("wss:") for url in sockets)


def texts(person: Person, room: int) -> list[str]:
    return [one["content"] for one in person.call_api("GET", f"/rooms/{room}/messages")["messages"]]


def test_forged_headers_are_not_believed(proxy, person):
    ann = person(proxy.url)
    forged = {
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "Forwarded": "for=203.0.113.7;host=evil.example;proto=http",
        "X-Real-IP": "203.0.113.7",
    }

    ann.http.headers.update(forged)
    ann.login()

    addresses = {one["address"] for one in ann.call_api("GET", "/sessions")["sessions"]}
    assert addresses == {"127.0.0.1"}
    page = ann.get("/profile")
    assert "evil.example" not in page.headers["Content-Security-Policy"]
    # It knows that it is behind TLS, whatever was sent.
    assert page.headers["Strict-Transport-Security"]
    assert "__Host-weconnect" in ann.http.cookies
    with pytest.raises(Refused):
        ann.socket(headers={"Origin": "https://evil.example"} | forged)
    assert ann.socket(headers={"Origin": proxy.url} | forged).connected


def test_each_request_is_named_by_the_proxy(proxy):
    forged = {"X-Request-Id": "the-id-of-somebody-else"}
    names = {
        requests.get(f"{proxy.url}/login", headers=forged, timeout=20).headers["X-Request-Id"]
        for _ in range(3)
    }

    assert len(names) == 3
    assert forged["X-Request-Id"] not in names
    # The proxy's, which are longer than WeConnect's own.
    assert min(map(len, names)) > 16


def test_without_tls_it_sends_to_tls(proxy):
    answer = requests.get(f"{proxy.plain_url}/rooms/1", allow_redirects=False, timeout=20)

    assert answer.status_code == 301
    assert answer.headers["Location"].startswith("https://127.0.0.1")
    assert answer.headers["Location"].endswith("/rooms/1")


def test_http_2(proxy):
    assert proxy.agreed_protocol() == "h2"


def test_what_is_the_operators_is_not_shown(proxy):
    assert requests.get(f"{proxy.url}/healthz", timeout=20).status_code == 200
    for path in ("/metrics", "/readyz"):
        assert requests.get(proxy.url + path, timeout=20).status_code == 404


def test_a_body_that_is_too_large_goes_no_further(proxy):
    assert announce(proxy, MAX_BODY + 1) == (413, False)
    # What WeConnect takes, the proxy takes.
    assert announce(proxy, 1)[1]
    fitting = requests.post(f"{proxy.url}/login", data=b"x" * MAX_BODY, timeout=20)
    assert "X-Request-Id" in fitting.headers


def announce(proxy: Proxy, size: int) -> tuple[int, bool]:
    """Begin a form of this size; returns the status, and whether WeConnect has seen it."""
    context = ssl.create_default_context(cafile=str(proxy.tls / "weconnect.pem"))
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, context=context, timeout=20)
    connection.putrequest("POST", "/login")
    connection.putheader("Content-Length", str(size))
    connection.endheaders(b"x")
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.getheader("X-Request-Id") is not None


def test_a_flood_of_logins_is_stopped(proxy):
    flood = visitor(proxy, "127.0.5.1")
    statuses = [flood.post(f"{proxy.url}/login", timeout=20).status_code for _ in range(70)]

    assert statuses[0] != 429
    assert statuses[-1] == 429
    # Nobody else is concerned, and the flood's own address can still look at pages.
    other = visitor(proxy, "127.0.5.2")
    assert other.post(f"{proxy.url}/login", timeout=20).status_code != 429
    assert flood.get(f"{proxy.url}/login", timeout=20).status_code == 200
    flood.close()
    other.close()


@pytest.mark.parametrize(
    ("kind", "few"),
    [
        (Nginx, {"limit_conn weconnect_address 2000": "limit_conn weconnect_address 3"}),
        (Haproxy, {"sc_conn_cur(1) gt 2000": "sc_conn_cur(1) gt 3"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_one_address_has_only_so_many_sockets(kind, few, pair, start_proxy, person):
    proxy = start_proxy(kind, [server.port for server in pair], changes=few)
    ann = person(proxy.url)
    ann.http.close()
    sockets = [ann.socket() for _ in range(3)]

    with pytest.raises(Refused):
        ann.socket()
    sockets[0].close()

    eventually(lambda: opens(ann), "there is room again")


def opens(person: Person) -> bool:
    try:
        return person.socket().connected
    except Refused:
        return False


def hashed_path(person: Person) -> str:
    """The address of a static file as pages name it now."""
    return answers.first(r"/static/[0-9a-f]{16}/", person.get("/profile").text)[0] + "css/base.css"


def test_static_files_are_kept_for_ever(proxy, person):
    path = hashed_path(person(proxy.url))

    for taken, coding in (("br, gzip", "br"), ("gzip", "gzip")):
        asked = {"Accept-Encoding": taken}
        first, second = (
            requests.get(proxy.url + path, headers=asked, timeout=20) for _ in range(2)
        )
        for answer in (first, second):
            assert answer.status_code == 200
            caching = answer.headers["Cache-Control"]
            assert caching.startswith("public, max-age=31536000, immutable"), answer.headers
            assert answer.headers["Content-Encoding"] == coding
        assert first.content == second.content
    # A file under another version's hash may be kept by nobody.
    other = re.sub(r"[0-9a-f]{16}", "0" * 16, path)
    for _ in range(2):
        answer = requests.get(proxy.url + other, timeout=20)
        assert "no-cache" in answer.headers["Cache-Control"]
        assert answer.headers.get("X-Cache") in (None, "MISS")


def test_nginx_gives_out_static_files_by_itself(pair, start_proxy, person):
    proxy = start_proxy(Nginx, [server.port for server in pair])
    path = hashed_path(person(proxy.url))
    plain = {"Accept-Encoding": "identity"}

    states = [requests.get(proxy.url + path, timeout=20).headers["X-Cache"] for _ in range(2)]
    as_it_is = [requests.get(proxy.url + path, headers=plain, timeout=20) for _ in range(2)]

    assert states == ["MISS", "HIT"]
    # Those who cannot unpack get their own copy.
    assert [answer.headers["X-Cache"] for answer in as_it_is] == ["MISS", "HIT"]
    assert all("Content-Encoding" not in answer.headers for answer in as_it_is)


def test_silence_between_two_pings_is_no_reason_to_hang_up(proxy):
    settings = proxy.configuration
    longest = PING_INTERVAL_S + PING_TIMEOUT_S
    names = {
        "nginx": ("proxy_read_timeout", "proxy_send_timeout"),
        "haproxy": ("timeout client", "timeout server", "timeout tunnel"),
    }[proxy.name]

    for name in names:
        (seconds,) = re.findall(rf"^ *{name} +(\d+)s;?$", settings, re.M)
        assert int(seconds) > longest
