"""Frames of every length, cut in every way (RFC 6455, section 5.2; Autobahn's groups 1, 9, 10)."""

import pytest

from weconnect.engine.transport.websocket.frames import PROTOCOL_ERROR

from .hosts import MAX_SIZE
from .peer import BINARY, TEXT, Closed, frame

SIZES = (0, 1, 2, 124, 125, 126, 127, 128, 4096, 65535, 65536, 65537, MAX_SIZE)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_every_length_comes_back(peer, opcode, size):
    payload = b"*" * size if opcode == TEXT else bytes(range(256)) * (size // 256 + 1)
    payload = payload[:size]

    peer.send(frame(opcode, payload))

    found = peer.frame()
    assert (found.opcode, found.final) == (opcode, True)
    assert found.payload == payload


@pytest.mark.parametrize("size", [0, 1, 125, 126, 997])
def test_one_byte_at_a_time(peer, size):
    for byte in frame(TEXT, b"x" * size):
        peer.send(bytes((byte,)))

    assert peer.frame().payload == b"x" * size


@pytest.mark.parametrize("chunk", [64, 256, 1024, 65536])
def test_a_large_message_in_pieces(peer, chunk):
    data = frame(BINARY, b"\xfe" * MAX_SIZE)

    for start in range(0, len(data), chunk):
        peer.send(data[start : start + chunk])

    assert peer.frame().payload == b"\xfe" * MAX_SIZE


def test_many_messages_in_one_segment_keep_their_order(peer):
    texts = [f"{number}" for number in range(2000)]

    peer.send(b"".join(frame(TEXT, text.encode()) for text in texts))

    assert [peer.message() for _ in texts] == texts


@pytest.mark.parametrize(
    "mask", [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x00\x01\x02\x03", b"\x80\x00\x00\x01"]
)
def test_every_mask(peer, mask):
    for size in (1, 2, 3, 4, 5, 126, 65537):
        payload = (b"\x00\xff\x10 masks" * (size // 9 + 1))[:size]
        peer.send(frame(BINARY, payload, mask=mask))
        assert peer.frame().payload == payload


@pytest.mark.parametrize("payload", [b"", b"hello"])
@pytest.mark.parametrize("opcode", [TEXT, BINARY, 0x8, 0x9])
def test_an_unmasked_frame_ends_the_connection(peer, opcode, payload):
    peer.send(frame(opcode, payload, mask=None))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "unmasked frame")


@pytest.mark.parametrize(("size", "form"), [(5, 16), (125, 16), (5, 64), (126, 64), (65535, 64)])
def test_a_length_takes_no_more_bytes_than_it_needs(peer, size, form):
    peer.send(frame(TEXT, b"x" * size, form=form))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "length in too many bytes")


def test_what_comes_right_behind_the_handshake_is_not_lost(connect):
    early = b"".join(frame(TEXT, f"early {number}".encode()) for number in range(50))
    peer = connect()

    assert peer.ask(behind=early) == 101
    peer.text("late")

    assert [peer.message() for _ in range(51)] == [
        *(f"early {number}" for number in range(50)),
        "late",
    ]


@pytest.mark.parametrize("cut", [1, 2, 5, 6, 8])
def test_a_frame_cut_by_the_end_of_the_handshake(connect, cut):
    data = frame(TEXT, b"hello")
    peer = connect()

    assert peer.ask(behind=data[:cut]) == 101
    peer.send(data[cut:])

    assert peer.message() == "hello"
