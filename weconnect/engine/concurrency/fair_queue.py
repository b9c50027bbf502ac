"""Places that are lent in the order in which they were asked for, and who stands before whom."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gevent.event import Event

from weconnect.wire.errors import Unavailable

# Where in the line whoever asks has their place: the smallest first.
FIRST, MEMBER, LAST = range(3)

_rank: ContextVar[int] = ContextVar("rank", default=MEMBER)


@contextmanager
def first_in_line() -> Iterator[None]:
    """Whoever asks for a connection in here stands before all who wait: others wait for them."""
    with _ranked(FIRST):
        yield


@contextmanager
def last_in_line() -> Iterator[None]:
    """Whoever asks for a connection in here stands behind all who wait: they are strangers."""
    with _ranked(LAST):
        yield


@contextmanager
def _ranked(rank: int) -> Iterator[None]:
    before = _rank.set(rank)
    try:
        yield
    finally:
        _rank.reset(before)


class FairQueue:
    """So many places, given to greenlets by rank, and in the order of their asking."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: tuple[deque[Event], ...] = (deque(), deque(), deque())
        # When somebody last gave a place back, by the monotonic clock.
        self.moved_at = 0.0

    def __len__(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting))

    def enter(self, patience: float) -> None:
        """Take a place. Raises Unavailable if there is none for `patience` seconds."""
        if self._free:
            self._free -= 1
            return
        turn = Event()
        waiting = self._waiting[_rank.get()]
        waiting.append(turn)
        try:
            turn.wait(patience)
        except BaseException:
            # Whoever waited was ended: a place that was handed over meanwhile goes on.
            if turn.is_set():
                self.leave()
            else:
                waiting.remove(turn)
            raise
        # And not what `wait` returns: patience may run out between the handing over and the waking.
        if not turn.is_set():
            waiting.remove(turn)
            raise Unavailable(retry_after=1)

    def leave(self) -> None:
        """Give a place back: straight to the first who waits, so that nobody can come between."""
        self.moved_at = time.monotonic()
        for waiting in self._waiting:
            if waiting:
                waiting.popleft().set()
                return
        self._free += 1
