"""A request's head (RFC 9112): what a proxy might read in another way is refused."""

import pytest

HOST = b"Host: here\r\n"
LENGTH = b"Content-Length: 4\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
# Whoever takes this for a request of its own has been tricked into it.
SMUGGLED = b"GET /page HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n"

AMBIGUOUS = {
    "two lengths": HOST + LENGTH + b"Content-Length: 5\r\n",
    "the same length twice": HOST + LENGTH + LENGTH,
    "a list of lengths": HOST + b"Content-Length: 4, 4\r\n",
    "a length with a sign": HOST + b"Content-Length: +4\r\n",
    "a length as Python writes numbers": HOST + b"Content-Length: 1_0\r\n",
    "a length in other digits": HOST + b"Content-Length: \xb2\r\n",
    "a length and chunks": HOST + LENGTH + CHUNKED,
    "no coding and chunks": HOST + b"Transfer-Encoding: identity, chunked\r\n",
    "a length beyond all measure": HOST + b"Content-Length: " + b"9" * 400 + b"\r\n",
    "chunks within another coding": HOST + b"Transfer-Encoding: chunked, gzip\r\n",
    "another coding and a length": HOST + LENGTH + b"Transfer-Encoding: gzip\r\n",
    "a coding that nobody knows": HOST + b"Transfer-Encoding: xchunked\r\n",
    "a coding behind a control character": HOST + b"Transfer-Encoding: \x0bchunked\r\n",
    "a space before the colon": HOST + b"Transfer-Encoding : chunked\r\n",
    "a name of two words": HOST + b"Content Length: 4\r\n",
    "a line that is no header": HOST + b"nothing\r\n" + LENGTH,
    "a line without a name": HOST + b": 4\r\n",
    "a line that goes on in the next": HOST + b"X-Note: a\r\n b\r\n",
    "a first line that goes on": b" " + HOST,
    "a bare CR": HOST + b"X-Note: a\rContent-Length: 4\r\n",
    "a bare LF": HOST + b"X-Note: a\nContent-Length: 4\r\n",
    "a NUL": HOST + b"X-Note: a\0b\r\n",
    "two hosts": HOST + b"Host: there\r\n",
    "no host": b"Accept: */*\r\n",
    "an expectation that nobody fulfils": HOST + b"Expect: a miracle\r\n",
    "a header without end": HOST + b"X-Note: " + b"a" * 9000 + b"\r\n",
    "too many headers": HOST + b"X-Note: a\r\n" * 200,
    "too much in all": HOST + (b"X-Note: " + b"a" * 8000 + b"\r\n") * 20,
}


@pytest.mark.parametrize("head", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_what_is_ambiguous_is_refused_with_all_behind_it(connect, head):
    peer = connect()
    peer.send(b"POST /page HTTP/1.1\r\n" + head + b"\r\n0\r\n\r\n" + SMUGGLED)

    assert peer.answer()[0] == 400
    assert peer.ended()


@pytest.mark.parametrize(
    "line",
    [
        b"GET /page",
        b"GET /page HTTP/0.9",
        b"GET /page HTTP/2.0",
        b"GET  /page HTTP/1.1",
        b"GET /a page HTTP/1.1",
        b"GET page HTTP/1.1",
        b"GET /page#part HTTP/1.1",
        b"GET /a\\page HTTP/1.1",
        b"get /page HTTP/1.1",
        b"G\xc3T /page HTTP/1.1",
        b"GE\x00T /page HTTP/1.1",
        b"GET /page\x7f HTTP/1.1",
        b"HELLO",
    ],
)
def test_what_is_no_request_line_is_refused(connect, line):
    peer = connect()
    peer.send(line + b"\r\n" + HOST + b"\r\n")

    assert peer.answer()[0] == 400
    assert peer.ended()


def test_who_speaks_http_1_0_is_answered_and_left(connect):
    peer = connect()
    peer.send(b"GET /page HTTP/1.0\r\n\r\n")

    assert peer.answer()[0] == 200
    assert peer.ended()


@pytest.mark.parametrize(
    "lines", [b"Connection: te, close\r\n", b"Connection: te\r\nConnection: Close\r\n"]
)
def test_who_wants_to_leave_is_left(connect, lines):
    peer = connect()
    peer.send(b"GET /page HTTP/1.1\r\n" + HOST + lines + b"\r\n")

    assert peer.answer()[0] == 200
    assert peer.ended()


def test_an_empty_line_before_a_request_is_no_harm(connect):
    peer = connect()
    peer.send(b"\r\nGET /page HTTP/1.1\r\n" + HOST + b"\r\n")

    assert peer.answer()[0] == 200


class TestWhatTheApplicationGets:
    def test_an_address(self, seen):
        environ = seen(b"GET /a%20b/%C3%A9?q=%20x HTTP/1.1\r\n" + HOST)

        assert environ["PATH_INFO"].encode("latin-1").decode() == "/a b/é"
        assert environ["QUERY_STRING"] == "q=%20x"
        assert environ["REMOTE_ADDR"] == "127.0.0.1"

    def test_letters_that_should_have_been_encoded(self, seen):
        environ = seen("GET /é?q=größe HTTP/1.1\r\n".encode() + HOST)

        assert environ["PATH_INFO"].encode("latin-1").decode() == "/é"
        assert environ["QUERY_STRING"] == "q=gr%C3%B6%C3%9Fe"

    def test_an_address_with_its_host(self, seen):
        assert seen(b"GET http://here/page?a=b HTTP/1.1\r\n" + HOST)["PATH_INFO"] == "/page"

    def test_headers_that_come_more_than_once(self, seen):
        lines = b"Cookie: a=1\r\nCookie: b=2\r\nX-Forwarded-For: 10.0.0.1\r\n"
        environ = seen(b"GET / HTTP/1.1\r\n" + HOST + lines + b"x-forwarded-for: 10.0.0.2\r\n")

        assert environ["HTTP_COOKIE"] == "a=1; b=2"
        assert environ["HTTP_X_FORWARDED_FOR"] == "10.0.0.1,10.0.0.2"

    def test_no_header_that_only_looks_like_the_proxys(self, seen):
        environ = seen(b"GET / HTTP/1.1\r\n" + HOST + b"X_Forwarded_For: 10.0.0.1\r\n")

        assert "HTTP_X_FORWARDED_FOR" not in environ

    def test_what_is_said_of_the_body(self, seen):
        lines = b"Content-Type: text/plain\r\nContent-Length: 0\r\n"
        environ = seen(b"POST / HTTP/1.1\r\n" + HOST + lines)

        assert environ["CONTENT_TYPE"] == "text/plain"
        assert environ["CONTENT_LENGTH"] == "0"
        assert "HTTP_CONTENT_TYPE" not in environ


@pytest.fixture
def seen(echo, connect):
    """Send a head; what the application is given."""

    def send(head: bytes) -> dict[str, str]:
        peer = connect()
        peer.send(head + b"\r\n")
        peer.answer()
        return echo.asked[-1]

    return send
