"""The line to one Redis server: publish and subscribe, and be told whenever it was cut.

Two connections, and a greenlet for each direction that must not wait for the other. Nobody else
ever waits: what is published stands in a bounded queue and leaves in one pipeline with whatever
else is waiting; what is subscribed to is sent together as well. A Redis that is gone, or frozen, is
noticed by timeouts. What passes by meanwhile is lost, as Redis forgets it: whoever listens is told
when a subscription holds (again), and then has to look what it missed.
"""

import logging
import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import gevent
import redis
from gevent.event import Event
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

# How long Redis may take to answer, and after what silence it is asked whether it is there.
PATIENCE_S = 1.0
SILENCE_S = 1.0
# Reconnecting: at first soon, then less often; never all servers in the same moment.
FIRST_RETRY_S, LAST_RETRY_S = 0.1, 2.0
# What may wait to be published, in envelopes and in bytes, and how many leave in one pipeline.
QUEUE, QUEUE_BYTES, PIPELINE = 20_000, 32 * 1024 * 1024, 500
# Channels in one command.
CHANNELS = 1000
# For how long messages are taken in without a look at anybody else.
TURN_S = 0.01

# AttributeError: what redis-py raises when its connection was closed by the other direction.
ERRORS = (redis.RedisError, OSError, EOFError, AttributeError)


class Listener(Protocol):
    """Whoever has a line."""

    def take_in(self, channel: str, data: bytes) -> None:
        """Something came in on a channel."""

    def subscribed(self, channel: str) -> None:
        """From now on everything published on the channel comes in."""

    def line_changed(self, lasted_s: float) -> None:
        """`up` is another than before; it had been as it was for so many seconds."""


class Letter(NamedTuple):
    """What waits to be published; after `until` (monotonic time) it is of no use to anybody."""

    channel: str
    data: bytes
    until: float
    # Is told how many servers it reached.
    answered: Callable[[int], None] | None


@dataclass
class Counters:
    """What a line carried since the start."""

    published: int = 0
    received: int = 0
    # Given up: the queue was full, or it was too late.
    dropped: int = 0
    reconnects: int = 0


