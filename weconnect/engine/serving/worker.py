"""What a worker process does: serve until told to stop, then take leave of everybody and end."""

import logging
from typing import TYPE_CHECKING, Any, cast

import gevent
from flask import Flask
from gevent.event import Event
from gunicorn.workers.ggevent import VERSION

from weconnect.engine import lifecycle
from weconnect.engine.feature import MANIFESTS
from weconnect.engine.jobs.runner import runner_of
from weconnect.engine.limits.connection_limit import Quota
from weconnect.engine.monitoring.loop_lag import WATCHDOG, Watchdog
from weconnect.engine.realtime.hub.engine import REALTIME
from weconnect.engine.transport.http.server import HttpConnection, HttpServer
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


class WorkerProcess:
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
        sockets: Quota = REALTIME.of(self.app).socketio.server.eio.quota
        sockets.total = min(sockets.total or 0, (self.quota.total or 0) - SPARE_CONNECTIONS)
        self.watchdog = Watchdog()
        WATCHDOG.keep(self.app, self.watchdog)
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
            handler_class=HttpConnection,
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
        for begin in MANIFESTS.of(self.app).load("serving"):
            begin(self.app)
        while self.worker.alive and not self.stopping.wait(HEARTBEAT_S):
            self.worker.notify()
        lifecycle.begin_exit(self.app)
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


def _log_failure(context: object, t: Any, v: Any, tb: Any) -> None:  # noqa: ARG001
    # gevent would print the exception with its message, and for a request its environment.
    log.error("greenlet failed", exc_info=(t, v, tb))
