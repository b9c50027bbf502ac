"""An open WebSocket that is silent: it has no greenlet, and is served all the same."""

import contextlib
import gc
import socket
from typing import Any

import gevent
import pytest
from greenlet import greenlet

from tests.harness.waiting import eventually
from weconnect.engine.concurrency.greenlet_pool import KEPT
from weconnect.engine.limits.connection_limit import Quota
from weconnect.engine.transport.http.server import HttpConnection
from weconnect.engine.transport.websocket.connection import Listener, WebSocket
from weconnect.engine.transport.websocket.frames import SERVICE_RESTART, TEXT

from .hosts import Echo, SocketIOHost
from .peer import Closed, Peer, frame

QUERY = "/socket.io/?EIO=4&transport=websocket"
CROWD = 50


@pytest.fixture
def open_crowd(echo):
    """`open_crowd()`: many open WebSockets, each of which was answered once."""
    with contextlib.ExitStack() as stack:

        def opened():
            peers = [stack.enter_context(Peer(echo.url)).open() for _ in range(CROWD)]
            for peer in peers:
                peer.text("hello")
                assert peer.message() == "hello"
            return peers

        yield opened


def test_it_has_no_greenlet(open_crowd):
    def alive() -> int:
        return sum(isinstance(one, greenlet) and not one.dead for one in gc.get_objects())

    before = alive()
    open_crowd()

    # Those of the crew may be new.
    eventually(lambda: alive() < before + KEPT + 5, "the requests' greenlets end")
    assert Listener.greenlets.free <= KEPT < CROWD / 2


def test_nothing_of_the_request_is_held(echo):
    gc.disable()  # it must not take the collector to be rid of them
    try:
        with Peer(echo.url).open() as peer:
            peer.text("hello")
            assert peer.message() == "hello"
            websocket = echo.sockets[-1]
            eventually(lambda: websocket in echo.server.connections)
            held = [one for one in gc.get_objects() if isinstance(one, HttpConnection)]
            assert not [one for one in held if one.websocket is websocket]
    finally:
        gc.enable()


def test_all_of_them_are_answered(open_crowd):
    crowd = open_crowd()
    for turn in range(3):
        for peer in crowd:
            peer.text(f"again {turn}")
        for peer in crowd:
            assert peer.message() == f"again {turn}"


def test_what_comes_together_with_the_handshake_is_heard(echo):
    with Peer(echo.url) as peer:
        peer.request(
            "/",
            behind=frame(TEXT, b"one") + frame(TEXT, b"two") + frame(TEXT, b"three")[:5],
            Upgrade="websocket",
            Connection="Upgrade",
            Sec_WebSocket_Version="13",
            Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        )
        assert peer.answer()[0] == 101

        assert [peer.message(), peer.message()] == ["one", "two"]
        peer.send(frame(TEXT, b"three")[5:])
        assert peer.message() == "three"


class TestQuota:
    @pytest.fixture
    def host(self):
        host = SocketIOHost(Quota(total=2))
        yield host
        host.close()

    def test_a_websocket_counts_until_it_is_over(self, host):
        quota = host.server.quota
        with Peer(host.url).open(QUERY), Peer(host.url).open(QUERY):
            eventually(lambda: quota.open == 2)
            with Peer(host.url) as third:
                assert third.ask(QUERY) == 503
            assert quota.open == 2
        eventually(lambda: quota.open == 0, "all are gone")
        assert not host.server.connections

        with Peer(host.url).open(QUERY) as peer:
            assert peer.packet().startswith("0{")
            assert quota.open == 1

    def test_the_file_is_closed(self, host):
        with Peer(host.url).open(QUERY) as peer:
            assert peer.packet().startswith("0{")
            (websocket,) = host.server.connections
            number = websocket._raw.fileno()
            assert number > 0
        eventually(lambda: websocket._raw.fileno() == -1, "it is closed")


def test_one_that_is_silent_is_told_that_the_server_goes():
    host = Echo()
    with contextlib.closing(host), Peer(host.url).open() as peer:
        peer.text("hello")
        assert peer.message() == "hello"
        eventually(lambda: list(host.server.connections) == host.sockets)

        host.server.leave()

        assert peer.closed() == Closed(SERVICE_RESTART, "service restart")
        eventually(lambda: host.ended == host.sockets, "it is over")


