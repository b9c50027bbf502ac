"""Connections to Redis that never wait for long, and are tried again and again."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import gevent
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

# How long Redis may take to answer.
PATIENCE_S = 1.0
# Reconnecting: at first soon, then less often; never all servers in the same moment.
FIRST_RETRY_S, LAST_RETRY_S = 0.1, 2.0

# AttributeError: what redis-py raises when its connection was closed by another greenlet.
ERRORS = (redis.RedisError, OSError, EOFError, AttributeError)

# Makes a connection that is not open yet.
Connect = Callable[[], Any]


def connector(url: str, **place: Any) -> Connect:
    """Connects to the Redis server at `url`, or with the same login to another `host`, `port`."""
    pool = redis.ConnectionPool.from_url(
        url,
        protocol=2,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        socket_keepalive=True,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=0,
    )
    options = {**pool.connection_kwargs, **place}
    return lambda: pool.connection_class(**options)


def attempts(connect: Connect) -> Iterator[Any]:
    """A new connection for each attempt, after an ever longer pause.

    It is closed when the next one is asked for.
    """
    pause = FIRST_RETRY_S
    while True:
        began = time.monotonic()
        connection = connect()
        try:
            yield connection
        finally:
            connection.disconnect()
        if time.monotonic() - began > 2 * LAST_RETRY_S:
            pause = FIRST_RETRY_S
        gevent.sleep(random.uniform(0.5, 1) * pause)  # noqa: S311 - nobody has to guess it
        pause = min(2 * pause, LAST_RETRY_S)


def ask(connection: Any, *command: bytes | str) -> Any:
    """Send a command and wait for the answer. Raises one of ERRORS."""
    connection.send_packed_command(connection.pack_command(*command), check_health=False)
    return connection.read_response()
