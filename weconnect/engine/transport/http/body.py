"""A request's body (RFC 9112, sections 6 and 7.1), which has to come whole, and in time.

gevent's reader gives up in the middle of chunks that are none, and what is left of them would be
the connection's next request; and as long as something is there to read, nobody else has a turn.
"""

import io
import re
import time
from typing import Any

import gevent

from weconnect.engine.concurrency import rounds

from .ports import Request

# How long a body may take: so many seconds, and one more for each so many bytes.
BODY_S = 15.0
BODY_BYTES_PER_S = 16 * 1024
# What is left of a body that nobody wanted is read up to this size, so that its sender gets to read
# the answer; past it, the connection just ends.
MAX_DISCARDED = 16 * 1024 * 1024
# And for so long, if the connection ends anyway.
DISCARD_S = 1.0
# A chunk's size with its extensions, or one trailer; and how many trailers there may be.
MAX_LINE = 1024
MAX_TRAILERS = 32
CHUNK = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[\t\x20-\x7e]*)?\r\n")
TRAILER = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n")


class BrokenBody(OSError):
    """The body ended too early, or is not in chunks as it said."""


class Body(io.RawIOBase):
    """The body of a handler's request. Once it is broken the connection is, too.

    Reading raises BrokenBody, TimeoutError and what the connection raises.
    """

    def __init__(self, handler: Request) -> None:
        head = handler.head
        self._handler = handler
        self._file = handler.rfile
        # How many bytes are there still, of the body or of the chunk.
        self._left = head.length or 0
        self._chunked = head.chunked
        self._is_broken = False
        # Whether its sender waits until somebody wants to have it.
        self._is_held_back = head.version != "HTTP/1.0" and "EXPECT" in handler.headers
        self._deadline = time.monotonic() + BODY_S + self._left / BODY_BYTES_PER_S

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some of the body; 0 at its end."""
        if self._is_broken:
            raise BrokenBody("it was broken already")
        if self._is_held_back and (self._left or self._chunked):
            self._handler.socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._is_held_back = False
        try:
            return self._read_into(memoryview(buffer))
        except BaseException:
            # Whatever comes now is no request.
            self._is_broken = self._handler.close_connection = True
            raise

    def _discard(self) -> None:
        """Read what nobody wanted; gevent calls this behind every request."""
        if self._is_broken or not (self._left or self._chunked):
            return
        if self._is_held_back or self._chunked or self._left > MAX_DISCARDED:
            self._handler.close_connection = True
        if self._handler.close_connection:
            self._deadline = min(self._deadline, time.monotonic() + DISCARD_S)
        if not self._is_held_back and self._left <= MAX_DISCARDED:
            rest = bytearray(io.DEFAULT_BUFFER_SIZE)
            while self.readinto(rest):
                pass

    def _read_into(self, buffer: memoryview) -> int:
        rounds.take_turns()
        with gevent.Timeout(max(0.0, self._deadline - time.monotonic()), _late()):
            if self._chunked and not self._left:
                self._begin_chunk()
            if not self._left:
                return 0
            count = self._file.readinto1(buffer[: self._left])
            if not count:
                raise BrokenBody("it ended too early")
            self._left -= count
            if self._chunked and not self._left and self._line() != b"\r\n":
                raise BrokenBody("a chunk is longer than it said")
        if time.monotonic() > self._deadline:
            # Where something is always there to read, no Timeout comes.
            raise _late()
        return int(count)

    def _begin_chunk(self) -> None:
        size = CHUNK.fullmatch(self._line())
        if size is None:
            raise BrokenBody("this is no chunk's size")
        self._left = int(size[1], 16)
        if self._left:
            return
        self._chunked = False
        for _ in range(MAX_TRAILERS):
            line = self._line()
            if line == b"\r\n":
                return
            if not TRAILER.fullmatch(line):
                break
        raise BrokenBody("these are no trailers")

    def _line(self) -> bytes:
        return bytes(self._file.readline(MAX_LINE))


def _late() -> TimeoutError:
    return TimeoutError("the body did not come in time")
