"""The way out: tell every socket, let what is under way finish, and be gone before being killed."""

import logging
import random

import gevent
from flask import Flask

from weconnect.engine.lifecycle import FINISHERS_S, finish_all
from weconnect.engine.realtime.engineio.session import Session
from weconnect.engine.realtime.hub.engine import REALTIME

log = logging.getLogger(__name__)

# How long the last words may take to leave, after what had to be finished. Whoever reads more
# slowly is cut off, and learns from the close of the connection.
LAST_WORDS_S = 1.0
# When clients should try again: each after a time of its own, so that the other servers are not met
# by all of them in the same moment. The more there are, the longer the time: a server takes in so
# many a second beside its other work. Past the longest time the crowd would be away for longer than
# it would wait at the door.
SOONEST_S = 0.1
LATEST_S = 1.5
RETURNS_PER_S = 500
# How long the server listens after its farewell: requests of long polling that are under way by
# then would reach another server, which knows nothing of them. Shorter than SOONEST_S, so that
# nobody comes back to this one.
LAST_CALL_S = 0.05

# How often the queues are looked at while the last words leave.
_GLANCE_S = 0.01


def retry_after(sockets: int) -> float:
    """After how many seconds one of so many sockets should come back: another time for each."""
    latest = min(LATEST_S, SOONEST_S + sockets / RETURNS_PER_S)
    return round(random.uniform(SOONEST_S, latest), 3)  # noqa: S311 - nothing to be guessed


def take_leave(app: Flask) -> list[Session]:
    """Tell every socket of this process that it is `closing`; returns them.

    Returns after LAST_CALL_S. Until then the server still has to listen; from then on it must not.
    """
    engine = REALTIME.of(app)
    server = engine.socketio.server
    count = len(engine.connections)
    for connection in engine.connections:
        farewell = engine.ports.farewell(retry_after(count))
        server.emit(farewell.event, farewell.dump_sparse(), to=connection.sid)
    log.info("shutting down", extra={"sockets": count})
    gevent.sleep(LAST_CALL_S)
    return list(server.eio.sockets.values())


def finish(app: Flask, sockets: list[Session]) -> None:
    """Finish all that was accepted, and let it be told to `sockets`. The caller closes them.

    Returns after FINISHERS_S + LAST_WORDS_S at the latest.
    """
    try:
        gevent.with_timeout(FINISHERS_S, finish_all, app)
    except gevent.Timeout:
        log.error("shutdown did not wait for all writes")  # noqa: TRY400 - the place tells nothing
    # After that the last acknowledgements are in the queues, behind the farewell.
    gevent.with_timeout(LAST_WORDS_S, _until_sent, sockets, timeout_value=None)


def _until_sent(sockets: list[Session]) -> None:
    while any(socket.is_behind for socket in sockets):
        gevent.sleep(_GLANCE_S)
