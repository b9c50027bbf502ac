"""One request and its answer, to addresses that were checked."""

import http.client
import ssl
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from email.message import Message
from typing import NamedTuple

import gevent
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from .destination import Address, Destination
from .errors import EgressFailed

_REDIRECTS = {301, 302, 303, 307, 308}
# How many addresses of a name are tried, and for how many seconds each.
TRIED = 3
CONNECT_S = 4.0
# What is read, and unpacked, before others have their turn.
CHUNK = 16 * 1024

HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; WeConnect)",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


class Wish(NamedTuple):
    """What is asked for: of which media types, how much at most, and whether more is left away."""

    types: Collection[str]
    most_bytes: int
    cut: bool

    @property
    def accept(self) -> str:
        """For the header Accept."""
        return ", ".join(self.types)

    def wants(self, media_type: str) -> bool:
        """Whether it is of a type that is asked for."""
        return media_type in self.types or f"{media_type.partition('/')[0]}/*" in self.types


class Answer(NamedTuple):
    """What came back. `url` is where it came from at last; `charset` is None if it did not say.

    `is_cut`: there was more of the body than was asked for.
    """

    url: str
    media_type: str
    charset: str | None
    body: bytes
    is_cut: bool


def exchange(
    at: Destination,
    addresses: Sequence[Address],
    wish: Wish,
    tls: Callable[[], ssl.SSLContext],
) -> Answer | str:
    """What is there, or where it leads on to; by the first of the addresses that can be reached.

    Raises EgressFailed.
    """
    for address in addresses[:TRIED]:
        with closing(_connection(at, address, tls)) as connection:
            try:
                connection.connect()
            except (exceptions.SSLError, ssl.SSLError):
                raise EgressFailed("tls") from None
            except (exceptions.HTTPError, OSError):
                continue
            try:
                headers = {"Host": at.authority, "Accept": wish.accept, **HEADERS}
                connection.request("GET", at.target, headers=headers, preload_content=False)
                with closing(connection.getresponse()) as response:
                    return _read(at, response, wish)
            except (exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
                raise EgressFailed("answer") from None
    raise EgressFailed("connection")


def _connection(
    at: Destination, address: Address, tls: Callable[[], ssl.SSLContext]
) -> HTTPConnection:
    if at.scheme == "http":
        return HTTPConnection(str(address), at.port, timeout=CONNECT_S)
    # The certificate is checked against the name that was asked for, which the server is told.
    return HTTPSConnection(
        str(address), at.port, timeout=CONNECT_S, ssl_context=tls(), server_hostname=at.host
    )


def _read(at: Destination, response: BaseHTTPResponse, wish: Wish) -> Answer | str:
    """The answer, or where it leads on to. Raises EgressFailed, and what a broken one raises."""
    location = response.headers.get("Location")
    if response.status in _REDIRECTS and location:
        return location
    if response.status != http.HTTPStatus.OK:
        raise EgressFailed("status")
    said = Message()
    said["Content-Type"] = response.headers.get("Content-Type", "")
    media_type = said.get_content_type()
    if not response.headers.get("Content-Type") or not wish.wants(media_type):
        raise EgressFailed("type")
    length = response.headers.get("Content-Length", "")
    if not wish.cut and length.isdecimal() and int(length) > wish.most_bytes:
        raise EgressFailed("size")
    body = bytearray()
    for piece in _pieces(response, wish.most_bytes):
        body += piece
        if len(body) > wish.most_bytes:
            if not wish.cut:
                raise EgressFailed("size")
            break
        gevent.sleep(0)
    kept = bytes(body[: wish.most_bytes])
    charset = said.get_content_charset()
    return Answer(at.url, media_type, charset, kept, len(body) > wish.most_bytes)


def _pieces(response: BaseHTTPResponse, most_bytes: int) -> Iterator[bytes]:
    """The body, unpacked, piece by piece: each of CHUNK bytes at most, whatever comes in.

    What comes in is bounded as well: it may unpack to nothing for ever. Raises EgressFailed.
    """
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip"}:
        raise EgressFailed("answer")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in packing else None
    came = 0
    for raw in response.stream(CHUNK, decode_content=False):
        came += len(raw)
        if unpack is None:
            yield raw
            continue
        rest = raw
        while rest and not unpack.eof:
            try:
                yield unpack.decompress(rest, CHUNK)
            except zlib.error:
                raise EgressFailed("answer") from None
            rest = unpack.unconsumed_tail
        if unpack.eof:
            return
        if came > most_bytes + CHUNK:
            raise EgressFailed("size")
