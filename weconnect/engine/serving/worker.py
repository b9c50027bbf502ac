"""What a worker process does: serve until told to stop, then take leave of everybody and end."""

import logging
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import gevent
from flask import Flask
from gevent.event import Event
from gunicorn.workers.ggevent import VERSION, PyWSGIServer

from weconnect.engine.concurrency import rounds
from weconnect.engine.jobs.runner import runner_of
from weconnect.engine.limits.connection_limit import Full, Quota
from weconnect.engine.monitoring.loop_lag import Watchdog
from weconnect.engine.transport.http import handshake
from weconnect.engine.transport.websocket.connection import WebSocket
from weconnect.settings import Settings

from . import shutdown
from .process import SPARE_CONNECTIONS, give_up_the_vanished, quota_of, tune_interpreter

if TYPE_CHECKING:
    from gunicorn.workers.base_async import AsyncWorker

log = logging.getLogger(__name__)

# Native threads of the hub for what would block the event loop: password hashes, pictures, name
# look-ups, compression. More than the cores would only make them wait for each other.
THREADS = 4
# How often gunicorn's first process sees a sign of life, and an orphan notices that it is one.
HEARTBEAT_S = 1.0
# How long an idle connection is kept for its next request, and how long the first one and any
# one's headers may take.
KEEP_ALIVE_S = 75
HEADERS_S = 15
# How long, when the server leaves, the requests under way may take; how long close frames may take
# to leave, and then whatever is still there to end. Together with shutdown.py this stays below
# gunicorn's graceful_timeout.
REQUESTS_S = 0.5
CLOSING_S = 0.5
# Where Socket.IO answers, long polling too.
POLLING = "/socket.io/"
FINISH_S = 0.5
# How often it is looked at whether the requests under way are answered.
GLANCE_S = 0.01


class Handler(handshake.Handler):
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
        self.connections: dict[Handler | WebSocket, str] = {}
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

    def _wait_for(self, some: Callable[[Handler], bool]) -> None:
        deadline = time.monotonic() + REQUESTS_S
        gevent.sleep(GLANCE_S)
        while any(map(some, self._requests())) and time.monotonic() < deadline:
            gevent.sleep(GLANCE_S)

    def _let_go(self, some: Callable[[Handler], bool]) -> None:
        for one in filter(some, self._requests()):
            _quietly(one.leave)

    def _requests(self) -> list[Handler]:
        return [one for one in self.connections if isinstance(one, Handler)]

    def forget(self, connection: Handler | WebSocket) -> None:
        """A connection is over."""
        self.quota.leave(self.connections.pop(connection))

    def hand_over(self, handler: Handler, websocket: WebSocket) -> None:
        """What was a request is now a WebSocket: the same connection, without a greenlet."""
        self.connections[websocket] = self.connections.pop(handler)
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


class Server:
    """The servers of one worker process, one for each listening socket."""

    def __init__(self, worker: "AsyncWorker") -> None:
        """Raises OSError where another program has taken the port meanwhile."""
        self.worker = worker
        self.app = cast(Flask, worker.wsgi)
        self.settings = cast(Settings, self.app.config["WECONNECT"])
        self.stopping = Event()
        hub = gevent.get_hub()
        hub.threadpool_size = THREADS
        hub.print_exception = _log_failure  # type: ignore[method-assign]
        self.quota = quota_of(self.settings)
        sockets: Quota = self.app.extensions["weconnect_realtime"].socketio.server.eio.quota
        sockets.total = min(sockets.total or 0, (self.quota.total or 0) - SPARE_CONNECTIONS)
        self.watchdog = Watchdog()
        self.app.extensions["weconnect_watchdog"] = self.watchdog
        self.servers = [self._listen(listener) for listener in worker.sockets]

    def _listen(self, listener: Any) -> HttpServer:
        # Only now, when it can answer: until then whoever comes is refused, and a proxy asks
        # another server instead of waiting for this one (gunicorn.conf.py, when_ready).
        listener.listen(self.worker.cfg.backlog)
        listener.setblocking(1)
        give_up_the_vanished(listener)
        server = HttpServer(
            listener,
            application=self.app,
            quota=self.quota,
            log=None,
            error_log=None,
            handler_class=Handler,
            # With a name given, gevent need not look one up: that can take seconds.
            environ={
                "wsgi.multithread": True,
                "SERVER_NAME": "localhost",
                "SERVER_SOFTWARE": VERSION,
            },
        )
        server.start()
        return server

    def stop(self) -> None:
        """Ask for the end; may be called from a signal handler, and returns at once."""
        gevent.get_hub().loop.run_callback_threadsafe(self.stopping.set)

    def serve(self) -> None:
        """Serve until `stop` is called or the parent is gone; returns when everybody is told."""
        tune_interpreter()
        self.watchdog.start()
        runner_of(self.app).start()
        while self.worker.alive and not self.stopping.wait(HEARTBEAT_S):
            self.worker.notify()
        shutdown.begin(self.app)
        for server in self.servers:
            server.draining = True
        # Still serving, while balancers notice that it is not ready any more.
        for _ in range(self.settings.drain_pause):
            gevent.sleep(1)
            self.worker.notify()
        sockets = shutdown.take_leave(self.app)
        for server in self.servers:
            server.close()
        for server in self.servers:
            # Before the log of messages is closed: these may want to write.
            server.answer()
        shutdown.finish(self.app, sockets)
        for server in self.servers:
            server.leave()
        log.info("stopped")


def _quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception as error:  # noqa: BLE001 - whatever it is, the connection ends anyway
        log.debug("connection was gone already", extra={"error_type": type(error).__name__})


def _log_failure(context: object, t: Any, v: Any, tb: Any) -> None:  # noqa: ARG001
    # gevent would print the exception with its message, and for a request its environment.
    log.error("greenlet failed", exc_info=(t, v, tb))
