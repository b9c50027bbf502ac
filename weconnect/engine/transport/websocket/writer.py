"""What is written to one WebSocket, by anybody, and no writer ever waits for it.

A frame is handed straight to the non-blocking socket. What the kernel does not take waits in the
socket's own bounded queue, in order. Who lets too much wait, or takes nothing of it for too long,
is cut off; nobody else is delayed.
"""
# ruff: noqa: SLF001 - of other objects of the same class

import _socket
import logging
import socket
import struct
import time
from collections import deque
from collections.abc import Iterable
from typing import Any

import gevent
from gevent.event import Event
from gevent.socket import wait_write

from weconnect.engine.monitoring import logs
from weconnect.engine.monitoring.counters import counters

log = logging.getLogger(__name__)

# What may wait for one reader in bytes, before what is held for one more round; and how long, in
# seconds, the reader may take nothing of it.
MAX_WAITING = 1024 * 1024
STALL_S = 20.0
# With so much held for the next round, a socket does not wait for it.
MOST_HELD = 64 * 1024
# With so much waiting, a reader's own requests are not read: their answers would only wait too.
PAUSE_AT = 256 * 1024
# Ends a connection at once; the kernel forgets what it still held for it.
_RESET = struct.pack("ii", 1, 0)


class FrameWriter:
    """The way out of one socket."""

    __slots__ = (
        "_blocked",
        "_closing",
        "_drainer",
        "_held",
        "_output",
        "_pending",
        "_raw",
        "_room",
        "closed",
    )

    def __init__(self, raw: _socket.socket) -> None:
        # Python's own, not gevent's: it never switches.
        self._raw = raw
        self._pending: list[bytes] = []
        self._held = 0
        # What the kernel did not take, and the greenlet that waits until it does.
        self._output: deque[bytes | memoryview] | None = None
        self._drainer: gevent.Greenlet[..., None] | None = None
        self._blocked = 0
        self._room: Event | None = None
        # Whether nothing more will be written, and whether nothing more will leave.
        self._closing = False
        self.closed = False

    def write(self, data: bytes) -> None:
        """Send whole frames. What waits for the same socket leaves in one system call."""
        FrameWriter.write_to_all([self], data)

    @staticmethod
    def write_to_all(writers: "Iterable[FrameWriter]", data: bytes) -> None:
        """Send the same whole frames to many, without a call for each."""
        size = len(data)
        fresh = []
        for one in writers:
            if one._closing:
                continue
            if not one._pending:
                fresh.append(one)
            one._pending.append(data)
            one._held += size
            if one._held > MOST_HELD:
                one.flush()
        if fresh:
            (_few if len(fresh) < CROWD else _crowds).add(fresh)

    @property
    def is_behind(self) -> bool:
        """Whether something that was written has not left yet."""
        return bool(self._pending or self._output)

    def flush(self) -> None:
        """Hand what is pending to the kernel, or to the queue of what it does not take."""
        pending = self._pending
        if not pending:
            return
        data = pending[0] if len(pending) == 1 else b"".join(pending)
        counters.frames += len(pending)
        pending.clear()
        self._held = 0
        if self._output:
            self._enqueue(data)
            return
        counters.writes += 1
        try:
            sent = self._raw.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop()
            return
        if sent < len(data):
            self._enqueue(memoryview(data)[sent:] if sent else data)

    def _enqueue(self, data: bytes | memoryview) -> None:
        if self._blocked > MAX_WAITING:
            self._cut_off("too much waiting")
            return
        if self._output is None:
            self._output = deque()
            self._drainer = gevent.spawn(self._drain, self._output)
        self._output.append(data)
        self._blocked += len(data)

    def _drain(self, output: deque[bytes | memoryview]) -> None:
        """Write the queue as the peer reads, until it is empty or the peer stalls."""
        try:
            while output:
                wait_write(self._raw.fileno(), STALL_S, TimeoutError("stalled"))
                self._write_some(output)
            self._output = self._drainer = None
            self._make_room()
            if self._closing:
                self._hang_up()
        except TimeoutError:
            self._cut_off("no progress")
        except OSError:
            self._drop()

    def _write_some(self, output: deque[bytes | memoryview]) -> None:
        while output:
            data = output[0]
            try:
                sent = self._raw.send(data)
            except BlockingIOError:
                return
            self._blocked -= sent
            if sent < len(data):
                output[0] = memoryview(data)[sent:]
                return
            output.popleft()

    def wait_for_room(self) -> None:
        """Let the caller wait until its peer has read most of what it was sent."""
        while self._blocked > PAUSE_AT and not self.closed:
            self._room = self._room or Event()
            self._room.wait()

    def _make_room(self) -> None:
        if self._room is not None:
            self._room.set()
            self._room = None

    def _hang_up(self) -> None:
        """Nothing more will be written."""
        try:
            self._raw.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop()

    def _cut_off(self, reason: str) -> None:
        """End the connection of somebody who does not read; what they missed, they fetch later."""
        counters.slow_readers += 1
        # Whoever writes may be somebody else.
        with logs.of_connection(None):
            log.info("slow reader cut off", extra={"reason": reason, "waiting": self._blocked})
        try:
            self._raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        except OSError:
            pass
        self._drop()

    def _drop(self) -> None:
        self.closed = self._closing = True
        self._blocked = 0
        self._pending.clear()
        self._held = 0
        if self._output is not None:
            self._output.clear()
            self._output = None
        if self._drainer is not None:
            # What it waits for may never come: the number of a closed socket is soon another's.
            self._drainer.kill(block=False)
            self._drainer = None
        self._make_room()
        try:
            # Then there is something to read: the end.
            self._raw.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


# So many sockets are flushed at once; then others get their turn.
FLUSH_AT_ONCE = 500
# From so many sockets on an event is for a crowd. It leaves at once; but after a crowd was written
# to, which takes milliseconds, what is said within the next 15 ms leaves together, in one system
# call for each socket: less than a frame of a screen, and half of the work where many write.
CROWD = 100
REST_S = 0.015


class _Rounds:
    """Sockets with something to write. They are flushed together, when whoever wrote lets go of the
    loop, but not within `rest` seconds of the last time: what gathered meanwhile leaves together.
    """

    def __init__(self, rest: float) -> None:
        self._rest = rest
        self._waiting: list[FrameWriter] = []
        self._rests_until = 0.0

    def add(self, several: list[FrameWriter]) -> None:
        """Have sockets flushed in the next round."""
        if not self._waiting:
            self._begin()
        self._waiting += several

    def _begin(self) -> None:
        loop = gevent.get_hub().loop
        left = self._rests_until - time.monotonic() if self._rest else 0.0
        if left > 0:
            timer = loop.timer(left)
            timer.start(self._begin_rested, timer)
        else:
            loop.run_callback(self._flush)

    def _begin_rested(self, timer: Any) -> None:
        timer.close()
        self._flush()

    def _flush(self) -> None:
        batch = self._waiting[:FLUSH_AT_ONCE]
        del self._waiting[:FLUSH_AT_ONCE]
        for one in batch:
            one.flush()
        if self._waiting:
            gevent.get_hub().loop.run_callback(self._flush)
        elif self._rest:
            self._rests_until = time.monotonic() + self._rest


_few, _crowds = _Rounds(0.0), _Rounds(REST_S)
