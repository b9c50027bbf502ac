"""The way out: tell every socket, let what is under way finish, and be gone before being killed."""

import logging
from collections.abc import Callable
from typing import cast

import gevent
from flask import Flask

from weconnect.wire.auth import Closing

from . import Realtime
from .transport import Socket

log = logging.getLogger(__name__)

# How long the finishers may take in all, and after that the last words to leave. Whoever reads more
# slowly is cut off, and learns from the close of the connection.
FINISHERS_S = 1.0
LAST_WORDS_S = 1.0
# When clients should try again: about as long as a restart takes.
RETRY_AFTER_S = 2.0

FAREWELL = Closing(
    code="shutdown",
    message="The server restarts. Your messages are kept, and you are connected again in a moment.",
    retry_after=RETRY_AFTER_S,
)

# How often the queues are looked at while the last words leave.
_GLANCE_S = 0.01

_DRAINING = "weconnect_draining"
_FINISHERS = "weconnect_finishers"


def before_exit(app: Flask, finish: Callable[[], None]) -> None:
    """Have `finish` called at the shutdown: it returns when all that was accepted is on disk."""
    app.extensions.setdefault(_FINISHERS, []).append(finish)


def is_draining(app: Flask) -> bool:
    """Whether the server is on its way out: no new sockets, no tidying up after closed ones."""
    return _DRAINING in app.extensions


def drain(app: Flask) -> None:
    """Take leave: not ready any more, `closing` to every socket, all that was accepted finished.

    Returns after FINISHERS_S + LAST_WORDS_S at the latest. The caller closes the connections.
    """
    app.extensions[_DRAINING] = True
    engine = cast(Realtime, app.extensions["weconnect_realtime"])
    sockets = _tell(engine)
    log.info("shutting down", extra={"sockets": len(sockets)})
    try:
        gevent.with_timeout(FINISHERS_S, _finish, app)
    except gevent.Timeout:
        log.error("shutdown did not wait for all writes")  # noqa: TRY400 - the place tells nothing
    # After that the last acknowledgements are in the queues, behind the farewell.
    gevent.with_timeout(LAST_WORDS_S, _until_sent, sockets, timeout_value=None)


def _until_sent(sockets: list[Socket]) -> None:
    while any(socket.is_behind for socket in sockets):
        gevent.sleep(_GLANCE_S)


def _finish(app: Flask) -> None:
    for finish in app.extensions.get(_FINISHERS, ()):
        finish()


def _tell(engine: Realtime) -> list[Socket]:
    """Queue the farewell for all sockets of this process; returns them."""
    server = engine.socketio.server
    for connection in engine.connections:
        server.emit(FAREWELL.event, FAREWELL.dump_sparse(), to=connection.sid)
    return list(server.eio.sockets.values())
