"""The HTTP server: its connections, how many there are, and how it lets go of them."""

import logging
import socket
import time
from collections.abc import Callable
from typing import Any

import gevent
from gunicorn.workers.ggevent import PyWSGIServer

from weconnect.engine.concurrency import rounds
from weconnect.engine.limits.connection_limit import Full, Quota
from weconnect.engine.transport.websocket.connection import WebSocket

from .handshake import UpgradableConnection

log = logging.getLogger(__name__)

# How long an idle connection is kept for its next request, and how long the first one and any
# one's headers may take.
KEEP_ALIVE_S = 75
HEADERS_S = 15
# How long, when the server leaves, the requests under way may take; how long close frames may take
# to leave, and then whatever is still there to end. Together with serving/shutdown.py this stays
# below gunicorn's graceful_timeout.
REQUESTS_S = 0.5
CLOSING_S = 0.5
# Where Socket.IO answers, long polling too.
POLLING = "/socket.io/"
FINISH_S = 0.5
# How often it is looked at whether the requests under way are answered.
GLANCE_S = 0.01


class HttpConnection(UpgradableConnection):
    """One connection. It writes no log of its own: that would have the query strings in it."""

    path: str

    def handle(self) -> None:
        """Serve the connection, unless there are too many already."""
        self.idle = self.is_new = True
        address = str(self.client_address[0])
        try:
            self.server.quota.enter(address)
        except Full as full:
            self._turn_away(full)
            return
        self.server.connections[self] = address
        try:
            super().handle()
        finally:
            if self.websocket is None:
                self.server.forget(self)
            else:
                self.server.hand_over(self, self.websocket)

    def _turn_away(self, full: Full) -> None:
        log.warning("too many connections", extra={"of_one_address": full.address})
        self.socket.setblocking(False)
        try:
            self.socket.send(
                f"HTTP/1.1 {full.status}\r\nRetry-After: {full.RETRY_AFTER_S}\r\n"
                "Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
        except OSError:
            pass

    @property
    def is_busy(self) -> bool:
        """Whether it has a request to answer."""
        return not self.idle and self.websocket is None

    @property
    def is_kept_by_proxy(self) -> bool:
        """Whether a proxy keeps it for whatever comes next."""
        return self.idle and not self.is_new and "X-FORWARDED-FOR" in self.headers

    def read_requestline(self) -> str | None:
        """The next request's first line, or None when none came in time."""
        self.idle = True
        if not self.is_new:
            # One that sends on without waiting for answers would be the only one who is served.
            rounds.rest()
        patience = HEADERS_S if self.is_new else KEEP_ALIVE_S
        line: str | None = gevent.with_timeout(
            patience, super().read_requestline, timeout_value=None
        )
        self.idle = self.is_new = False
        return line

    def read_request(self, raw_requestline: str) -> bool:
        """Read the request's head; false, and thereby refused, if it comes too slowly."""
        valid: bool = gevent.with_timeout(
            HEADERS_S, super().read_request, raw_requestline, timeout_value=False
        )
        if self.server.draining:
            # A proxy keeps connections for later, and there is no later.
            self.close_connection = True
        return valid

    def log_request(self) -> None:
        """Nothing: weconnect/engine/monitoring/logs.py does it."""

    def leave(self) -> None:
        """End the connection: a WebSocket with the reason, others after the answer under way."""
        if self.websocket is not None:
            self.websocket.leave()
        elif self.idle:
            # A request that has arrived, and waits to be read, is still answered.
            self.socket.shutdown(socket.SHUT_RD)
        else:
            self.close_connection = True


class HttpServer(PyWSGIServer):
    """gevent's server, which knows and counts its connections."""

    def __init__(self, *args: Any, quota: Quota | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quota = quota or Quota()
        # The open ones, each with the address that its place in the quota is counted for.
        self.connections: dict[HttpConnection | WebSocket, str] = {}
        # Whether the end is near: each request is its connection's last. And whether it is here.
        self.draining = False
        self.leaving = False

    def close(self) -> None:
        """Listen no more. Who has been let in by the system already is taken in first.

        A proxy would use what it keeps for polling also for clients that come back, who belong to
        another server.
        """
        if self.started:
            self._do_read()
        super().close()
        self._let_go(lambda one: one.is_kept_by_proxy and one.path.startswith(POLLING))

    def answer(self) -> None:
        """Answer the requests under way, and those on connections that a proxy keeps.

        For REQUESTS_S at most, so that a proxy has used most of them up before they are closed:
        that may cross what it is sending, and what posts is not sent a second time.
        """
        self._wait_for(lambda one: one.is_busy or one.is_kept_by_proxy)
        self._let_go(lambda one: one.is_kept_by_proxy)
        self._wait_for(lambda one: one.is_busy)

    def _wait_for(self, some: Callable[[HttpConnection], bool]) -> None:
        deadline = time.monotonic() + REQUESTS_S
        gevent.sleep(GLANCE_S)
        while any(map(some, self._requests())) and time.monotonic() < deadline:
            gevent.sleep(GLANCE_S)

    def _let_go(self, some: Callable[[HttpConnection], bool]) -> None:
        for one in filter(some, self._requests()):
            _quietly(one.leave)

    def _requests(self) -> list[HttpConnection]:
        return [one for one in self.connections if isinstance(one, HttpConnection)]

    def forget(self, connection: HttpConnection | WebSocket) -> None:
        """A connection is over."""
        self.quota.leave(self.connections.pop(connection))

    def hand_over(self, connection: HttpConnection, websocket: WebSocket) -> None:
        """What was a request is now a WebSocket: the same connection, without a greenlet."""
        self.connections[websocket] = self.connections.pop(connection)
        if self.leaving:
            websocket.leave()
        websocket.start(self.forget)

    def leave(self) -> None:
        """Close all connections within CLOSING_S; end what is still under way FINISH_S later."""
        self.leaving = True
        gevent.joinall(
            [gevent.spawn(_quietly, one.leave) for one in list(self.connections)],
            timeout=CLOSING_S,
        )
        self.stop(timeout=FINISH_S)


def _quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception as error:  # noqa: BLE001 - whatever it is, the connection ends anyway
        log.debug("connection was gone already", extra={"error_type": type(error).__name__})
