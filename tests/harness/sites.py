"""Somebody else's web server, as good or bad as a test wants it."""

import select
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import gevent
from gevent.server import StreamServer
from PIL import Image

# What is done with a connection: it gets the request's head, and writes what it likes.
Answer = Callable[[bytes, socket.socket], None]


class Site:
    """A server on this machine. `heads` are the requests that it got; `answer` gives what it says,
    by their paths."""

    def __init__(self, address: str, tls: ssl.SSLContext | None = None) -> None:
        self.heads: list[bytes] = []
        self.answers: dict[str, Answer] = {}
        # How many it answered at once at the most.
        self.most = 0
        self._lines: set[socket.socket] = set()
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, 0))
        listener.listen(100)
        if tls is None:
            self._server = StreamServer(listener, self._serve)
        else:
            self._server = StreamServer(listener, self._serve, ssl_context=tls)
        self.port: int = listener.getsockname()[1]
        self._server.start()

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [head.split(b" ")[1].decode() for head in self.heads]

    def says(
        self, path: str, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        """Have a path answered with this."""
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        )
        self.answers[path] = lambda _head, to: to.sendall(head.encode() + body)

    def leads(self, path: str, to: str, status: int = 302) -> None:
        """Have a path lead on to another address."""
        head = f"HTTP/1.1 {status} Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
        self.answers[path] = lambda _head, line: line.sendall(head.encode())

    def close(self) -> None:
        """Be gone."""
        self._server.stop(timeout=0)

    def _serve(self, line: socket.socket, _peer: object) -> None:
        # Who has gone by now is not there any more, also if nothing was to be said to them since.
        self._lines = {one for one in self._lines if not _has_gone(one)} | {line}
        self.most = max(self.most, len(self._lines))
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (more := line.recv(4096)):
                    return
                head += more
            self.heads.append(head)
            path = head.split(b" ")[1].decode()
            if (answer := self.answers.get(path)) is None:
                line.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            else:
                answer(head, line)
        except OSError:
            pass  # whoever asked has gone
        finally:
            self._lines.discard(line)
            line.close()


def _has_gone(line: socket.socket) -> bool:
    """Whether whoever is at the other end has ended a line on which no more is to be said."""
    try:
        return select.select([line], [], [], 0)[0] != [] and not line.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True


@contextmanager
def site(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site for as long as the context lasts."""
    one = Site(address, tls)
    try:
        yield one
    finally:
        one.close()


def picture(width: int = 640, height: int = 400, kind: str = "JPEG") -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), "seagreen").save(out, kind)
    return out.getvalue()


def page(**said: str) -> bytes:
    """A page that says this of itself: `page(og_title="Title")`."""
    tags = "".join(
        f'<meta property="{name.replace("_", ":", 1)}" content="{value}">'
        for name, value in said.items()
    )
    return f"<!doctype html><html><head><title>Page</title>{tags}</head><body>…".encode()


def drip(head: str, piece: bytes, pause: float) -> Answer:
    """An answer that never ends: its head, and a piece every `pause` seconds."""

    def answer(_head: bytes, line: socket.socket) -> None:
        line.sendall(head.encode("latin-1"))
        while True:
            line.sendall(piece)
            gevent.sleep(pause)

    return answer


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For a server that is called so, and for whoever trusts nobody but it."""
    key, signed = folder / "site.key", folder / "site.crt"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-keyout", key, "-out", signed, "-subj", f"/CN={name}"),
            *("-addext", f"subjectAltName=DNS:{name}"),
        ],
        check=True,
        capture_output=True,
    )
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(signed, key)
    return own, ssl.create_default_context(cafile=str(signed))
