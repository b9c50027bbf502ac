"""What is said to a crowd in quick succession leaves together; few others wait for that."""

import _socket
import socket
from collections.abc import Iterator

import gevent
import pytest

from tests.harness.waiting import eventually
from weconnect.engine.monitoring.counters import counters
from weconnect.engine.transport.websocket import writer
from weconnect.engine.transport.websocket.writer import CROWD, FrameWriter, _Rounds

# Long, so that on a slow machine too it is not over before the test is.
REST_S = 2.0


class Reader:
    """Both ends of one connection."""

    def __init__(self) -> None:
        near, self.far = socket.socketpair()
        self.raw = _socket.socket(fileno=near.detach())
        self.raw.setblocking(False)
        self.far.setblocking(False)
        self.outflow = FrameWriter(self.raw)

    def has(self) -> bytes:
        """What has arrived, all of it."""
        try:
            return self.far.recv(1000, socket.MSG_PEEK)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        self.raw.close()
        self.far.close()


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Reader]]:
    monkeypatch.setattr(writer, "_crowds", _Rounds(REST_S))
    readers = [Reader() for _ in range(CROWD)]
    yield readers
    for one in readers:
        one.close()


def say(text: bytes, *readers: Reader) -> None:
    FrameWriter.write_to_all([one.outflow for one in readers], text)
    gevent.sleep(0.001)  # the loop comes round


def test_the_first_message_leaves_at_once(crowd: list[Reader]):
    say(b"one ", *crowd)
    assert {one.has() for one in crowd} == {b"one "}


def test_what_is_said_soon_after_leaves_in_one_system_call_for_each(crowd: list[Reader]):
    say(b"one ", *crowd)
    writes, frames = counters.writes, counters.frames

    say(b"two ", *crowd)
    say(b"three ", *crowd)
    assert {one.has() for one in crowd} == {b"one "}

    eventually(lambda: {one.has() for one in crowd} == {b"one two three "}, "it leaves")
    assert counters.writes - writes == CROWD
    assert counters.frames - frames == 2 * CROWD


def test_what_is_said_to_one_of_them_keeps_its_place(crowd: list[Reader]):
    say(b"one ", *crowd)
    say(b"two ", *crowd)
    say(b"for you alone ", crowd[0])
    say(b"three ", *crowd)

    whole = b"one two for you alone three "
    eventually(lambda: crowd[0].has() == whole, "it leaves in the order of writing")
    eventually(lambda: {one.has() for one in crowd[1:]} == {b"one two three "})


def test_few_do_not_wait_for_a_crowd(crowd: list[Reader]):
    other = Reader()
    say(b"one ", *crowd)
    say(b"two ", *crowd)

    say(b"hello ", other)

    assert other.has() == b"hello "
    assert {one.has() for one in crowd} == {b"one "}
    other.close()


def test_one_of_them_does_not_wait_when_nothing_is_held_for_the_crowd(crowd: list[Reader]):
    say(b"one ", *crowd)
    say(b"for you alone ", crowd[0])
    assert crowd[0].has() == b"one for you alone "


def test_whoever_leaves_meanwhile_disturbs_nobody(crowd: list[Reader]):
    say(b"one ", *crowd)
    say(b"two ", *crowd)
    crowd[0].far.close()
    say(b"three ", *crowd)

    eventually(lambda: {one.has() for one in crowd[1:]} == {b"one two three "}, "it leaves")
    assert crowd[0].outflow.closed
