"""Goodbyes (RFC 6455, sections 5.5.1 and 7; Autobahn's group 7)."""

import socket

import pytest

from tests.harness.waiting import eventually
from weconnect.engine.transport.websocket.frames import (
    NORMAL,
    PROTOCOL_ERROR,
    SERVICE_RESTART,
    TOO_BIG,
    close_frame,
)

from .hosts import MAX_SIZE
from .peer import CLOSE, CONTINUATION, PING, TEXT, Closed, close_payload, frame

VALID = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000)
INVALID = (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)


@pytest.mark.parametrize("code", [*VALID, 4999])
def test_a_goodbye_is_answered_with_its_code_and_the_connection_ends(peer, code):
    peer.send(frame(CLOSE, close_payload(code, b"bye")))

    assert peer.closed().code == code
    assert peer.ended()


@pytest.mark.parametrize("code", INVALID)
@pytest.mark.parametrize("reason", [b"", b"bye"])
def test_codes_that_nobody_may_send(peer, code, reason):
    peer.send(frame(CLOSE, close_payload(code, reason)))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "invalid close code")
    assert peer.ended()


def test_a_goodbye_without_a_code(peer):
    peer.send(frame(CLOSE))

    assert peer.closed() == Closed(NORMAL)


def test_half_a_code(peer):
    peer.send(frame(CLOSE, b"\x03"))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "malformed close frame")


def test_the_longest_reason(peer):
    peer.send(frame(CLOSE, close_payload(1000, "é".encode() * 61 + b"e")))

    assert peer.closed() == Closed(NORMAL)


@pytest.mark.parametrize("behind", [frame(TEXT, b"more"), frame(PING, b"x"), frame(CLOSE), b"\xff"])
def test_after_the_goodbye_nothing_counts(peer, behind):
    peer.send(frame(TEXT, b"last") + frame(CLOSE, close_payload(1000)) + behind)

    assert peer.message() == "last"
    assert peer.closed() == Closed(NORMAL)
    assert peer.ended()


def test_a_goodbye_within_a_message(peer):
    peer.send(
        frame(TEXT, b"begun", final=False)
        + frame(CLOSE, close_payload(1001))
        + frame(CONTINUATION, b"ended")
    )

    assert peer.closed() == Closed(1001)


@pytest.mark.parametrize("size", [65536, MAX_SIZE])
def test_a_large_message_arrives_before_the_goodbye(peer, size):
    peer.send(frame(TEXT, b"x" * size) + frame(CLOSE, close_payload(1000)))

    assert peer.frame().payload == b"x" * size
    assert peer.closed() == Closed(NORMAL)


def test_the_server_says_goodbye_first(echo, peer):
    peer.text("hello")
    assert peer.message() == "hello"

    echo.sockets[-1].close(SERVICE_RESTART, "service restart")
    assert peer.closed() == Closed(SERVICE_RESTART, "service restart")
    # What was under way is not answered any more.
    peer.text("too late")
    peer.send(frame(CLOSE, close_payload(SERVICE_RESTART)))

    assert peer.ended()
    eventually(lambda: echo.sockets[-1] in echo.ended, "the server lets go")
    eventually(lambda: echo.sockets[-1].closed)


def test_a_peer_that_does_not_answer_the_goodbye(echo, peer):
    peer.text("hello")
    assert peer.message() == "hello"

    echo.sockets[-1].close(SERVICE_RESTART, "service restart")

    assert peer.closed() == Closed(SERVICE_RESTART, "service restart")
    eventually(lambda: echo.sockets[-1] in echo.ended, "the server lets go")


def test_whoever_is_refused_gets_to_read_why_although_more_is_under_way(peer):
    # With unread input, TCP would answer with a reset that overtakes the close frame.
    peer.send(frame(TEXT, b"", declared=200 * 1024 * 1024, form=64) + b"x" * 200_000)

    assert peer.closed() == Closed(TOO_BIG, "message too big")


@pytest.mark.parametrize(
    "begun", [b"", frame(TEXT, b"begun", final=False), b"\x81", b"\x81\xfe\x01"]
)
def test_a_peer_that_sends_no_more_is_gone(echo, peer, begun):
    peer.text("hello")
    assert peer.message() == "hello"
    websocket = echo.sockets[-1]

    peer.send(begun)
    peer.socket.shutdown(socket.SHUT_WR)

    assert peer.ended()
    eventually(lambda: websocket in echo.ended, "the server lets go")
    assert not websocket.is_behind


def test_a_peer_that_is_reset(echo, peer):
    peer.text("hello")
    assert peer.message() == "hello"
    websocket = echo.sockets[-1]

    linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    peer.close()

    eventually(lambda: websocket in echo.ended, "the server lets go")
    websocket.write(b"nobody is there")
    assert not websocket.is_behind


def test_a_reason_that_is_too_long_is_cut_between_characters():
    assert len(close_frame(1000, "é" * 100)) == 2 + 2 + 122
    close_frame(1000, "é" * 100)[4:].decode()
