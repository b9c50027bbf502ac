"""The network that fails on command: each failure looks as the real one does."""

import socket
import time
from collections.abc import Callable, Iterator

import gevent
import pytest
from gevent.server import StreamServer

from tests.harness.proxy import Link, Proxy
from tests.harness.waiting import PATIENCE_S, eventually

# How long nothing has to come before it is taken for lost.
SILENCE_S = 0.3
TCP_USER_TIMEOUT = 18


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    yield proxy
    proxy.close()


class Echo(StreamServer):
    heard: bytearray
    server_port: int


@pytest.fixture
def echo() -> Iterator[Echo]:
    """Sends back what it gets, and keeps it in `heard`."""
    heard = bytearray()

    def answer(one: socket.socket, _address: object) -> None:
        try:
            while data := one.recv(65536):
                heard.extend(data)
                one.sendall(data)
        except OSError:
            pass

    server = Echo(("127.0.0.1", 0), answer)
    server.heard = heard
    server.start()
    yield server
    server.stop(timeout=0)


@pytest.fixture
def link(proxy: Proxy, echo: Echo) -> Iterator[Link]:
    link = proxy.link(echo.server_port)
    yield link
    link.heal()


@pytest.fixture
def dial(link: Link) -> Iterator[Callable[..., socket.socket]]:
    opened = []

    def connect(timeout: float = PATIENCE_S) -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", link.port), timeout))
        opened[-1].settimeout(PATIENCE_S)
        return opened[-1]

    yield connect
    for one in opened:
        one.close()


def ask(one: socket.socket, data: bytes = b"ping") -> bytes:
    one.sendall(data)
    return listen(one, len(data))


def listen(one: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size and (data := one.recv(size - len(found))):
        found += data
    return found


def is_silent(one: socket.socket) -> bool:
    one.settimeout(SILENCE_S)
    try:
        one.recv(1)
    except TimeoutError:
        return True
    finally:
        one.settimeout(PATIENCE_S)
    return False


def test_everything_goes_through_in_order(link, dial):
    first, second = dial(), dial()
    large = bytes(range(256)) * 8000
    sending = gevent.spawn(first.sendall, large)
    assert listen(first, len(large)) == large
    sending.get()
    assert ask(second) == b"ping"
    traffic = link.traffic
    assert (traffic.connections, traffic.open) == (2, 2)
    assert traffic.up == traffic.down == len(large) + 4


def test_an_end_passes_through(link, dial):
    one = dial()
    assert ask(one) == b"ping"
    one.shutdown(socket.SHUT_WR)
    assert one.recv(1) == b""
    eventually(lambda: link.traffic.open == 0, "the connection is over")


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_delay(link, dial, direction):
    one = dial()
    link.delay(0.4, direction)
    began = time.monotonic()
    for number in b"123":
        one.send(bytes([number]))
    assert listen(one, 3) == b"123"
    assert time.monotonic() - began >= 0.4
    link.heal()
    assert ask(one) == b"ping"


def test_a_narrow_line(link, dial):
    one = dial()
    link.throttle(20_000, "up")
    began = time.monotonic()
    assert ask(one, b"x" * 10_000) == b"x" * 10_000
    assert time.monotonic() - began >= 0.45


@pytest.mark.parametrize(("direction", "heard"), [("up", b""), ("down", b"ping"), ("both", b"")])
def test_a_frozen_peer_goes_on_where_it_stood(link, dial, echo, direction, heard):
    one = dial()
    assert ask(one, b"before") == b"before"
    echo.heard.clear()
    link.freeze(direction)
    one.sendall(b"ping")
    assert is_silent(one)
    assert echo.heard == heard
    other = dial()  # the kernel still makes connections
    other.sendall(b"pong")
    assert is_silent(other)
    link.heal()
    assert listen(one, 4) == b"ping"
    assert listen(other, 4) == b"pong"


@pytest.mark.parametrize(("direction", "heard"), [("up", b""), ("down", b"ping"), ("both", b"")])
def test_a_lost_network_loses_also_what_makes_connections(link, dial, echo, direction, heard):
    one = dial()
    assert ask(one, b"before") == b"before"
    echo.heard.clear()
    link.lose(direction)
    one.sendall(b"ping")
    assert is_silent(one)
    assert echo.heard == heard
    with pytest.raises(TimeoutError):
        dial(SILENCE_S)
    link.heal()
    assert listen(one, 4) == b"ping"  # TCP has sent it again
    assert ask(dial()) == b"ping"


def test_what_is_lost_is_not_acknowledged(link, dial):
    one = dial()
    one.setsockopt(socket.IPPROTO_TCP, TCP_USER_TIMEOUT, 300)
    assert ask(one) == b"ping"
    link.lose()
    one.sendall(b"ping")
    with pytest.raises(TimeoutError, match="110"):
        one.recv(1)


def test_a_vanished_peer_says_nothing_for_ever_and_new_ones_answer(link, dial, echo):
    one = dial()
    assert ask(one, b"before") == b"before"
    link.vanish()
    one.sendall(b"ping")
    assert is_silent(one)
    assert ask(dial(), b"new") == b"new"
    link.heal()
    assert is_silent(one)
    assert echo.heard == b"beforenew"


def test_a_cut_resets_and_refuses(link, dial):
    one = dial()
    assert ask(one) == b"ping"
    link.cut()
    with pytest.raises(ConnectionResetError):
        one.recv(1)
    with pytest.raises(ConnectionRefusedError):
        dial()
    link.heal()
    assert ask(dial()) == b"ping"


def test_a_server_that_is_not_there_looks_so(proxy, echo):
    echo.stop()
    link = proxy.link(echo.server_port)
    with pytest.raises(ConnectionResetError):
        socket.create_connection(("127.0.0.1", link.port), PATIENCE_S).recv(1)


def test_links_do_not_share_their_failures(proxy, echo, link, dial):
    other = proxy.link(echo.server_port)
    link.cut()
    with socket.create_connection(("127.0.0.1", other.port), PATIENCE_S) as one:
        assert ask(one) == b"ping"
