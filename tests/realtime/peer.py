"""The other end of a connection, byte by byte: what a test sends is exactly what it says."""

import json
import os
import socket
import struct
from typing import NamedTuple
from urllib.parse import urlsplit

import requests

from tests.harness.waiting import PATIENCE_S

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


class Frame(NamedTuple):
    """A frame as the server sent it."""

    opcode: int
    payload: bytes
    final: bool = True


class Closed(NamedTuple):
    """How the server ended a WebSocket: the close frame's code, or None without one."""

    code: int | None
    reason: str = ""


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    final: bool = True,
    reserved: int = 0,
    mask: bytes | None = b"\x12\x34\x56\x78",
    declared: int | None = None,
    form: int | None = None,
) -> bytes:
    """A client's frame.

    `declared` is a length other than the payload's, `form` the length's form (7, 16, 64 bits).
    """
    size = len(payload) if declared is None else declared
    form = form or (7 if size < 126 else 16 if size < 65536 else 64)
    first = (0x80 if final else 0) | reserved << 4 | opcode
    masked = 0x80 if mask is not None else 0
    head = {
        7: lambda: struct.pack("!BB", first, masked | size),
        16: lambda: struct.pack("!BBH", first, masked | 126, size),
        64: lambda: struct.pack("!BBQ", first, masked | 127, size),
    }[form]()
    if mask is None:
        return head + payload
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    plain = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return head + mask + plain.to_bytes(len(payload), "big")


def close_payload(code: int, reason: bytes = b"") -> bytes:
    """What a close frame carries."""
    return struct.pack("!H", code) + reason


class Peer:
    """One TCP connection to a server at `url`."""

    def __init__(self, url: str, *, receive_buffer: int | None = None) -> None:
        parts = urlsplit(url)
        self.host = parts.netloc
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect((parts.hostname, parts.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._input = b""

    # HTTP

    def request(
        self, path: str = "/", method: str = "GET", behind: bytes = b"", **headers: str
    ) -> None:
        """Send a request, and at once what comes `behind` its head.

        `headers` have _ for -; those that are "" are left out.
        """
        lines = {"Host": self.host}
        lines |= {name.replace("_", "-"): text for name, text in headers.items()}
        head = "".join(f"{name}: {text}\r\n" for name, text in lines.items() if text)
        self.send(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + behind)

    def answer(self, *, has_body: bool = True) -> tuple[int, dict[str, str], bytes]:
        """The answer to a request: status, headers in small letters, body."""
        head = self.until(b"\r\n\r\n").decode()
        first, *lines = head.split("\r\n")
        headers = {
            name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)
        }
        size = int(headers.get("content-length", 0)) if has_body else 0
        return int(first.split()[1]), headers, self.take(size)

    def ask(self, path: str = "/", **options: str) -> int:
        """Send an opening handshake; the status of its answer."""
        upgrade = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec_WebSocket_Version": "13",
            "Sec_WebSocket_Key": KEY,
        }
        self.request(path, **upgrade | options)  # type: ignore[arg-type]
        return self.answer()[0]

    def open(self, path: str = "/", **options: str) -> "Peer":
        """Open a WebSocket."""
        assert self.ask(path, **options) == 101
        return self

    # WebSocket

    def text(self, text: str) -> None:
        """Send a text message."""
        self.send(frame(TEXT, text.encode()))

    def frame(self) -> Frame:
        """The next frame."""
        first, second = self.take(2)
        assert not second & 0x80, "a server does not mask"
        assert not first & 0x70, "no extension was agreed on"
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self.take(2))
            assert size > 125
        elif size == 127:
            (size,) = struct.unpack("!Q", self.take(8))
            assert size > 65535
        return Frame(first & 0x0F, self.take(size), bool(first & 0x80))

    def message(self) -> str:
        """The next frame, which must be a text."""
        found = self.frame()
        assert found.opcode == TEXT, found
        return found.payload.decode()

    def closed(self) -> Closed:
        """How the server ends the connection; messages before that are skipped."""
        try:
            while (found := self.frame()).opcode != CLOSE:
                pass
        except (EOFError, ConnectionError):
            return Closed(None)
        code = struct.unpack("!H", found.payload[:2])[0] if found.payload else 1005
        return Closed(code, found.payload[2:].decode())

    def ended(self) -> bool:
        """Wait for the end of the connection; whether nothing more was sent before."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionError:
            return True

    # Engine.IO over it

    def packet(self) -> str:
        """The next Engine.IO packet; pings are answered."""
        while (found := self.message()) == "2":
            self.text("3")
        return found

    def packets(self, prefix: str) -> str:
        """The next packet that begins with `prefix`."""
        while not (found := self.packet()).startswith(prefix):
            pass
        return found

    # Bytes

    def send(self, data: bytes) -> None:
        """Send bytes."""
        self.socket.sendall(data)

    def take(self, size: int) -> bytes:
        """So many bytes. Raises EOFError if the connection ends before."""
        while len(self._input) < size:
            self._more()
        taken, self._input = self._input[:size], self._input[size:]
        return taken

    def until(self, mark: bytes) -> bytes:
        """All bytes before `mark`, which is taken as well."""
        while mark not in self._input:
            self._more()
        taken, _, self._input = self._input.partition(mark)
        return taken

    def _more(self) -> None:
        chunk = self.socket.recv(65536)
        if not chunk:
            raise EOFError
        self._input += chunk

    def close(self) -> None:
        """End the connection."""
        self.socket.close()

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class Poller:
    """A client that polls: every request is one of the test's."""

    def __init__(self, url: str, path: str = "/socket.io/", **headers: str) -> None:
        self.headers = headers
        self.http = requests.Session()
        self.url = f"{url}{path}?EIO=4&transport=polling"
        opened = self.http.get(self.url, headers=headers, timeout=PATIENCE_S)
        assert opened.status_code == 200, opened.text
        self.opening = json.loads(opened.text[1:])
        self.sid = self.opening["sid"]
        self.url += f"&sid={self.sid}"

    def get(self, **options: object) -> requests.Response:
        """Poll."""
        options.setdefault("headers", self.headers)
        return self.http.get(self.url, timeout=PATIENCE_S, **options)  # type: ignore[arg-type]

    def post(self, *packets: str, **options: object) -> requests.Response:
        """Send packets."""
        body = "\x1e".join(packets).encode()
        options.setdefault("headers", self.headers)
        return self.http.post(self.url, data=body, timeout=PATIENCE_S, **options)  # type: ignore[arg-type]

    def packets(self) -> list[str]:
        """What the next poll brings."""
        answer = self.get()
        assert answer.status_code == 200, answer.text
        return answer.text.split("\x1e")

    def close(self) -> None:
        """Go without a word."""
        self.http.close()


def random_text(size: int) -> str:
    """A text that compresses badly."""
    return os.urandom(size // 2).hex().ljust(size, "x")[:size]