def test_one_that_is_opened_while_the_server_goes():
    host = Going()
    with contextlib.closing(host), Peer(host.url).open() as peer:
        assert peer.closed() == Closed(SERVICE_RESTART, "service restart")


class Going(Echo):
    """Takes leave while it opens a WebSocket."""

    def _application(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.server.leaving = True
        return super()._application(environ, start_response)


class Waiting(Echo):
    """Waits before it answers, until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = gevent.event.Event()
        self.heard: list[str | bytes] = []

    def hear(self, websocket: WebSocket, message: str | bytes) -> None:
        self.heard.append(message)
        if str(message).startswith("wait"):
            self.may_go_on.wait()
        elif message == "fail":
            raise LookupError("no such thing")
        super().hear(websocket, message)


@pytest.fixture
def waiting():
    host = Waiting()
    yield host
    host.may_go_on.set()
    host.close()


class TestListenersThatWait:
    """As for a database."""

    def test_the_next_message_waits_for_the_one_before(self, waiting):
        with Peer(waiting.url).open() as peer:
            peer.text("wait")
            eventually(lambda: waiting.heard == ["wait"])
            # In two pieces, so that the socket becomes readable more than once.
            peer.text("second")
            gevent.sleep(0.02)
            peer.text("third")
            gevent.sleep(0.02)
            assert waiting.heard == ["wait"]

            waiting.may_go_on.set()

            assert [peer.message() for _ in range(3)] == ["wait", "second", "third"]
            peer.text("fourth")
            assert peer.message() == "fourth"

    def test_nobody_else_does(self, waiting):
        with contextlib.ExitStack() as stack:
            crowd = [stack.enter_context(Peer(waiting.url)).open() for _ in range(2 * KEPT)]
            for peer in crowd:
                peer.text("wait")
            eventually(lambda: len(waiting.heard) == len(crowd))

            with Peer(waiting.url).open() as other:
                other.text("hello")
                assert other.message() == "hello"

            waiting.may_go_on.set()
            for peer in crowd:
                assert peer.message() == "wait"
        eventually(lambda: len(waiting.ended) == len(crowd) + 1)
        assert Listener.greenlets.free <= KEPT

    def test_the_peer_goes_meanwhile(self, waiting):
        with Peer(waiting.url).open() as peer:
            peer.text("wait")
            eventually(lambda: waiting.heard == ["wait"])
        gevent.sleep(0.02)
        assert not waiting.ended

        waiting.may_go_on.set()

        eventually(lambda: waiting.ended == waiting.sockets)
        eventually(lambda: not waiting.server.connections)

    def test_it_is_cut_off_meanwhile(self, waiting):
        with Peer(waiting.url).open() as peer:
            peer.text("wait")
            eventually(lambda: waiting.heard == ["wait"])
            waiting.sockets[0]._cut_off("test")

            waiting.may_go_on.set()

            eventually(lambda: waiting.ended == waiting.sockets)
            assert peer.ended()


def test_a_listener_that_fails_costs_its_own_connection_only(waiting, caplog):
    with Peer(waiting.url).open() as bad, Peer(waiting.url).open() as good:
        bad.text("fail")
        assert bad.ended()
        good.text("hello")
        assert good.message() == "hello"
    assert "listener failed" in caplog.text
    eventually(lambda: len(waiting.ended) == 2)


def test_numbers_of_files_that_are_used_again_are_not_mixed_up(echo):
    # Opened and reset at once, in turns with one that stays: a watcher of a connection that is
    # gone must not meet its successor's input.
    linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    with Peer(echo.url).open() as witness:
        for number in range(200):
            with Peer(echo.url).open() as peer:
                peer.text(str(number))
                if number % 2:
                    assert peer.message() == str(number)
                peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            if not number % 20:
                witness.text(str(number))
                assert witness.message() == str(number)
    eventually(lambda: not echo.server.connections, "all are gone")
