"""An Engine.IO connection: over WebSocket, or by long polling until it is upgraded.

python-engineio gives each connection a queue, a greenlet that empties it and another that sleeps
until the next ping. Here packets go straight to the socket, and one heartbeat pings all of them
(heartbeat.py). What is sent while a client polls waits in order, within bounds, for its next poll.
"""

import logging
import time
from collections.abc import Iterable
from typing import Any

from weconnect.engine.monitoring import logs
from weconnect.engine.monitoring.counters import counters
from weconnect.engine.realtime.engineio.packets import (
    CLOSE,
    MESSAGE,
    NOOP,
    PING,
    PONG,
    UPGRADE,
    Encoded,
    Malformed,
)
from weconnect.engine.transport.websocket.connection import Listener, WebSocket
from weconnect.engine.transport.websocket.frames import NORMAL, PROTOCOL_ERROR, TEXT, frame
from weconnect.engine.transport.websocket.writer import MAX_WAITING, FrameWriter

from .poll_queue import PollQueue
from .ports import SessionServer
from .session_owner import SessionOwner

log = logging.getLogger(__name__)

# Packets that carry no event, as a client may send them until the next ping: it has to send two at
# most, to be let in and to answer the ping.
MAX_EMPTY = 16

_PING_FRAME = frame(TEXT, PING.encode())
_CLOSE_FRAME = frame(TEXT, CLOSE.encode())


