"""What one peer may make the server hold, and that nobody else waits for it."""

import contextlib
import socket
import sys
import time
from collections.abc import Callable

import gevent
import pytest

from tests.harness.waiting import eventually
from weconnect.engine.concurrency import rounds
from weconnect.engine.transport.websocket import connection as transport
from weconnect.engine.transport.websocket import writer
from weconnect.engine.transport.websocket.connection import WebSocket
from weconnect.engine.transport.websocket.frames import (
    POLICY,
    PROTOCOL_ERROR,
    TOO_BIG,
    Reader,
    Refused,
    frame,
)
from weconnect.engine.transport.websocket.writer import MAX_WAITING, PAUSE_AT

from .hosts import MAX_SIZE, Echo
from .peer import BINARY, CONTINUATION, PING, TEXT, Closed, Peer
from .peer import frame as client_frame

HUGE = 200 * 1024 * 1024


@pytest.mark.parametrize("size", [MAX_SIZE + 1, HUGE, 2**31, 2**32, 2**63 - 1, 2**63, 2**64 - 1])
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_a_size_is_refused_at_the_header(peer, opcode, size):
    peer.send(client_frame(opcode, b"", declared=size, form=64))

    assert peer.closed() == Closed(TOO_BIG, "message too big")


def test_fragments_are_refused_when_together_they_exceed_the_size(peer):
    peer.send(client_frame(TEXT, b"x" * 65536, final=False))
    peer.send(client_frame(CONTINUATION, b"x" * 65536, final=False))
    peer.send(client_frame(CONTINUATION, b"", declared=1))

    assert peer.closed() == Closed(TOO_BIG, "message too big")


def test_a_control_frame_comes_through_where_a_message_has_no_room_left(peer):
    peer.send(client_frame(TEXT, b"x" * MAX_SIZE, final=False) + client_frame(PING, b"still here"))

    assert peer.frame().payload == b"still here"


def test_what_is_refused_is_not_read():
    reader = Reader(MAX_SIZE)
    reader.feed(client_frame(TEXT, b"", declared=HUGE, form=64)[:10])

    with pytest.raises(Refused, match="too big"):
        reader.next()
    with pytest.raises(Refused):
        reader.next()


def test_a_reader_holds_nothing_of_what_it_gave_away():
    reader = Reader(MAX_SIZE)
    for _ in range(3):
        reader.feed(client_frame(BINARY, b"x" * MAX_SIZE))
        assert reader.next() == (BINARY, b"x" * MAX_SIZE)
        assert reader.next() is None
        assert sys.getsizeof(reader._input) < 100
        assert not reader._parts


def test_single_bytes_of_a_large_message_cost_no_more_than_they_are(peer):
    data = client_frame(BINARY, b"x" * MAX_SIZE)
    reader = Reader(MAX_SIZE)

    began = time.thread_time()
    for byte in data:
        reader.feed(bytes((byte,)))
        found = reader.next()

    assert found == (BINARY, b"x" * MAX_SIZE)
    print(f"{len(data)} single bytes: {time.thread_time() - began:.3f} s of CPU")


