"""Everything at once, and everybody has all of it, in one order, nothing twice."""

import json
import re
import socket
from collections.abc import Callable
from typing import Any

import gevent
import pytest

from tests.harness.waiting import eventually
from weconnect.engine.realtime.socketio.packets import event_packet

from .hosts import SocketIOHost
from .peer import PING, PONG, TEXT, Peer, Poller, frame

ROUNDS = 400
QUERY = "/socket.io/?EIO=4&transport=websocket"


class Listener:
    """Reads what a client is sent, whatever it comes by."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.acknowledged: list[int] = []
        self.pongs: list[int] = []

    def hear(self, packet: str) -> None:
        """Note a packet."""
        if packet.startswith('42["told"'):
            self.told.append(json.loads(packet[2:])[1]["number"])
        elif found := re.match(r"43(\d+)", packet):
            self.acknowledged.append(int(found[1]))

    def read(self, peer: Peer) -> None:
        """Read a WebSocket until all is there."""
        while not self.is_complete:
            found = peer.frame()
            if found.opcode == PONG:
                self.pongs.append(int(found.payload))
            elif found.payload == b"2":
                peer.text("3")
            else:
                self.hear(found.payload.decode())

    expected = ROUNDS
    expected_acknowledgements = 0

    @property
    def is_complete(self) -> bool:
        """Whether everything has come."""
        return (
            len(self.told) >= self.expected
            and len(self.acknowledged) >= self.expected_acknowledgements
        )


class Speaker(Listener):
    """Sends questions and pings while it listens, several at a time."""

    expected_acknowledgements = ROUNDS

    def speak(self, peer: Peer) -> None:
        """Ask, and ping, as fast as it goes."""
        for number in range(0, ROUNDS, 4):
            batch = b""
            for one in range(number, number + 4):
                batch += frame(TEXT, f'42{one}["say",{one}]'.encode())
            peer.send(batch + frame(PING, str(number).encode()))
            gevent.sleep(0)


@pytest.fixture
def peaceful(monkeypatch):
    """No limit of pings: here they are many on purpose."""
    monkeypatch.setattr(
        "weconnect.engine.transport.websocket.connection.MAX_CONTROLS_PER_S", 10_000
    )


def enter(line: SocketIOHost, **options: int) -> Peer:
    """A client that was let in."""
    peer = Peer(line.url, **options).open(QUERY)
    peer.text("40")
    peer.packets("40")
    return peer


def broadcast(line: SocketIOHost, watch: Callable[[], None]) -> None:
    """Tell everybody the numbers, several together, as after one commit."""
    for number in range(ROUNDS):
        text = f'{{"number":{number},"text":"{"x" * (number % 7 * 400)}"}}'
        line.io.manager.send_text(event_packet("told", text), "everybody")
        watch()
        if number % 3 == 0:
            gevent.sleep(0)


def poll_and_upgrade(line: SocketIOHost, poller: Poller, listener: Listener) -> None:
    """Poll for a while, then go on by WebSocket."""
    while len(listener.told) < ROUNDS // 10:
        for packet in poller.packets():
            listener.hear(packet)
            if packet == "2":
                poller.post("3")
    websocket = Peer(line.url).open(f"{QUERY}&sid={poller.sid}")
    polls = gevent.spawn(poller.packets)
    websocket.text("2probe")
    assert websocket.message() == "3probe"
    for packet in polls.get():
        listener.hear(packet)
    gevent.sleep(0)
    websocket.text("5")
    listener.read(websocket)


def read_slowly(peer: Peer, listener: Listener) -> None:
    """Read, and let everybody else go first."""
    while not listener.is_complete:
        listener.hear(peer.packet())
        for _ in range(3):
            gevent.sleep(0)


def test_many_at_once(start_line, peaceful):
    line = start_line(ping_interval=0.05, ping_timeout=20)
    speakers = [(enter(line), Speaker()) for _ in range(3)]
    listeners = [(enter(line), Listener()) for _ in range(20)]
    slow = enter(line, receive_buffer=4096), Listener()
    slow_websocket = list(line.io.eio.sockets.values())[-1].websocket
    slow_websocket._raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    behind = []
    poller, polled = Poller(line.url), Listener()
    assert poller.post("40").text == "ok"
    poller.packets()

    work: list[gevent.Greenlet[..., Any]] = [
        gevent.spawn(one.read, peer) for peer, one in speakers + listeners
    ]
    work += [gevent.spawn(one.speak, peer) for peer, one in speakers]
    work += [
        gevent.spawn(poll_and_upgrade, line, poller, polled),
        gevent.spawn(read_slowly, *slow),
        gevent.spawn(broadcast, line, lambda: behind.append(slow_websocket._blocked)),
    ]
    gevent.joinall(work, timeout=60, raise_error=True)

    # Most of the time something waited for the slow one.
    assert sum(waiting > 0 for waiting in behind) > ROUNDS / 2
    for one in [*(one for _, one in [*speakers, *listeners, slow]), polled]:
        assert one.told == list(range(ROUNDS))
    for _, speaker in speakers:
        assert speaker.acknowledged == list(range(ROUNDS))
        assert speaker.pongs == list(range(0, ROUNDS, 4))[: len(speaker.pongs)]
    asked = [arguments[0] for event, arguments in line.events if event == "say"]
    assert sorted(asked) == sorted(list(range(ROUNDS)) * 3)


def test_what_one_writes_at_once_leaves_at_once_and_in_order(line, dial):
    peer = dial()
    (connection,) = line.io.eio.sockets.values()
    before = connection.websocket
    sizes = []
    raw = before._raw

    class Counting:
        def send(self, data):
            sizes.append(len(data))
            return raw.send(data)

        def __getattr__(self, name):
            return getattr(raw, name)

    before._raw = Counting()
    for number in range(10):
        line.io.emit("told", number, room="everybody")
    assert sizes == []
    assert [peer.packet() for _ in range(10)] == [f'42["told",{number}]' for number in range(10)]

    assert len(sizes) == 1


def test_an_acknowledgement_comes_behind_what_was_told_before_it(line, dial):
    peer = dial()
    for number in range(100):
        peer.text(f'42{number}["tell",{number}]')

    for number in range(100):
        assert peer.packet() == f'42["told",{number}]'
        assert peer.packet() == f"43{number}[{{}}]"


def test_polls_and_posts_keep_the_order(line, poller):
    for start in range(0, 100, 10):
        packets = [f'42{number}["tell",{number}]' for number in range(start, start + 10)]
        assert poller.post(*packets).text == "ok"

    found: list[str] = []
    while len(found) < 200:
        found += poller.packets()
    assert found == [
        packet for number in range(100) for packet in (f'42["told",{number}]', f"43{number}[{{}}]")
    ]
    eventually(lambda: not line.io.eio.sockets[poller.sid].is_behind)
