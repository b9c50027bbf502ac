"""Reserved bits and opcodes (RFC 6455, section 5.2; Autobahn's groups 3 and 4)."""

import pytest

from weconnect.engine.transport.websocket.frames import PROTOCOL_ERROR

from .peer import BINARY, CLOSE, PING, TEXT, Closed, frame


@pytest.mark.parametrize("opcode", [TEXT, BINARY, PING, CLOSE])
@pytest.mark.parametrize("reserved", range(1, 8))
def test_reserved_bits_mean_nothing_here(peer, opcode, reserved):
    peer.text("before")
    peer.send(frame(opcode, b"hi", reserved=reserved))
    peer.text("after")

    assert peer.message() == "before"
    assert peer.closed() == Closed(PROTOCOL_ERROR, "reserved bits")
    assert peer.ended()


@pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
@pytest.mark.parametrize("payload", [b"", b"reserved", b"x" * 65536], ids=len)
def test_reserved_opcodes(peer, opcode, payload):
    peer.text("before")
    peer.send(frame(opcode, payload))

    assert peer.message() == "before"
    assert peer.closed() == Closed(PROTOCOL_ERROR, "unknown opcode")


@pytest.mark.parametrize("opcode", [3, 11])
def test_reserved_opcodes_within_a_message(peer, opcode):
    peer.send(frame(TEXT, b"begun", final=False) + frame(opcode, b"x"))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "unknown opcode")
