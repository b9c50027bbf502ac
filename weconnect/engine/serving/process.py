"""What a serving process asks of its machine, and of Python's interpreter."""

import gc
import logging
import resource
import socket
import sys

from weconnect.engine.limits.connection_limit import Quota
from weconnect.settings import Settings

log = logging.getLogger(__name__)

# How long a thread that wants the interpreter waits for the one that has it. SQLite's writer needs
# it some dozens of times for a commit: with Python's 5 ms, a busy loop made messages wait 200 ms.
SWITCH_S = 0.001
# After how many new objects the collector of cycles looks at the young ones, and after how many
# such looks at the older ones.
COLLECT_AFTER = (10_000, 20, 50)
# Connections beside those of sockets: for pages, pictures and long polling.
SPARE_CONNECTIONS = 1000
# File descriptors for everything that is no connection.
SPARE_FILES = 200
# After how many milliseconds without an answer the kernel gives up a peer that vanished or does
# not read (RFC 5482); when it asks a silent one, how often and how many times.
GONE_MS = 30_000
SILENT_S, ASK_EVERY_S, ASK_TIMES = 60, 10, 3


def tune_interpreter() -> None:
    """Let native threads have the interpreter soon, and the collector spare what was loaded.

    To look through all of that takes 80 ms, in which nobody is served; and one message full of
    small lists is enough to make the collector look. It spares what `wsgi.py` loaded already.
    """
    sys.setswitchinterval(SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def quota_of(settings: Settings) -> Quota:
    """How many connections of any kind there may be, given how many sockets.

    One address may have twice as many as sockets, for pages and long polling; behind a proxy all
    have the proxy's address, and then only the sockets are counted by where they come from.
    """
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    total = settings.max_connections + SPARE_CONNECTIONS
    if most_files != resource.RLIM_INFINITY and total > most_files - SPARE_FILES:
        total = most_files - SPARE_FILES
        log.info("few file descriptors", extra={"files": most_files, "connections": total})
    counted = settings.rate_limits and not settings.proxy_hops
    return Quota(total, 2 * settings.max_connections_per_address if counted else None)


def give_up_the_vanished(listener: socket.socket) -> None:
    """Have the kernel end connections whose peers are gone; they inherit it from the listener."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_USER_TIMEOUT", GONE_MS),
        ("TCP_KEEPIDLE", SILENT_S),
        ("TCP_KEEPINTVL", ASK_EVERY_S),
        ("TCP_KEEPCNT", ASK_TIMES),
    ):
        # Not every system has all of them.
        if (option := getattr(socket, name, None)) is not None:
            listener.setsockopt(socket.IPPROTO_TCP, option, value)
