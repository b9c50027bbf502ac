"""One open WebSocket: read by one greenlet, written by anybody (outflow.py).

Who sends faster than others get their turn is read slower; who breaks the protocol or a limit is
told so with the right code (RFC 6455, section 7.4), and is gone.
"""

import logging
import time
from typing import Any

import gevent
from gevent.socket import wait

from .frames import (
    BINARY,
    CLOSE,
    NORMAL,
    PING,
    POLICY,
    PONG,
    TEXT,
    Reader,
    Refused,
    close_code,
    close_frame,
    frame,
    text_of,
)
from .outflow import Outflow

log = logging.getLogger(__name__)

# Control frames within a second. Browsers send none but answers.
MAX_CONTROLS_PER_S = 32
# Once the event loop has been busy for so long, a further message of the same socket has to wait
# until all others had their turn.
TURN_S = 0.002
REST_S = 0.001
CHUNK = 16 * 1024
# After the close frame (section 7.1.1): how long the peer may take to read it and to answer, and
# how much that was under way is still read. With input unread, TCP would reset the connection,
# and the peer might never see why.
LINGER_S = 1.0
LINGER_BYTES = 256 * 1024


class WebSocket(Outflow):
    """One open WebSocket. `early` came in together with the handshake."""

    __slots__ = ("_controls", "_controls_since", "_readable", "_reader", "_said_goodbye")

    def __init__(self, sock: Any, early: bytes, max_size: int) -> None:
        super().__init__(sock)
        self._readable = sock._read_event  # noqa: SLF001
        self._reader = Reader(max_size)
        self._reader.feed(early)
        self._controls = 0
        self._controls_since = 0.0
        self._said_goodbye = False

    # Reading

    def receive(self) -> str | bytes | None:
        """The next message, or None when the connection is over; violations close it."""
        try:
            self.wait_for_room()
            if self._reader.has_input:
                take_turns()
            while not self._closing:
                if (found := self._reader.next()) is None:
                    if not self._read():
                        self._drop()
                elif found[0] == TEXT:
                    return text_of(found[1])
                elif found[0] == BINARY:
                    return found[1]
                else:
                    self._control(*found)
        except Refused as refusal:
            self.refuse(refusal.code, refusal.reason)
        except OSError:
            self._drop()
        return None

    def _read(self) -> bool:
        """Wait for input; False if there is no more."""
        waited = False
        while True:
            try:
                chunk = self._raw.recv(CHUNK)
            except BlockingIOError:
                waited = True
                wait(self._readable)
                if self.closed:
                    return False
                continue
            self._reader.feed(chunk)
            if not waited:
                take_turns()
            return bool(chunk)

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

    def finish(self) -> None:
        """The reader's last act: close, wait until the peer has read why, and be gone."""
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
                wait(self._readable, LINGER_S)
            return 0
        self._reader.feed(chunk)
        return len(chunk) or LINGER_BYTES


def take_turns() -> None:
    """Before a further message that nobody had to wait for: let others have their turn."""
    if time.time() - gevent.get_hub().loop.now() > TURN_S:
        # Not 0: the loop would run this greenlet up to fifty times before it looks at others.
        gevent.sleep(REST_S)
