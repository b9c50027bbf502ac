"""Publishing: nobody waits for it; what is waiting leaves in one pipeline."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

import gevent
from gevent.event import Event

from .connection import ERRORS, Connect, attempts

# What may wait to be published, in envelopes and in bytes, and how many leave in one pipeline.
QUEUE, QUEUE_BYTES, PIPELINE = 20_000, 32 * 1024 * 1024, 500


class Letter(NamedTuple):
    """What waits to be published; after `until` (monotonic time) it is of no use to anybody."""

    channel: str
    data: bytes
    until: float
    # Is told how many servers it reached.
    answered: Callable[[int], None] | None


class Publisher:
    """The queue to one Redis server and the greenlet that empties it.

    `changed` is called when `works` is another than before; it is believed until shown otherwise.
    """

    def __init__(
        self, connect: Connect, changed: Callable[[BaseException | None], None], *, sharded: bool
    ) -> None:
        self._connect = connect
        self._changed = changed
        self._command = b"SPUBLISH" if sharded else b"PUBLISH"
        self._queue: deque[Letter] = deque()
        self._bytes = 0
        self._wake, self._empty = Event(), Event()
        self._empty.set()
        self._greenlet: gevent.Greenlet[[], None] | None = None
        self.works = True
        self.published = self.dropped = 0

    def __len__(self) -> int:
        return len(self._queue)

    def publish(self, letter: Letter) -> None:
        """Have it published soon; it is dropped if too much waits already."""
        if len(self._queue) >= QUEUE or self._bytes + len(letter.data) > QUEUE_BYTES:
            self.dropped += 1
            return
        self._queue.append(letter)
        self._bytes += len(letter.data)
        self._empty.clear()
        self._wake.set()
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._run)

    def flush(self, timeout: float) -> bool:
        """Wait, `timeout` seconds at most, until all is published; whether it was."""
        return bool(self._empty.wait(timeout))

    def withdraw(self, elsewhere: Callable[[str], bool]) -> list[Letter]:
        """Take back what waits for channels that are elsewhere."""
        letters = list(self._queue)
        self._queue.clear()
        self._queue.extend(one for one in letters if not elsewhere(one.channel))
        withdrawn = [one for one in letters if elsewhere(one.channel)]
        self._bytes -= sum(len(one.data) for one in withdrawn)
        if not self._queue:
            self._empty.set()
        return withdrawn

    def close(self) -> list[Letter]:
        """End; returns what was not published."""
        if self._greenlet is not None:
            self._greenlet.kill()
        return list(self._queue)

    def _run(self) -> None:
        for connection in attempts(self._connect):
            try:
                connection.connect()
                self._set(None)
                self._write(connection)
            except ERRORS as error:
                self._set(error)

    def _write(self, connection: Any) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while self._queue:
                self._write_some(connection)
            self._empty.set()

    def _write_some(self, connection: Any) -> None:
        now = time.monotonic()
        letters = [self._queue.popleft() for _ in range(min(PIPELINE, len(self._queue)))]
        fresh = [one for one in letters if one.until > now]
        self.dropped += len(letters) - len(fresh)
        self._bytes -= sum(len(one.data) for one in letters)
        try:
            reached = self._send(connection, fresh)
        except BaseException:
            # Some of it may have arrived: whoever gets it twice has to know what it has.
            self._queue.extendleft(reversed(fresh))
            self._bytes += sum(len(one.data) for one in fresh)
            self._wake.set()
            raise
        self.published += len(fresh)
        for letter, servers in zip(fresh, reached, strict=True):
            if letter.answered is not None:
                letter.answered(servers)

    def _send(self, connection: Any, letters: list[Letter]) -> list[int]:
        commands = [(self._command, one.channel, one.data) for one in letters]
        connection.send_packed_command(connection.pack_commands(commands), check_health=False)
        return [connection.read_response() for _ in letters]

    def _set(self, error: BaseException | None) -> None:
        works = error is None
        if works != self.works:
            self.works = works
            self._changed(error)
