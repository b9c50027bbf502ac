"""A pool of database connections that are lent in the order in which they were asked for.

SQLAlchemy's own pool wakes whoever waits, and then lets the quickest have the connection: a
greenlet that gives one back and at once wants another overtakes all the others. In a storm some
would then wait for ever.
"""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from gevent.event import Event
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from weconnect.wire.errors import Unavailable

# What SQLAlchemy tells of its pools is not for the log of a server.
logging.getLogger(f"{__name__}.FairPool").setLevel(logging.WARNING)

_urgent: ContextVar[bool] = ContextVar("urgent", default=False)


@contextmanager
def first_in_line() -> Iterator[None]:
    """Whoever asks for a connection in here stands before all who wait: others wait for them."""
    before = _urgent.set(True)
    try:
        yield
    finally:
        _urgent.reset(before)


class Line:
    """So many places, given to greenlets in the order of their asking."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[Event] = deque()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def enter(self, patience: float) -> None:
        """Take a place. Raises Unavailable if there is none for `patience` seconds."""
        if self._free:
            self._free -= 1
            return
        turn = Event()
        if _urgent.get():
            self._waiting.appendleft(turn)
        else:
            self._waiting.append(turn)
        try:
            came = turn.wait(patience)
        except BaseException:
            # Whoever waited was ended: a place that was handed over meanwhile goes on.
            if turn.is_set():
                self.leave()
            else:
                self._waiting.remove(turn)
            raise
        if not came:
            self._waiting.remove(turn)
            raise Unavailable(retry_after=1)

    def leave(self) -> None:
        """Give a place back: straight to the first who waits, so that nobody can come between."""
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._free += 1


class FairPool(QueuePool):
    """`pool_size` connections and no more; `pool_timeout` seconds of patience. Raises Unavailable.

    For greenlets of one thread.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = Line(self.size())

    def _do_get(self) -> ConnectionPoolEntry:
        self.line.enter(self._timeout)
        try:
            return super()._do_get()
        except BaseException:
            self.line.leave()
            raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        try:
            super()._do_return_conn(record)
        finally:
            self.line.leave()