class Session(Listener):
    """One connection, known by its `sid`."""

    __slots__ = (
        "address",
        "admitted",
        "closed",
        "deadline",
        "empty",
        "greenlets",
        "is_posting",
        "owner",
        "pinged",
        "poll_queue",
        "probed",
        "server",
        "session",
        "sid",
        "upgrading",
        "websocket",
    )

    def __init__(self, server: SessionServer, sid: str, address: str, owner: SessionOwner) -> None:
        self.server = server
        self.greenlets = server.greenlets
        self.sid = sid
        self.address = address
        # Whose request opened the connection: those that go on with it have to be of the same.
        self.owner = owner
        self.websocket: WebSocket | None = None
        self.poll_queue: PollQueue | None = None
        # Whether Socket.IO has let it into a namespace.
        self.admitted = False
        # Whether a WebSocket is there that may take over, and whether its probe was answered.
        self.upgrading = False
        self.probed = False
        self.is_posting = False
        self.closed = False
        # Whether a ping is unanswered, and when the client counts as gone.
        self.pinged = False
        self.deadline = 0.0
        # Packets without an event since the last ping.
        self.empty = 0
        # python-engineio's, for an application's own use.
        self.session: dict[str, Any] = {}

    @property
    def upgraded(self) -> bool:
        """Whether a WebSocket carries the connection (python-engineio's word for it)."""
        return self.websocket is not None

    @property
    def is_behind(self) -> bool:
        """Whether something that was sent has not left yet."""
        if self.websocket is not None:
            return self.websocket.is_behind
        return self.poll_queue is not None and not self.poll_queue.is_empty

    # Sending

    def send(self, message: Encoded) -> None:
        """Send a message; to a closed connection, nothing."""
        if self.closed:
            return
        if self.websocket is not None:
            self.websocket.write(message.frame)
        else:
            self._queue(message)

    def ping(self) -> None:
        """Ask whether the client is still there."""
        self.pinged = True
        if self.websocket is not None:
            self.websocket.write(_PING_FRAME)
        else:
            self._queue(PING)

    def _queue(self, packet: Encoded | str) -> None:
        self.poll_queue = self.poll_queue or PollQueue()
        if self.poll_queue.size > MAX_WAITING:
            counters.slow_readers += 1
            # Whoever sends is somebody else.
            with logs.of_connection(self.sid):
                log.info("slow reader cut off", extra={"waiting": self.poll_queue.size})
            self.close(self.server.reason.TRANSPORT_ERROR, abort=True)
        else:
            self.poll_queue.put(packet)

    # Receiving

    def receive(self, packet: str | bytes) -> None:
        """Take in one packet. Raises Malformed."""
        if not self.admitted:
            self.count_empty()
        if isinstance(packet, bytes):
            self.server.deliver(self, packet)
            return
        kind = packet[:1]
        if kind == MESSAGE:
            self.server.deliver(self, packet[1:])
        elif kind == PONG and self.pinged:
            self.server.heartbeat.expect_ping(self)
        elif kind == CLOSE:
            is_polled = self.poll_queue is not None and self.poll_queue.is_polled
            self.close(self.server.reason.CLIENT_DISCONNECT, abort=True)
            if self.websocket is None and not is_polled:
                # Its last poll may have been sent before, and arrive behind.
                self.server.heartbeat.keep_for_last_poll(self)
        elif kind in {PONG, UPGRADE, NOOP}:
            self.count_empty()
        else:
            raise Malformed("unknown packet")

    def count_empty(self) -> None:
        """Count a packet that brings no event. Raises Malformed when there are too many."""
        self.empty += 1
        if self.empty > MAX_EMPTY:
            raise Malformed("too many empty packets")

    def take(self, message: str | bytes) -> None:
        """Take in a packet from the WebSocket; what no client sends closes the connection."""
        try:
            self.receive(message)
        except Malformed as error:
            self.refuse(PROTOCOL_ERROR, str(error))

    def over(self) -> None:
        """The WebSocket is over, and with it the connection."""
        self.close(self.server.reason.TRANSPORT_CLOSE, abort=True)

    def upgrade(self, websocket: WebSocket) -> None:
        """From here on the WebSocket carries everything: first what was held for a poll."""
        held = self.poll_queue.take() if self.poll_queue is not None else []
        self.websocket, self.poll_queue = websocket, None
        websocket.listener = self
        for packet in held:
            websocket.write(
                packet.frame if isinstance(packet, Encoded) else frame(TEXT, packet.encode())
            )

    # Ending

    def refuse(self, code: int, reason: str) -> None:
        """Close the connection of a client that broke the protocol or a limit, and log it."""
        if self.closed:
            return
        if self.websocket is not None:
            self.websocket.refuse(code, reason)
        else:
            counters.violations[code] += 1
            log.info("polling refused", extra={"code": code, "reason": reason})
        self.close(self.server.reason.TRANSPORT_ERROR, abort=True)

    def close(self, reason: str | None = None, *, abort: bool = False, code: int = NORMAL) -> None:
        """End the connection; what was sent before arrives first, unless it is aborted.

        `reason` is python-engineio's, for the handler of `disconnect`; `code` the WebSocket's.
        """
        if self.closed:
            return
        self.closed = True
        self.server.forget(self, reason or self.server.reason.SERVER_DISCONNECT)
        if self.websocket is not None:
            if not abort:
                self.websocket.write(_CLOSE_FRAME)
            self.websocket.close(code)
        elif self.poll_queue is not None and not abort:
            self.poll_queue.put(CLOSE)
            self.server.heartbeat.keep_for_last_poll(self)
        elif self.poll_queue is not None:
            self.poll_queue.take()
            self.poll_queue.wake()

    def poll(self, timeout: float) -> list[Encoded | str]:
        """What waits for a polling client, or comes within `timeout` seconds."""
        self.poll_queue = poll_queue = self.poll_queue or PollQueue()
        if not self.closed and not self.probed:
            poll_queue.wait(timeout)
        return poll_queue.take() or [NOOP]


def send_to_all(connections: Iterable[Session], message: Encoded) -> None:
    """Send the same message to many, in their order; to those that are closed, nothing."""
    websockets = []
    for one in connections:
        if one.websocket is None:
            one.send(message)
        elif not one.closed:
            websockets.append(one.websocket)
    FrameWriter.write_to_all(websockets, message.frame)


def is_overdue(connection: Session) -> bool:
    """Whether the client did not answer the last ping in time.

    Behind what a slow reader has yet to read, the ping waits as well: then the stall counts.
    """
    websocket = connection.websocket
    if time.monotonic() < connection.deadline:
        return False
    return websocket is None or not websocket.is_behind
