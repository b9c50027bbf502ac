"""Long polling (Engine.IO 4): a GET waits for packets, a POST brings some.

Bounded are the size of a payload and its number of packets, before it is taken apart; the time that
a body may take (transport/http/body.py); and there is one GET and one POST of a connection at a
time.
"""

import socket
from base64 import b64decode
from typing import Any

import gevent

from weconnect.engine.concurrency.rounds import take_turns
from weconnect.engine.monitoring.counters import counters
from weconnect.engine.realtime.engineio.packets import Encoded, Malformed
from weconnect.engine.transport.http.handshake import PEER
from weconnect.engine.transport.websocket.frames import PROTOCOL_ERROR

from .session import Session

SEPARATOR = "\x1e"
# Packets of one payload. Clients send in one what gathered while they could not.
MAX_PACKETS = 128

Headers = list[tuple[str, str]]


class Refusal(Exception):
    """A request that is refused: its HTTP status, Engine.IO's code and text, more headers."""

    def __init__(self, status: str, code: int, text: str, *headers: tuple[str, str]) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.headers = headers


def headers(content_type: str, body: bytes) -> Headers:
    """What every answer has."""
    return [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def say(start_response: Any, text: str, more: Headers) -> list[bytes]:
    """Answer with a text."""
    body = text.encode()
    start_response("200 OK", [*headers("text/plain; charset=UTF-8", body), *more])
    return [body]


def answer_poll(
    connection: Session, environ: dict[str, Any], start_response: Any, more: Headers
) -> list[bytes]:
    """Answer a GET with what waits, or comes in time. Raises Refusal.

    If the client is gone by then, what it was to be given is lost, and so the connection ends:
    the client opens a new one, and catches up.
    """
    if connection.poll_queue is not None and connection.poll_queue.is_polled:
        # Two at once have no order. The first one is told.
        connection.close(connection.server.reason.TRANSPORT_ERROR)
        raise Refusal("400 Bad Request", 3, "Bad request")
    server = connection.server
    with _Peer(environ, connection) as peer:
        packets = connection.poll(server.ping_interval + server.ping_timeout)
    if peer.is_gone:
        connection.close(server.reason.TRANSPORT_CLOSE, abort=True)
        return []
    counters.polls += 1
    counters.polled_packets += len(packets)
    body = SEPARATOR.join(
        packet.for_polling() if isinstance(packet, Encoded) else packet for packet in packets
    ).encode()
    if connection.closed:
        server.sockets.pop(connection.sid, None)
    write = start_response("200 OK", [*headers("text/plain; charset=UTF-8", body), *more])
    try:
        write(body)
    except OSError:
        connection.close(server.reason.TRANSPORT_CLOSE, abort=True)
        raise
    return []


def take_post(
    connection: Session, environ: dict[str, Any], start_response: Any, more: Headers
) -> list[bytes]:
    """Take in the packets of a POST. Raises Refusal; a violation ends the connection."""
    if connection.is_posting:
        # Two at once have no order.
        connection.refuse(PROTOCOL_ERROR, "two requests at once")
        raise Refusal("400 Bad Request", 3, "Bad request")
    connection.is_posting = True
    try:
        for packet in _packets(environ, connection.server.max_http_buffer_size):
            connection.receive(packet)
            if connection.closed:
                break
            take_turns()
    except (Malformed, ValueError) as error:
        reason = str(error) if isinstance(error, Malformed) else "malformed payload"
        connection.refuse(PROTOCOL_ERROR, reason)
        raise Refusal("400 Bad Request", 3, "Bad request") from None
    except Refusal:
        connection.refuse(PROTOCOL_ERROR, "payload too large or too slow")
        raise
    finally:
        connection.is_posting = False
    return say(start_response, "ok", more)


def _packets(environ: dict[str, Any], max_size: int) -> list[str | bytes]:
    """The packets of a request's body. Raises Refusal, ValueError."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise Refusal("411 Length Required", 3, "Bad request")
    if int(length) > max_size:
        raise Refusal("413 Content Too Large", 3, "Bad request", ("Connection", "close"))
    try:
        body = environ["wsgi.input"].read(int(length)).decode()
    except OSError:
        raise Refusal("408 Request Timeout", 3, "Bad request", ("Connection", "close")) from None
    if body.count(SEPARATOR) >= MAX_PACKETS:
        raise Malformed("too many packets")
    return [_packet(part) for part in body.split(SEPARATOR)]


def _packet(text: str) -> str | bytes:
    return b64decode(text[1:], validate=True) if text.startswith("b") else text


class _Peer:
    """Whether a polling client is still there, watched while it waits."""

    def __init__(self, environ: dict[str, Any], connection: Session) -> None:
        self.is_gone = False
        self._connection = connection
        # The socket module's own object beneath gevent's: it never switches.
        self._raw = environ[PEER]._sock  # noqa: SLF001
        self._watcher = gevent.get_hub().loop.io(self._raw.fileno(), 1)

    def __enter__(self) -> "_Peer":
        self._watcher.start(self._look)
        return self

    def __exit__(self, *_error: object) -> None:
        self._watcher.stop()
        self._watcher.close()

    def _look(self) -> None:
        try:
            # Anything but the end may be its next request, come early.
            self.is_gone = not self._raw.recv(1, socket.MSG_PEEK)
        except OSError:
            self.is_gone = True
        self._watcher.stop()
        if self.is_gone and self._connection.poll_queue is not None:
            self._connection.poll_queue.wake()
