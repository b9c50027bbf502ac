"""Pings and pongs (RFC 6455, sections 5.5.2 and 5.5.3; Autobahn's group 2)."""

import pytest

from weconnect.engine.transport.websocket.connection import MAX_CONTROLS_PER_S
from weconnect.engine.transport.websocket.frames import POLICY, PROTOCOL_ERROR

from .peer import CLOSE, CONTINUATION, PING, PONG, TEXT, Closed, Frame, frame


@pytest.mark.parametrize("payload", [b"", b"hello", b"\x00\xff\xfe\xfd", b"\xfe" * 125], ids=len)
def test_a_ping_is_answered_with_what_it_carries(peer, payload):
    peer.send(frame(PING, payload))

    assert peer.frame() == Frame(PONG, payload)


@pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
@pytest.mark.parametrize("size", [126, 65536])
def test_a_control_frame_carries_125_bytes_at_most(peer, opcode, size):
    peer.send(frame(opcode, b"x" * size))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "malformed control frame")


@pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
def test_a_control_frame_has_no_fragments(peer, opcode):
    peer.send(frame(opcode, b"x", final=False))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "malformed control frame")


@pytest.mark.parametrize("payload", [b"", b"unsolicited"])
def test_a_pong_that_nobody_asked_for_is_nothing(peer, payload):
    peer.send(frame(PONG, payload) + frame(PING, b"and now"))

    assert peer.frame() == Frame(PONG, b"and now")


def test_several_pings_are_answered_in_order(peer):
    payloads = [f"ping {number}".encode() for number in range(10)]

    peer.send(b"".join(frame(PING, payload) for payload in payloads))

    assert [peer.frame().payload for _ in payloads] == payloads


def test_a_ping_in_single_bytes(peer):
    for byte in frame(PING, b"slow"):
        peer.send(bytes((byte,)))

    assert peer.frame() == Frame(PONG, b"slow")


def test_pings_between_the_fragments_of_a_message(peer):
    peer.send(frame(TEXT, b"one, ", final=False))
    peer.send(frame(PING, b"between"))
    assert peer.frame() == Frame(PONG, b"between")

    peer.send(frame(CONTINUATION, b"two"))

    assert peer.message() == "one, two"


@pytest.mark.parametrize("opcode", [PING, PONG])
def test_a_flood_ends_the_connection(peer, opcode):
    peer.send(frame(opcode, b"x" * 100) * 1000)

    pongs = 0
    while (found := peer.frame()).opcode == PONG:
        pongs += 1
    assert found == Frame(CLOSE, POLICY.to_bytes(2, "big") + b"too many control frames")
    assert pongs == (MAX_CONTROLS_PER_S if opcode == PING else 0)
