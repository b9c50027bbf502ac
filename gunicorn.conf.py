"""How WeConnect is served, by `bin/start`, `python wsgi.py` and `gunicorn wsgi:app` alike.

This file runs in gunicorn's first process, which must stay unpatched and must not import the
application: everything that does stands in functions that run in the worker.
"""

import contextlib
import errno
import functools
import ipaddress
import logging
import os
import socket
import sys
import time
from importlib import metadata
from pathlib import Path
from types import FrameType

from dotenv import dotenv_values
from gunicorn.arbiter import Arbiter
from gunicorn.workers.ggevent import GeventPyWSGIWorker

ROOT = Path(__file__).resolve().parent

_env = {**dotenv_values(ROOT / ".env"), **os.environ}
_port = (_env.get("PORT") or "").strip() or "5000"
if not _port.isdecimal() or not 0 < int(_port) < 65536:
    sys.exit(f"PORT must be a number from 1 to 65535, not {_port!r}.")
# Behind a proxy only where that is likely to be; see weconnect/settings.py.
_hops = (_env.get("PROXY_HOPS") or "").strip()
_host = (_env.get("HOST") or "").strip() or ("0.0.0.0" if _hops in {"", "0"} else "127.0.0.1")
try:
    _address = ipaddress.ip_address(_host.strip("[]"))
except ValueError:
    sys.exit(f"HOST must be an address of this machine, like 127.0.0.1, not {_host!r}.")
# What follows a server that was killed may find its port taken for a moment.
PORT_PATIENCE_S = 2.0

chdir = str(ROOT)
wsgi_app = "wsgi:app"

bind = [f"[{_address}]:{_port}" if _address.version == 6 else f"{_address}:{_port}"]

# Exactly one worker, whatever WEB_CONCURRENCY says: the sockets of one process are not those of
# another. More power comes from more servers behind a sticky proxy, joined by REDIS_URL.
workers = 1

# Connections (one greenlet each) at once; further ones wait in the kernel's queue.
worker_connections = 20_000
backlog = 2048

# A worker whose event loop gives no sign of life for this long is replaced.
timeout = 60
# The worker's own shutdown (weconnect/engine/serving/shutdown.py) ends sooner; this is when it is
# killed.
# What is no number of seconds stops the start in the worker, which says so.
_pause = (_env.get("DRAIN_PAUSE") or "").strip()
graceful_timeout = 4 + (int(_pause) if _pause.isdecimal() else 0)
# The heartbeat file, in memory where possible: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Requests are logged by weconnect/engine/monitoring/logs.py, without their query strings.
accesslog = None
errorlog = "-"
loglevel = "warning"
# gunicorn's runtime control interface: nobody uses it, so nobody can abuse it.
control_socket_disable = True


class Worker(GeventPyWSGIWorker):
    """gevent's server with WebSockets; the work is in weconnect/engine/serving/worker.py.

    It is defined here because a worker class is imported before the fork, and the application must
    be imported after it and after gevent's patches.
    """

    def patch(self) -> None:
        # gevent asks for plugins 25 times; each time the files of all packages would be read.
        cached = functools.cache(metadata.entry_points)
        metadata.entry_points = cached  # type: ignore[assignment]  # it has overloads
        super().patch()

    def load_wsgi(self) -> None:
        from weconnect.engine.database.migrating import NotUsable, begin_serving
        from weconnect.engine.serving.server_lock import AnotherServer, claim
        from weconnect.settings import BadSetting

        try:
            super().load_wsgi()
            # The one before has so long to end, after a reload (SIGHUP) or a restart.
            claim(self.wsgi, graceful_timeout + 2, self.notify)
            begin_serving(self.wsgi, upgrade=os.environ.get("UPGRADE_DATABASE") == "on")
        except (AnotherServer, BadSetting, NotUsable) as error:
            print(f"WeConnect cannot start: {error}", file=sys.stderr, flush=True)
            # Any other code would have gunicorn try again for ever.
            sys.exit(Arbiter.APP_LOAD_ERROR)

    def run(self) -> None:
        from weconnect.engine.serving import worker

        try:
            self.server = worker.WorkerProcess(self)
        except OSError as problem:
            print(_explain(problem), file=sys.stderr, flush=True)
            sys.exit(Arbiter.APP_LOAD_ERROR)
        print_address()
        self.server.serve()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.stop_serving()

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        # SIGINT and SIGQUIT mean the same as SIGTERM: nobody is thrown out without a word.
        self.stop_serving()

    def stop_serving(self) -> None:
        self.alive = False
        if server := getattr(self, "server", None):
            server.stop()
        elif not self.booted:
            sys.exit(0)


worker_class = Worker


def on_starting(_arbiter: Arbiter) -> None:
    """Say in plain words that the port is taken, before gunicorn says it five times."""
    deadline = time.monotonic() + PORT_PATIENCE_S
    while problem := _port_problem(int(_port)):
        if time.monotonic() > deadline or problem.errno != errno.EADDRINUSE:
            sys.exit(_explain(problem))
        time.sleep(0.1)


def when_ready(arbiter: Arbiter) -> None:
    """Refuse whoever comes before the application can answer.

    gunicorn listens at once, and the application takes a second to load. A proxy would wait for
    it, and people behind the proxy too, though other servers could serve them. The worker listens
    on the same socket when it is ready (weconnect/engine/serving/worker.py). Where a system cannot
    stop listening, and where systemd listens itself, people wait.
    """
    if arbiter.systemd:
        return
    for listener in arbiter.LISTENERS:
        with contextlib.suppress(OSError):
            listener.sock.shutdown(socket.SHUT_RDWR)


def _port_problem(port: int) -> OSError | None:
    family = socket.AF_INET6 if _address.version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((str(_address), port))
        except OSError as error:
            return error
    return None


def _explain(problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        mac = " (On a Mac it may be AirPlay Receiver.)" if sys.platform == "darwin" else ""
        return (
            f"Port {_port} is taken by another program.{mac}\n"
            f"Stop that program, or choose another port: PORT={int(_port) + 1} bin/start"
        )
    if problem.errno == errno.EACCES:
        return f"You may not listen on port {_port}. Choose one above 1023: PORT=5000 bin/start"
    if problem.errno == errno.EADDRNOTAVAIL:
        return f"This machine does not have the address HOST={_host}. All addresses: HOST=0.0.0.0"
    return f"Cannot listen on port {_port}: {problem.strerror}."


def print_address() -> None:
    """Tell where the server is: the worker listens and has loaded the application."""
    here = "127.0.0.1" if _address.is_unspecified else bind[0].rpartition(":")[0]
    address = f"http://{here}:{_port}"
    if sys.stdout.isatty():
        print(f"WeConnect is at {address}  (Ctrl+C stops it)", flush=True)
    else:
        logging.getLogger("weconnect").info("WeConnect is at %s", address)
