"""From HTTP to WebSocket: the handshake of RFC 6455, section 4.2, after the application agreed.

gevent-websocket answers 101 before the application sees the request, whatever the path. Here the
application runs first, as for any request: it may refuse with an ordinary HTTP answer, and opens
the WebSocket by calling what it finds in the environment under `OPEN`. From then on the connection
is the WebSocket's; it begins to be read when the request is over, of which it holds nothing.
"""

import _socket
import base64
import binascii
import hashlib
import io
from typing import Any

from gevent.pywsgi import WSGIHandler
from geventwebsocket.handler import WebSocketHandler
from gunicorn.util import unquote_to_wsgi_str

from weconnect.engine.transport.websocket.connection import WebSocket

from .body import Body
from .head import BadHead, Head, read_head

# The key of the WSGI environment: a function `(max_size) -> WebSocket`, which raises BadHandshake.
# Whoever calls it makes themselves its listener.
OPEN = "weconnect.open_websocket"
# So much of a body is read at once.
AT_ONCE = 16 * 1024
# The key of the WSGI environment under which the connection's socket is.
PEER = "weconnect.socket"


class BadHandshake(Exception):
    """The request cannot become a WebSocket: an HTTP status, what to say, further headers."""

    def __init__(self, status: str, text: str, *headers: tuple[str, str]) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.headers = headers


class UpgradableConnection(WebSocketHandler):
    """An HTTP connection that may become a WebSocket."""

    # gevent sets these in ways that say nothing of their types.
    close_connection: bool
    environ: Any
    socket: Any
    wsgi_input: Any
    response_headers: Any
    rfile: Any
    # Of the request that is being answered; names of headers are in capitals.
    head: Head
    headers: Any
    websocket: WebSocket | None = None

    def handle(self) -> None:
        """Serve the connection's requests one after the other, until the last or a WebSocket."""
        try:
            super().handle()
        except OSError:
            pass  # it was cut where gevent did not expect it
        finally:
            # The environment knows this handler: nothing of a circle is given back at once.
            self.environ = None

    def handle_one_request(self) -> Any:
        """Answer one request; afterwards None if there is none to follow."""
        result = super().handle_one_request()
        if self.websocket is None:
            return result
        # From here on the connection is no longer HTTP's to close.
        self.rfile.close()
        self.socket = None
        return None

    def read_requestline(self) -> str | None:
        """The next request's first line; "" or None if there is none to come."""
        line: str = super().read_requestline()
        # An empty line before it is no harm (RFC 9112, section 2.2).
        return super().read_requestline() if line == "\r\n" else line

    def read_request(self, raw_requestline: str) -> bool:
        """Read the rest of a request's head; false, and thereby refused, if it is none."""
        try:
            head = read_head(self.rfile, raw_requestline.encode("latin-1"))
        except BadHead:
            return False
        self.head, self.headers = head, dict(head.headers)
        self.command, self.path, self.request_version = head.method, head.target, head.version
        self.close_connection = head.last
        return True

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment of the request just read."""
        environ: dict[str, Any] = self.server.get_environ()
        host, port, *_ = self.client_address
        environ |= {
            "REQUEST_METHOD": self.head.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_wsgi_str(self.head.path),
            "QUERY_STRING": self.head.query,
            "SERVER_PROTOCOL": self.head.version,
            "REMOTE_ADDR": str(host),
            "REMOTE_PORT": str(port),
        }
        for name, value in self.head.headers:
            key = name.replace("-", "_")
            if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
                key = f"HTTP_{key}"
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
        self.wsgi_input = Body(self)
        environ["wsgi.input"] = (
            io.BufferedReader(self.wsgi_input, AT_ONCE)
            if self.head.length or self.head.chunked
            else io.BytesIO()
        )
        environ["wsgi.input_terminated"] = True
        environ[PEER] = self.socket
        environ[OPEN] = self._open
        return environ

    def start_response(self, status: str, headers: Any, exc_info: Any = None) -> Any:
        """Begin the answer (WSGI); the last one on a connection says so (RFC 9112, section 9.6)."""
        write = super().start_response(status, headers, exc_info)
        sent = self.response_headers
        if self.close_connection and not any(name.lower() == b"connection" for name, _ in sent):
            sent.append((b"Connection", b"close"))
        return write

    def run_application(self) -> None:
        """Let the application answer, also where a WebSocket is asked for."""
        WSGIHandler.run_application(self)

    def _open(self, max_size: int) -> WebSocket:
        """Become a WebSocket. Raises BadHandshake."""
        key = _checked_key(self.environ)
        self.close_connection = True
        early = self._early_input()
        sock = self.socket
        # What gevent adds, an object and two watchers, is not needed by who reads only when there
        # is something to read.
        raw = _socket.socket(sock.family, sock.type, sock.proto, fileno=sock.detach())
        raw.setblocking(False)
        self.websocket = WebSocket(raw, early, max_size)
        # Leaves together with the first frame.
        accept = base64.b64encode(hashlib.sha1((key + self.GUID).encode()).digest())  # noqa: S324
        self.websocket.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        return self.websocket

    def _early_input(self) -> bytes:
        """What came behind the request; from here on the socket is read without a buffer."""
        self.socket.settimeout(0)
        try:
            early: bytes = self.rfile.peek() or b""
        finally:
            self.socket.settimeout(None)
        return early


def _checked_key(environ: dict[str, Any]) -> str:
    """The key of a proper opening handshake (section 4.2.1). Raises BadHandshake."""
    if environ["REQUEST_METHOD"] != "GET" or environ["SERVER_PROTOCOL"] != "HTTP/1.1":
        raise BadHandshake("400 Bad Request", "A WebSocket is opened by GET over HTTP/1.1.")
    if "websocket" not in _tokens(environ, "UPGRADE") or "upgrade" not in _tokens(
        environ, "CONNECTION"
    ):
        raise BadHandshake("400 Bad Request", "The request asks for no WebSocket.")
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        raise BadHandshake(
            "426 Upgrade Required",
            "WebSocket version 13 is spoken here.",
            ("Sec-WebSocket-Version", "13"),
            ("Upgrade", "websocket"),
        )
    if environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ:
        raise BadHandshake("400 Bad Request", "A WebSocket is opened without a body.")
    key = str(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")).strip()
    try:
        if len(base64.b64decode(key, validate=True)) == 16:
            return key
    except (binascii.Error, ValueError):
        pass
    raise BadHandshake("400 Bad Request", "The WebSocket key is malformed.")


def _tokens(environ: dict[str, Any], header: str) -> list[str]:
    return [part.strip().lower() for part in environ.get(f"HTTP_{header}", "").split(",")]