class Line:
    """Publishes to and subscribes at the Redis server that `connect()` makes connections to."""

    def __init__(self, connect: Callable[[], Any], listener: Listener, *, sharded: bool) -> None:
        self._connect = connect
        self._listener = listener
        self._publish, self._subscribe, self._unsubscribe = (
            (b"SPUBLISH", b"SSUBSCRIBE", b"SUNSUBSCRIBE")
            if sharded
            else (b"PUBLISH", b"SUBSCRIBE", b"UNSUBSCRIBE")
        )
        self.counters = Counters()
        self.wanted: set[str] = set()
        self.confirmed: set[str] = set()
        self._queue: deque[Letter] = deque()
        self._queued_bytes = 0
        self._letters, self._changes, self._sent = Event(), Event(), Event()
        self._sent.set()
        self._asked: set[str] = set()
        self._reader: gevent.Greenlet[[], None] | None = None
        self._writer: gevent.Greenlet[[], None] | None = None
        self._writes = self._reads = True
        self._since = time.monotonic()

    @property
    def up(self) -> bool:
        """Whether both directions work, as far as one knows."""
        return self._writes and self._reads

    @property
    def queue(self) -> int:
        """How many letters wait to be published."""
        return len(self._queue)

    # Publishing

    def publish(
        self,
        channel: str,
        data: bytes,
        useful_s: float = float("inf"),
        answered: Callable[[int], None] | None = None,
    ) -> None:
        """Have `data` published soon; it is dropped if that takes longer than `useful_s`.

        `answered` is told how many servers it reached.
        """
        if len(self._queue) >= QUEUE or self._queued_bytes + len(data) > QUEUE_BYTES:
            self.counters.dropped += 1
            return
        self._queue.append(Letter(channel, data, time.monotonic() + useful_s, answered))
        self._queued_bytes += len(data)
        self._sent.clear()
        self._letters.set()
        if self._writer is None:
            self._writer = gevent.spawn(self._write_forever)

    def flush(self, timeout: float) -> bool:
        """Wait, `timeout` seconds at most, until all is published; whether it was."""
        return bool(self._sent.wait(timeout))

    def _write_forever(self) -> None:
        for connection in self._connections():
            try:
                self._write(connection)
            except ERRORS as error:
                self._lost("publish", error)
                self._set(writes=False)

    def _write(self, connection: Any) -> None:
        connection.connect()
        self._set(writes=True)
        while True:
            self._letters.wait()
            self._letters.clear()
            while self._queue:
                self._write_some(connection)
            self._sent.set()

    def _write_some(self, connection: Any) -> None:
        now = time.monotonic()
        letters = [self._queue.popleft() for _ in range(min(PIPELINE, len(self._queue)))]
        fresh = [one for one in letters if one.until > now]
        self.counters.dropped += len(letters) - len(fresh)
        self._queued_bytes -= sum(len(one.data) for one in letters)
        try:
            commands = [(self._publish, one.channel, one.data) for one in fresh]
            connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            reached = [connection.read_response() for _ in fresh]
        except BaseException:
            # Some of it may have arrived: whoever gets it twice has to know what it has.
            self._queue.extendleft(reversed(fresh))
            self._queued_bytes += sum(len(one.data) for one in fresh)
            raise
        self.counters.published += len(fresh)
        for letter, servers in zip(fresh, reached, strict=True):
            if letter.answered is not None:
                letter.answered(servers)

    # Subscribing

    def subscribe(self, channel: str) -> None:
        """Have what is published on `channel` come in; `subscribed` is called when it does."""
        self.wanted.add(channel)
        self._changes.set()
        if self._reader is None:
            self._reader = gevent.spawn(self._read_forever)

    def unsubscribe(self, channel: str) -> None:
        """No longer take in what is published on `channel`."""
        self.wanted.discard(channel)
        self._changes.set()

    def _read_forever(self) -> None:
        for connection in self._connections():
            asking = None
            try:
                connection.connect()
                self._asked.clear()
                asking = gevent.spawn(self._ask_forever, connection)
                self._read(connection)
            except ERRORS as error:
                self._lost("subscribe", error)
            finally:
                if asking is not None:
                    asking.kill(block=False)
                self.confirmed.clear()
                self._set(reads=False)

    def _ask_forever(self, connection: Any) -> None:
        self._changes.set()
        while True:
            self._changes.wait(SILENCE_S)
            self._changes.clear()
            try:
                wanted, unwanted = self.wanted - self._asked, self._asked - self.wanted
                self._asked = set(self.wanted)
                self.confirmed -= unwanted
                for command, channels in (
                    (self._subscribe, wanted),
                    (self._unsubscribe, unwanted),
                ):
                    for some in _chunks(channels):
                        self._send(connection, command, *some)
                # Answered by a pong, so that silence means that nobody is there.
                self._send(connection, b"PING")
            except ERRORS:
                return  # the reader sees it as well

    def _send(self, connection: Any, *command: bytes | str) -> None:
        connection.send_packed_command(connection.pack_command(*command), check_health=False)

    def _read(self, connection: Any) -> None:
        turn_ends = time.monotonic() + TURN_S
        while True:
            reply = connection.read_response(timeout=SILENCE_S + PATIENCE_S)
            self._set(reads=True)
            self._take(reply)
            if time.monotonic() > turn_ends:
                gevent.sleep(0)
                turn_ends = time.monotonic() + TURN_S

    def _take(self, reply: Any) -> None:
        if not isinstance(reply, list):
            return
        kind = reply[0]
        try:
            if kind in {b"message", b"smessage"}:
                self.counters.received += 1
                self._listener.take_in(reply[1].decode(), reply[2])
            elif kind in {b"subscribe", b"ssubscribe"}:
                channel = reply[1].decode()
                if channel in self.wanted:
                    self.confirmed.add(channel)
                    self._listener.subscribed(channel)
        except Exception:
            log.exception("what came from another server was not handled")

    # Both

    def _connections(self) -> Iterable[Any]:
        """A new connection for each attempt, after an ever longer pause; it is closed after it."""
        pause = FIRST_RETRY_S
        while True:
            began = time.monotonic()
            connection = None
            try:
                connection = self._connect()
                yield connection
            finally:
                if connection is not None:
                    connection.disconnect()
            if time.monotonic() - began > 2 * LAST_RETRY_S:
                pause = FIRST_RETRY_S
            gevent.sleep(random.uniform(0.5, 1) * pause)  # noqa: S311 - nobody has to guess it
            pause = min(2 * pause, LAST_RETRY_S)
            self.counters.reconnects += 1

    def _lost(self, what: str, error: BaseException) -> None:
        if self.up:
            log.warning(
                "Redis is away", extra={"direction": what, "error_type": type(error).__name__}
            )

    def _set(self, *, reads: bool | None = None, writes: bool | None = None) -> None:
        before = self.up
        if reads is not None:
            self._reads = reads
        if writes is not None:
            self._writes = writes
        if self.up != before:
            lasted_s = time.monotonic() - self._since
            self._since = time.monotonic()
            if self.up:
                log.info("Redis is back")
            self._listener.line_changed(lasted_s)


def connector(url: str) -> Callable[[], Any]:
    """Makes connections, not yet open, to the Redis server at `url`."""
    pool = redis.ConnectionPool.from_url(
        url,
        protocol=2,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        socket_keepalive=True,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=0,
        max_connections=2**31,
    )
    return pool.make_connection


def _chunks(channels: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(channels)
    return (ordered[start : start + CHANNELS] for start in range(0, len(ordered), CHANNELS))
