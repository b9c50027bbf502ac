"""One open WebSocket: read when there is something to read, written by anybody (writer.py).

While nothing comes in it is a few hundred bytes and a watcher in the event loop. What comes in is
given to its `listener`, in order, by one of a few greenlets for all (greenlet_pool.py).

Who sends faster than others get their turn is read slower; who breaks the protocol or a limit is
told so with the right code (RFC 6455, section 7.4), and is gone.
"""

import _socket
import logging
import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.socket import wait

from weconnect.engine.concurrency.greenlet_pool import GreenletPool
from weconnect.engine.concurrency.rounds import take_turns
from weconnect.engine.monitoring import logs
from weconnect.engine.monitoring.counters import counters

from .frames import (
    BINARY,
    CLOSE,
    NORMAL,
    PING,
    POLICY,
    PONG,
    SERVICE_RESTART,
    TEXT,
    Reader,
    Refused,
    close_code,
    close_frame,
    frame,
    text_of,
)
from .writer import PAUSE_AT, FrameWriter

log = logging.getLogger(__name__)

# Control frames within a second. Browsers send none but answers.
MAX_CONTROLS_PER_S = 32
CHUNK = 16 * 1024
# After the close frame (section 7.1.1): how long the peer may take to read it and to answer, and
# how much that was under way is still read. With input unread, TCP would reset the connection,
# and the peer might never see why.
LINGER_S = 1.0
LINGER_BYTES = 256 * 1024


class Listener:
    """Who is given what a WebSocket brings: one call at a time, in a greenlet, which may wait.

    `sid` is the id of the connection that it belongs to, for the log; `greenlets` are who calls.
    """

    __slots__ = ()

    sid = ""
    greenlets = GreenletPool()

    def take(self, message: str | bytes) -> None:
        """A message. The next one is read when this returns."""

    def over(self) -> None:
        """There will be no more messages."""


_NOBODY = Listener()


class WebSocket(FrameWriter):
    """One open WebSocket over `raw`, a non-blocking socket; `early` came with the handshake.

    It is read from `start` on, and what it brings is its `listener`'s.
    """

    __slots__ = (
        "_controls",
        "_controls_since",
        "_gone",
        "_is_read",
        "_reader",
        "_said_goodbye",
        "_watcher",
        "listener",
    )

    def __init__(self, raw: _socket.socket, early: bytes, max_size: int) -> None:
        super().__init__(raw)
        self.listener = _NOBODY
        self._watcher: Any = None
        # Whether some greenlet is at it.
        self._is_read = False
        self._gone: Callable[[WebSocket], None] = _nothing
        self._reader = Reader(max_size)
        self._reader.feed(early)
        self._controls = 0
        self._controls_since = 0.0
        self._said_goodbye = False

    # Reading

    def start(self, gone: "Callable[[WebSocket], None]") -> None:
        """Begin to read. `gone` is called with the WebSocket once it is over and closed."""
        self._gone = gone
        if self.listener is _NOBODY:
            # Whoever opened it turned it away, or failed.
            self.close()
        loop = gevent.get_hub().loop
        self._watcher = loop.io(self._raw.fileno(), 1)
        if self._reader.has_input or self._closing:
            self._is_read = True
            loop.run_callback(self.listener.greenlets.work, self._read)
        else:
            self._watcher.start(self._come)

    def _come(self) -> None:
        """In the hub: there is input."""
        if self._is_read:
            # For whoever is at it, when they are done with what came before.
            self._watcher.stop()
        else:
            self._is_read = True
            self.listener.greenlets.work(self._read)

    def _read(self) -> None:
        """Hand over what has come in, and wait for more, or let go if the connection is over."""
        # The greenlet goes on with another one's socket, for which this is set anew.
        logs.connection.set(self.listener.sid or None)
        try:
            self._hand_over()
        except Refused as refusal:
            self.refuse(refusal.code, refusal.reason)
        except OSError:
            self._drop()
        except Exception:
            log.exception("listener failed")
            self._drop()
        if self._closing:
            self._end()
            return
        self._is_read = False
        # As a rule it still runs: to stop and start it takes longer than to look at the flag.
        if not self._watcher.active:
            self._watcher.start(self._come)

    def _hand_over(self) -> None:
        """Give the listener all messages that are there. Raises Refused, OSError."""
        may_have_more, has_waited = True, True
        while not self._closing:
            if (found := self._reader.next()) is not None:
                self._deliver(*found)
            elif may_have_more:
                try:
                    chunk = self._raw.recv(CHUNK)
                except BlockingIOError:
                    return
                if not chunk:
                    self._drop()
                may_have_more = len(chunk) == CHUNK
                self._reader.feed(chunk)
                if not has_waited:
                    take_turns()
                has_waited = False
            else:
                return

    def _deliver(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.listener.take(text_of(payload))
        elif opcode == BINARY:
            self.listener.take(payload)
        else:
            self._control(opcode, payload)
            return
        if self._blocked > PAUSE_AT:
            self.wait_for_room()
        if self._reader.has_input:
            take_turns()

    def _control(self, opcode: int, payload: bytes) -> None:
        """Handle a control frame (section 5.5)."""
        now = time.monotonic()
        if now - self._controls_since > 1.0:
            self._controls_since, self._controls = now, 0
        self._controls += 1
        if self._controls > MAX_CONTROLS_PER_S:
            raise Refused(POLICY, "too many control frames")
        if opcode == PING:
            self.write(frame(PONG, payload))
        elif opcode == CLOSE:
            self._said_goodbye = True
            self.close(close_code(payload))

    # Ending

    def refuse(self, code: int, reason: str) -> None:
        """Close the connection of a peer that broke the protocol or a limit, and log it."""
        if not self._closing:
            counters.violations[code] += 1
            log.info("socket refused", extra={"code": code, "reason": reason})
            self.close(code, reason)

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        """Say goodbye with a code. The connection ends when the peer has answered, or soon."""
        if self._closing:
            return
        self.write(close_frame(code, reason))
        self._closing = True
        self.flush()
        if not self.closed:
            gevent.spawn_later(LINGER_S, self._drop)
            if not self._output:
                self._hang_up()

    def leave(self) -> None:
        """Say goodbye because the server goes."""
        self.close(SERVICE_RESTART, "service restart")

    def _end(self) -> None:
        """The reader's last act: say so, wait until the peer has read why, and be gone."""
        self._watcher.stop()
        try:
            self.listener.over()
        finally:
            self._linger()
            self._watcher.close()
            # After the greenlet that `_drop` ends, which may still wait for this very number.
            gevent.get_hub().loop.run_callback(self._raw.close)
            self.listener = _NOBODY
            self._gone(self)

    def _linger(self) -> None:
        self.close()
        left = LINGER_BYTES
        try:
            while not self.closed and (self._output or not self._said_goodbye) and left > 0:
                left -= self._listen_for_goodbye()
        except OSError:
            pass
        self._drop()

    def _listen_for_goodbye(self) -> int:
        """Read on for nothing but the peer's close frame; how much, or all there is to read."""
        try:
            while (found := self._reader.next()) is not None:
                self._said_goodbye |= found[0] == CLOSE
        except Refused:
            # Then the connection ends when nothing more comes, or too much.
            pass
        try:
            chunk = self._raw.recv(CHUNK)
        except BlockingIOError:
            if not self._said_goodbye or self._output:
                wait(self._watcher, LINGER_S)
            return 0
        self._reader.feed(chunk)
        return len(chunk) or LINGER_BYTES


def _nothing(_websocket: WebSocket) -> None:
    pass
