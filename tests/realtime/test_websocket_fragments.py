"""Messages in several frames (RFC 6455, section 5.4; Autobahn's group 5)."""

import pytest

from weconnect.engine.transport.websocket.frames import MAX_FRAGMENTS, POLICY, PROTOCOL_ERROR

from .peer import BINARY, CONTINUATION, PING, PONG, TEXT, Closed, Frame, frame


def fragments(opcode: int, *parts: bytes) -> bytes:
    """A message in as many frames as there are parts."""
    last = len(parts) - 1
    return b"".join(
        frame(CONTINUATION if number else opcode, part, final=number == last)
        for number, part in enumerate(parts)
    )


@pytest.mark.parametrize(
    "parts",
    [
        (b"one", b"two"),
        (b"", b""),
        (b"", b"middle", b""),
        (b"x",) * MAX_FRAGMENTS,
        (b"a" * 65536, b"b" * 65536),
    ],
    ids=len,
)
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_fragments_are_put_together(peer, opcode, parts):
    peer.send(fragments(opcode, *parts))

    assert peer.frame() == Frame(opcode, b"".join(parts))


def test_in_single_bytes(peer):
    for byte in fragments(TEXT, b"one", b"two", b"three"):
        peer.send(bytes((byte,)))

    assert peer.message() == "onetwothree"


def test_several_messages_with_pings_between_all_frames(peer):
    for number in range(2):
        parts = [f"{number}{letter}".encode() for letter in "abcd"]
        for place, part in enumerate(parts):
            opcode = CONTINUATION if place else TEXT
            peer.send(frame(opcode, part, final=place == 3) + frame(PING, part))

    found = [peer.frame() for _ in range(10)]

    assert [one.payload for one in found if one.opcode == TEXT] == [b"0a0b0c0d", b"1a1b1c1d"]
    assert sum(one.opcode == PONG for one in found) == 8


def test_a_character_may_be_cut(peer):
    peer.send(fragments(TEXT, *(bytes((byte,)) for byte in "κόσμε 😀".encode())))

    assert peer.message() == "κόσμε 😀"


@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize("before", [b"", frame(TEXT, b"whole")], ids=["first", "later"])
def test_a_continuation_of_nothing(peer, before, final):
    peer.send(before + frame(CONTINUATION, b"of nothing", final=final))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "fragments out of order")


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("final", [True, False])
def test_a_message_within_a_message(peer, opcode, final):
    peer.send(frame(TEXT, b"begun", final=False) + frame(opcode, b"another", final=final))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "fragments out of order")


def test_after_the_last_fragment_the_message_is_over(peer):
    peer.send(fragments(TEXT, b"one", b"two") + frame(CONTINUATION, b"three"))

    assert peer.message() == "onetwo"
    assert peer.closed() == Closed(PROTOCOL_ERROR, "fragments out of order")


@pytest.mark.parametrize("part", [b"", b"x"])
def test_too_many_fragments(peer, part):
    peer.send(frame(TEXT, part, final=False) + frame(CONTINUATION, part, final=False) * 100_000)

    assert peer.closed() == Closed(POLICY, "too many fragments")
