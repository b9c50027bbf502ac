"""Servers of our transport alone, and peers that speak to them byte by byte."""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness.apps import Apps
from tests.harness.hub import Holders
from weconnect.engine.serving.process import tune_interpreter

from .hosts import Echo, Product, SocketIOHost
from .peer import Peer, Poller


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    """A server that says every WebSocket message back."""
    host = Echo()
    yield host
    host.close()


@pytest.fixture
def connect(echo: Echo) -> Iterator[Callable[..., Peer]]:
    """`connect()`: a TCP connection to `echo`."""
    peers: list[Peer] = []

    def connect(**options: int) -> Peer:
        peers.append(Peer(echo.url, **options))
        return peers[-1]

    yield connect
    for peer in peers:
        peer.close()


@pytest.fixture
def peer(connect: Callable[..., Peer]) -> Peer:
    """An open WebSocket to `echo`."""
    return connect().open()


@pytest.fixture
def start_line() -> Iterator[Callable[..., SocketIOHost]]:
    """`start_line(…)`: a Socket.IO server with these options."""
    hosts: list[SocketIOHost] = []

    def start(**options: object) -> SocketIOHost:
        hosts.append(SocketIOHost(**options))  # type: ignore[arg-type]
        return hosts[-1]

    yield start
    for host in hosts:
        host.close()


@pytest.fixture
def line(start_line: Callable[..., SocketIOHost]) -> SocketIOHost:
    """A Socket.IO server."""
    return start_line()


@pytest.fixture
def product(_apps: Apps, tmp_path: Path) -> Iterator[Product]:
    """The whole application in this process, on SQLite."""
    with _apps.make(tmp_path, None) as app, app.app_context():
        host = Product(app)
        yield host
        host.close()


@pytest.fixture
def nobody_holds_the_loop() -> Iterator[Holders]:
    """Fails the test when anything of the server, in this process, held the loop for 50 ms."""
    # As the worker does at its start: the tests' own objects would be looked through as well.
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    tune_interpreter()
    with Holders() as holders:
        yield holders
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)
    print(f"the loop was held for {holders.worst * 1000:.1f} ms at most")
    assert not holders.found


@pytest.fixture
def dial(line: SocketIOHost) -> Iterator[Callable[..., Peer]]:
    """`dial()`: a WebSocket to `line`; by default let into the namespace."""
    peers: list[Peer] = []

    def dial(auth: str | None = "", *, path: str = "", **headers: str) -> Peer:
        peer = Peer(line.url)
        peers.append(peer)
        peer.open(path or "/socket.io/?EIO=4&transport=websocket", **headers)
        assert peer.packet().startswith("0{")
        if auth is not None:
            peer.text(f"40{auth}")
            assert peer.packet().startswith('40{"sid"')
        return peer

    yield dial
    for peer in peers:
        peer.close()


@pytest.fixture
def poller(line: SocketIOHost) -> Iterator[Poller]:
    """A polling client that was let in."""
    poller = Poller(line.url)
    assert poller.post("40").text == "ok"
    assert poller.packets()[0].startswith('40{"sid"')
    yield poller
    poller.close()
