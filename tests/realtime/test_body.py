"""Bodies of requests (RFC 9112): whole, in time, and nothing behind a broken one is a request."""

import pytest

from tests.harness.waiting import eventually
from weconnect.engine.transport.http import body

HEAD = b"POST /page HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
# Whoever takes this for a request of its own has been tricked into it.
SMUGGLED = b"GET /page HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n"

BROKEN = {
    "no size": b"xGET /page HTTP/1.1\r\n\r\n",
    "an empty size": b"\r\nab\r\n0\r\n\r\n",
    "a negative size": b"-1\r\n\r\n",
    "a size as Python writes them": b"0x2\r\nab\r\n0\r\n\r\n",
    "a size beyond all measure": b"f" * 16 + b"\r\n",
    "a chunk longer than its size": b"2\r\nabcd\r\n0\r\n\r\n",
    "a bare LF behind the size": b"2\nab\r\n0\r\n\r\n",
    "a bare LF in an extension": b"2;\nxx\r\nab\r\n0\r\n\r\n",
    "a NUL in an extension": b"2;\0\r\nab\r\n0\r\n\r\n",
    "an extension without end": b"2;" + b"a" * 9000 + b"\r\nab\r\n0\r\n\r\n",
    "a trailer without end": b"2\r\nab\r\n0\r\na: " + b"b" * 8189,
    "a bare LF in a trailer": b"2\r\nab\r\n0\r\na: b\n\n",
    "what is no trailer": b"2\r\nab\r\n0\r\n@\r\n\r\n",
    "too many trailers": b"2\r\nab\r\n0\r\n" + b"a: b\r\n" * 100 + b"\r\n",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("is_read", [True, False], ids=["read", "not read"])
def test_what_is_behind_broken_chunks_is_no_request(echo, connect, broken, is_read):
    before = len(echo.asked)
    peer = connect()
    head = HEAD if is_read else HEAD.replace(b"/page", b"/nobody-reads-it")
    peer.send(head + broken + SMUGGLED)

    peer.answer()
    assert peer.ended()
    assert len(echo.asked) == before + 1


@pytest.mark.parametrize(
    "chunks",
    [
        b"4\r\nabcd\r\n0\r\n\r\n",
        b"2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n",
        b"0004;name=value\r\nabcd\r\n0;last\r\nTrailer: yes\r\n\r\n",
    ],
)
def test_chunks_are_put_together_and_the_next_request_is_found(connect, chunks):
    peer = connect()
    peer.send(HEAD + chunks + SMUGGLED)

    assert peer.answer()[2] == b"abcd"
    assert peer.answer()[::2] == (200, b"")


def test_chunks_that_nobody_wanted_are_the_last_on_their_connection(connect):
    peer = connect()
    peer.send(HEAD.replace(b"/page", b"/") + b"2\r\nab\r\n0\r\n\r\n" + SMUGGLED)

    assert peer.answer()[0] == 400
    assert peer.ended()


class TestExpecting:
    def test_who_waits_to_be_asked_for_the_body_is_asked(self, connect):
        peer = connect()
        peer.request("/page", "POST", Content_Length="4", Expect="100-continue")

        assert peer.until(b"\r\n\r\n").startswith(b"HTTP/1.1 100 ")
        peer.send(b"here")
        assert peer.answer()[2] == b"here"

    def test_what_nobody_wants_is_not_waited_for(self, connect):
        peer = connect()
        peer.request("/", "POST", Content_Length="4", Expect="100-continue")

        assert peer.answer()[0] == 400
        assert peer.ended()


def test_one_that_ends_too_early(connect):
    peer = connect()
    peer.request("/page", "POST", behind=b"begun", Content_Length="100")
    peer.socket.shutdown(1)

    assert peer.ended() or peer.answer()[0] >= 400


def test_one_that_does_not_come_in_time(connect, monkeypatch):
    monkeypatch.setattr(body, "BODY_S", 0.05)
    peer = connect()
    peer.request("/page", "POST", behind=b"begun", Content_Length="100")

    assert peer.ended() or peer.answer()[0] >= 400


def test_one_that_comes_in_single_bytes(echo, connect, monkeypatch):
    monkeypatch.setattr(body, "BODY_S", 0.05)
    monkeypatch.setattr(body, "BODY_BYTES_PER_S", 10**9)
    peer = connect()
    peer.request("/page", "POST", Content_Length="1000000")

    def drip():
        try:
            peer.send(b"x")
        except OSError:
            return True
        return False

    # However little comes at a time: the whole has to come in time.
    eventually(drip, "the server hangs up")


def test_one_that_nobody_wanted_is_read_for_the_next_request(connect):
    peer = connect()
    peer.request("/", "POST", behind=b"x" * 1_000_000, Content_Length="1000000")
    assert peer.answer()[0] == 400

    peer.request("/page", "POST", behind=b"next", Content_Length="4")
    assert peer.answer()[2] == b"next"


def test_one_that_is_far_too_large_ends_the_connection(connect):
    peer = connect()
    peer.request("/", "POST", behind=b"x" * 1000, Content_Length=str(10**9))
    assert peer.answer()[0] == 400

    assert peer.ended()
