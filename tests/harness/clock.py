"""A clock that the test moves: nothing that waits for a time has to be waited for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import gevent

from weconnect.engine.concurrency import coalesce
from weconnect.presence import service as presence


class Timer:
    """What stands in for a greenlet that was to start later."""

    def __init__(self, due: float, work: Callable[[], Any]) -> None:
        self.due = due
        self.work = work
        self.killed = False

    def kill(self, **_options: object) -> None:
        """Never mind."""
        self.killed = True


class Clock:
    """The time, and what is to happen later."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._timers: list[Timer] = []

    @contextmanager
    def ticking(self) -> Iterator["Clock"]:
        """Be the clock of everything that is started later, and of what is gathered."""
        with (
            mock.patch.object(gevent, "spawn_later", self._later),
            mock.patch.object(presence, "Greenlet", SimpleNamespace(spawn_later=self._later)),
            mock.patch.object(coalesce, "time", SimpleNamespace(monotonic=lambda: self.now)),
        ):
            yield self

    def advance(self, seconds: float) -> None:
        """Let the time pass, and do what falls due, in its order."""
        end = self.now + seconds
        while due := [one for one in self._timers if not one.killed and one.due <= end + 1e-6]:
            first = min(due, key=lambda one: one.due)
            self._timers.remove(first)
            self.now = max(self.now, first.due)
            first.work()
        self.now = end

    def _later(self, seconds: float, work: Callable[..., Any], *args: Any) -> Timer:
        timer = Timer(self.now + seconds, lambda: work(*args))
        self._timers.append(timer)
        return timer
