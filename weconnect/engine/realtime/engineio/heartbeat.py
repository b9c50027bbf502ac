"""One heartbeat for all connections: what falls due is looked at in the order in which it does.

python-engineio has a greenlet for each connection, which sleeps until the next ping.
"""

import logging
import time
from collections import deque
from collections.abc import Iterator

import gevent

from weconnect.engine.transport.websocket.frames import POLICY

from .ports import PingingServer
from .session import Session, is_overdue

log = logging.getLogger(__name__)

# How long a closed connection by long polling waits for the poll that takes its last words.
LAST_POLL_S = 5.0
# How often it looks; with short intervals more often, so that pings are hardly late.
TICK_S = 1.0


class Timeline:
    """Connections for which something falls due, all after the same delay: first in, first out."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._queue: deque[tuple[float, Session]] = deque()

    def __len__(self) -> int:
        return len(self._queue)

    def add(self, connection: Session) -> None:
        """Have `connection` fall due after the delay."""
        self._queue.append((time.monotonic() + self._delay, connection))

    def due(self) -> Iterator[Session]:
        """Those that are due, and are not any more."""
        now = time.monotonic()
        while self._queue and self._queue[0][0] <= now:
            yield self._queue.popleft()[1]


class Heartbeat:
    """Pings who is to be pinged, and ends what has waited long enough."""

    def __init__(self, server: PingingServer) -> None:
        self._server = server
        self._running = False
        self.pings = Timeline(server.ping_interval)
        self.pongs = Timeline(server.ping_timeout)
        self.newcomers = Timeline(server.connect_timeout or 0.0)
        self.leaving = Timeline(LAST_POLL_S)

    def start(self) -> None:
        """Begin to tick, if it does not yet."""
        if not self._running:
            self._running = True
            gevent.spawn(self._run)

    def expect_ping(self, connection: Session) -> None:
        """Ping a connection after the interval; its client answered until now."""
        server = self._server
        connection.pinged = False
        connection.empty = 0
        connection.deadline = time.monotonic() + server.ping_interval + server.ping_timeout
        self.pings.add(connection)

    def expect_admission(self, connection: Session) -> None:
        """Close a connection that is let in nowhere within `connect_timeout`."""
        if self._server.connect_timeout is not None:
            self.newcomers.add(connection)

    def keep_for_last_poll(self, connection: Session) -> None:
        """A closed connection still has something to be polled."""
        self._server.sockets[connection.sid] = connection
        self.leaving.add(connection)

    def _run(self) -> None:
        tick = min(TICK_S, self._server.ping_interval / 10, self._server.ping_timeout / 10)
        while True:
            gevent.sleep(tick)
            try:
                self._tick()
            except Exception:
                log.exception("heartbeat failed")

    def _tick(self) -> None:
        for connection in self.pongs.due():
            if connection.pinged and not connection.closed:
                self._end_or_wait(connection)
        for connection in self.pings.due():
            if not connection.closed:
                connection.ping()
                self.pongs.add(connection)
        for connection in self.newcomers.due():
            if not connection.admitted:
                connection.refuse(POLICY, "nobody logged in")
        for connection in self.leaving.due():
            self._server.sockets.pop(connection.sid, None)

    def _end_or_wait(self, connection: Session) -> None:
        if is_overdue(connection):
            reason = self._server.reason.PING_TIMEOUT
            connection.close(reason, abort=not connection.upgraded)
        else:
            self.pongs.add(connection)
