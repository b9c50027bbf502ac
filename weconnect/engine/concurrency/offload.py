"""Work that would stall every socket of the process, done in the hub's native threads."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, Protocol, TypeVar

import gevent
from gevent.event import Event

from weconnect.wire.errors import Unavailable

from .native_thread import run_in

P = ParamSpec("P")
R = TypeVar("R")


class Run(Protocol):
    """Does a piece of work in a native thread; returns or raises what the work does."""

    def __call__(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R: ...


class Offload:
    """So many jobs of one kind at once; so many more wait, for `patience` seconds at most.

    Others are told to come back after `retry_after` seconds.

    Jobs may be somebody's, by any name. Those who wait take turns, one job of each. One of them
    never has the last free thread, nor more than a quarter of the places to wait: however much
    somebody asks for, there is room for the others.

    `before_waiting` lets go of what nobody should keep while they wait.
    """

    def __init__(
        self,
        *,
        threads: int,
        waiting: int,
        retry_after: float,
        patience: float = 15,
        before_waiting: Callable[[], object] = lambda: None,
    ) -> None:
        self._threads = threads
        self._most = threads + waiting
        self._retry_after = retry_after
        self._patience = patience
        self._before_waiting = before_waiting
        # Whose job runs, and who waits with which of theirs, in the order of their turns.
        self._running: Counter[str] = Counter()
        self._lines: dict[str, deque[Event]] = {}
        self.jobs = 0

    def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `work` returns or raises; other greenlets go on meanwhile. Raises Unavailable."""
        with self.turn() as run:
            return run(work, *args, **kwargs)

    @contextmanager
    def turn(self, who: str = "") -> Iterator[Run]:
        """Wait for a turn, as a job of `who` ("": nobody's); what this gives runs work in it.

        Raises Unavailable.
        """
        line = self._lines.get(who, ())
        if self.jobs >= self._most or (who and len(line) >= max(1, self._most // 4)):
            raise Unavailable(retry_after=self._retry_after)
        self._before_waiting()
        self.jobs += 1
        try:
            self._wait(who)
            try:
                yield _in_thread
            finally:
                self._end(who)
        finally:
            self.jobs -= 1

    def _wait(self, who: str) -> None:
        """Until a thread is free. Raises Unavailable."""
        called = Event()
        self._lines.setdefault(who, deque()).append(called)
        self._hand_on()
        try:
            # A timeout may strike when the turn has come already.
            if called.wait(self._patience) or called.is_set():
                return
        except BaseException:
            if called.is_set():
                self._end(who)
            raise
        finally:
            if not called.is_set():
                self._leave_line(who, called)
        raise Unavailable(retry_after=self._retry_after)

    def _end(self, who: str) -> None:
        """Give a turn back."""
        self._running[who] -= 1
        if not self._running[who]:
            del self._running[who]  # otherwise it would hold all who ever came
        self._hand_on()

    def _hand_on(self) -> None:
        """Call whose turn it is, as long as a thread is free."""
        while self._running.total() < self._threads:
            who = next((one for one in self._lines if self._may_run(one)), None)
            if who is None:
                return
            called = self._lines[who][0]
            self._running[who] += 1
            called.set()
            self._leave_line(who, called)
            # Their next one comes after everybody else's.
            if (line := self._lines.pop(who, None)) is not None:
                self._lines[who] = line

    def _may_run(self, who: str) -> bool:
        return not who or self._running[who] < max(1, self._threads - 1)

    def _leave_line(self, who: str, called: Event) -> None:
        self._lines[who].remove(called)
        if not self._lines[who]:
            del self._lines[who]


def _in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return run_in(gevent.get_hub().threadpool, work, *args, **kwargs)
