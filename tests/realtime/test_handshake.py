"""From HTTP to WebSocket (RFC 6455, section 4.2)."""

from pathlib import Path

import pytest

from .peer import ACCEPT, Peer


def test_the_answer_is_the_one_of_the_standard(connect):
    peer = connect()
    peer.request(
        "/",
        Upgrade="websocket",
        Connection="Upgrade",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
    )

    status, headers, _ = peer.answer()

    assert status == 101
    assert headers == {
        "upgrade": "websocket",
        "connection": "Upgrade",
        "sec-websocket-accept": ACCEPT,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Upgrade": "WebSocket", "Connection": "keep-alive, Upgrade"},
        {"Upgrade": "h2c, websocket"},
        # Nothing is negotiated, whatever is offered.
        {"Sec_WebSocket_Extensions": "permessage-deflate", "Sec_WebSocket_Protocol": "chat"},
    ],
    ids=str,
)
def test_other_words_for_the_same(connect, headers):
    peer = connect().open(**headers)
    peer.text("hello")

    assert peer.message() == "hello"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upgrade": ""}, 400),
        ({"Upgrade": "websockets"}, 400),
        ({"Connection": ""}, 400),
        ({"Connection": "close"}, 400),
        ({"Sec_WebSocket_Version": ""}, 426),
        ({"Sec_WebSocket_Version": "8"}, 426),
        ({"Sec_WebSocket_Version": "13, 8"}, 426),
        ({"Sec_WebSocket_Key": ""}, 400),
        ({"Sec_WebSocket_Key": "c2hvcnQ="}, 400),
        ({"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZSBpcyB0b28gbG9uZw=="}, 400),
        ({"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ"}, 400),
        ({"Sec_WebSocket_Key": "dGhl\u00efHNhbXBsZSBub25jZQ=="}, 400),
        ({"Content_Length": "5"}, 400),
        ({"Transfer_Encoding": "chunked"}, 400),
    ],
    ids=str,
)
def test_what_is_no_handshake_is_answered_as_http(echo, connect, headers, status):
    opened = len(echo.sockets)
    behind = b"hello" if "Content_Length" in headers else b""
    behind = b"0\r\n\r\n" if "Transfer_Encoding" in headers else behind

    assert connect().ask(behind=behind, **headers) == status
    assert len(echo.sockets) == opened


def test_which_version_is_spoken_is_told(connect):
    peer = connect()
    peer.request("/", Upgrade="websocket", Connection="Upgrade", Sec_WebSocket_Version="99")

    assert peer.answer()[1]["sec-websocket-version"] == "13"


def test_the_connection_goes_on_after_a_refusal(connect):
    peer = connect()

    assert peer.ask(Sec_WebSocket_Key="") == 400
    assert peer.ask() == 101


def test_nothing_but_get_over_http_1_1(connect):
    peer = connect()
    peer.send(
        b"GET / HTTP/1.0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )

    assert peer.answer()[0] == 400


def test_asking_for_an_upgrade_does_not_smuggle_a_request(connect):
    # gevent hands out the bare connection here: the body would be read as the next request.
    smuggled = b"GET /page HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    peer = connect()
    peer.request(
        "/page",
        "POST",
        behind=smuggled,
        Upgrade="websocket",
        Connection="Upgrade",
        Content_Length=str(len(smuggled)),
    )
    assert peer.answer()[2] == smuggled

    peer.request("/page", "POST", behind=b"next", Content_Length="4")
    assert peer.answer()[2] == b"next"


def test_the_last_answer_says_that_it_is_the_last(connect):
    peer = connect()
    peer.request("/page", Connection="close")

    assert peer.answer()[1]["connection"] == "close"
    assert peer.ended()


def test_peers_that_vanish_are_given_up_by_the_kernel(shared_server):
    with Peer(shared_server.url) as peer:
        peer.request("/healthz")
        assert peer.answer()[0] == 200
        port = peer.socket.getsockname()[1]
        # The server's side of this connection has a timer of the kernel's.
        assert keepalive_of(port)


def keepalive_of(port: int) -> bool:
    """Whether the kernel has a keepalive timer for the server's connection with `port`."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    (found,) = [line for line in lines if line[2].endswith(f":{port:04X}") and line[3] == "01"]
    return found[5].startswith("02")
