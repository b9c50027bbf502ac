"""Texts are UTF-8 (RFC 6455, section 8.1; Autobahn's groups 6 and 7)."""

import pytest

from weconnect.engine.transport.websocket.frames import INVALID_DATA

from .peer import BINARY, CLOSE, CONTINUATION, TEXT, Closed, close_payload, frame

VALID = [
    b"",
    "κόσμε".encode(),
    "Hello-µ@ßöäüàá-UTF-8!!".encode(),
    *("\x00", "\x7f", "\x80", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufffd", "\uffff"),
    *("\U00010000", "\U0010ffff", "\ufdd0", "\ufeff", "😀" * 1000),
]

INVALID = [
    # Continuations without a beginning, beginnings without a continuation.
    *(b"\x80", b"\xbf", b"\x80\xbf\x80", b"\xc0 \xc1 ", b"\xe0 ", b"\xf0 ", b"\xc3", b"\xe2\x82"),
    b"\xf0\x9f\x98",
    # Longer than needed: how "/" and NUL were smuggled past filters.
    *(b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xc0\x80"),
    b"\xf0\x8f\xbf\xbf",
    # Surrogates.
    *(b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\xbd\xed\xb8\x80"),
    # Past the last character, and bytes that never occur.
    *(b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80", b"\xfe", b"\xff"),
    # Good ones around a bad one.
    "κόσμε".encode() + b"\xed\xa0\x80edited",
    b"x" * 100_000 + b"\xff",
]


@pytest.mark.parametrize("text", VALID, ids=ascii)
def test_what_is_a_text_comes_back(peer, text):
    payload = text if isinstance(text, bytes) else text.encode()

    peer.send(frame(TEXT, payload))

    assert peer.frame().payload == payload


@pytest.mark.parametrize("payload", INVALID, ids=lambda payload: payload[:12].hex())
def test_what_is_none_ends_the_connection(connect, payload):
    whole = connect().open()
    whole.send(frame(TEXT, payload))
    assert whole.closed() == Closed(INVALID_DATA, "invalid UTF-8")

    cut = connect().open()
    middle = len(payload) // 2
    cut.send(frame(TEXT, payload[:middle], final=False) + frame(CONTINUATION, payload[middle:]))
    assert cut.closed() == Closed(INVALID_DATA, "invalid UTF-8")

    goodbye = connect().open()
    goodbye.send(
        frame(CLOSE, close_payload(1000, payload[:100] if len(payload) < 124 else b"\xff"))
    )
    assert goodbye.closed() == Closed(INVALID_DATA, "invalid UTF-8")


def test_binary_messages_may_be_anything(peer):
    for payload in INVALID:
        peer.send(frame(BINARY, payload))
        assert peer.frame().payload == payload