class TestSlowReaders:
    """A peer that does not read what it is sent."""

    MESSAGE = frame(TEXT, b"x" * 50_000)

    def never_reads(self, connect: Callable[..., Peer], echo: Echo) -> tuple[Peer, WebSocket]:
        peer = connect(receive_buffer=4096).open()
        peer.text("hello")
        assert peer.message() == "hello"
        return peer, echo.sockets[-1]

    def send_until_cut_off(self, websocket: WebSocket, patience: int = 2000) -> int:
        for number in range(patience):
            if websocket.closed:
                return number
            websocket.write(self.MESSAGE)
            gevent.sleep(0)
        raise AssertionError("still open")

    def test_too_much_waiting_cuts_it_off(self, connect, echo, caplog):
        _, websocket = self.never_reads(connect, echo)
        other = connect().open()

        with caplog.at_level("INFO"):
            self.send_until_cut_off(websocket)

        (record,) = [one for one in caplog.records if one.getMessage() == "slow reader cut off"]
        assert record.reason == "too much waiting"
        most = MAX_WAITING + writer.MOST_HELD + len(self.MESSAGE)
        assert MAX_WAITING < record.waiting <= most
        eventually(lambda: websocket in echo.ended, "the server lets go")
        # Nothing is kept, and nobody else noticed.
        assert not websocket.is_behind
        other.text("still there?")
        assert other.message() == "still there?"

    def test_no_progress_cuts_it_off(self, connect, echo, caplog, monkeypatch):
        monkeypatch.setattr(writer, "STALL_S", 0.05)
        _, websocket = self.never_reads(connect, echo)

        with caplog.at_level("INFO"):
            while not websocket._blocked:
                websocket.write(self.MESSAGE)
                gevent.sleep(0)
            eventually(lambda: websocket.closed, "it is cut off")

        (record,) = [one for one in caplog.records if one.getMessage() == "slow reader cut off"]
        assert record.reason == "no progress"

    def test_one_that_reads_slowly_gets_all_in_order(self, connect, echo):
        peer, websocket = self.never_reads(connect, echo)
        sent: list[str] = []
        while websocket._blocked < MAX_WAITING // 2:
            sent.append(f"{len(sent)} ".ljust(20_000, "x"))
            websocket.write(frame(TEXT, sent[-1].encode()))
            gevent.sleep(0)
        websocket.write(frame(TEXT, b"last"))

        assert [peer.message() for _ in sent] == sent
        assert peer.message() == "last"
        eventually(lambda: not websocket.is_behind)
        assert websocket._blocked == 0

    def test_a_goodbye_waits_for_what_was_said_before(self, connect, echo):
        peer, websocket = self.never_reads(connect, echo)
        sent = 0
        while not websocket._blocked or sent % 10:
            websocket.write(self.MESSAGE)
            sent += 1
            gevent.sleep(0)
        websocket.close(1001, "going")

        for _ in range(sent):
            assert len(peer.message()) == 50_000
        assert peer.closed() == Closed(1001, "going")

    def test_its_own_requests_wait_instead_of_filling_the_queue(self, connect, echo):
        peer, websocket = self.never_reads(connect, echo)
        request = client_frame(TEXT, b"x" * 50_000)

        def write():
            for _ in range(400):
                peer.send(request)

        # Each request is answered with as much. Without reading, none of them cuts it off.
        writer = gevent.spawn(write)
        eventually(lambda: websocket._blocked > PAUSE_AT, "answers wait")
        assert websocket._blocked < MAX_WAITING
        assert not websocket.closed

        for _ in range(400):
            assert len(peer.message()) == 50_000
        writer.get()

    def test_also_when_many_of_them_came_in_one_segment(self, connect, echo, monkeypatch):
        # However long the turn: what is written in it counts before the next request is read.
        monkeypatch.setattr(rounds, "TURN_S", 60)
        peer, websocket = self.never_reads(connect, echo)
        websocket._raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        request = client_frame(TEXT, b"x" * 100_000)

        writer = gevent.spawn(peer.send, request * 60)
        eventually(lambda: websocket._blocked > PAUSE_AT, "answers wait")
        for _ in range(60):
            assert len(peer.message()) == 100_000
        writer.get()
        assert not websocket.closed

    def test_one_answer_larger_than_the_queue_arrives(self, connect, echo):
        peer, websocket = self.never_reads(connect, echo)
        size = 4 * MAX_WAITING

        websocket.write(frame(TEXT, b"x" * size))

        assert len(peer.frame().payload) == size


class TestTurns:
    """A peer that sends faster than it can be answered."""

    def test_a_flood_does_not_keep_others_from_their_turn(self, connect, echo):
        quiet = connect().open()
        flood = client_frame(TEXT, b"x" * 10) * 1000
        floods = [connect().open() for _ in range(5)]

        def pour(peer):
            while not stopped:
                peer.send(flood)

        def read(peer):
            while not stopped:
                peer.frame()

        stopped = False
        work = [gevent.spawn(one, peer) for peer in floods for one in (pour, read)]
        worst = 0.0
        for number in range(50):
            began = time.monotonic()
            quiet.text(str(number))
            assert quiet.message() == str(number)
            worst = max(worst, time.monotonic() - began)
        stopped = True
        gevent.killall(work)

        print(f"slowest echo beside five floods: {worst * 1000:.1f} ms")

    def test_whoever_holds_the_loop_lets_others_have_theirs_before_the_next_message(self):
        busy = Busy()
        with contextlib.closing(busy), Peer(busy.url).open() as peer:
            peer.send(client_frame(TEXT, b"x") * 20)
            for _ in range(20):
                peer.frame()

        turns = "".join(busy.turns)
        assert turns.count("m") == 20
        assert "mm" not in turns


class Busy(Echo):
    """Holds the loop for a while with each message ("m"); others are glad of a turn ("o")."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[str] = []
        self._others = gevent.spawn(self._other)

    def close(self) -> None:
        self._others.kill()
        super().close()

    def hear(self, websocket: WebSocket, message: str | bytes) -> None:
        self.turns.append("m")
        end = time.monotonic() + 2 * rounds.TURN_S
        while time.monotonic() < end:
            pass
        super().hear(websocket, message)

    def _other(self) -> None:
        while True:
            self.turns.append("o")
            gevent.sleep(0)


def test_too_many_controls_are_counted_within_a_second(peer, monkeypatch):
    monkeypatch.setattr(transport, "MAX_CONTROLS_PER_S", 3)
    peer.send(client_frame(PING, b"x") * 3)
    for _ in range(3):
        assert peer.frame().payload == b"x"

    peer.send(client_frame(PING, b"x"))

    assert peer.closed() == Closed(POLICY, "too many control frames")


def test_garbage(peer):
    peer.send(bytes(range(256)) * 100)

    assert peer.closed() == Closed(PROTOCOL_ERROR, "unmasked frame")
