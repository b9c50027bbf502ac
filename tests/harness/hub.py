"""Who holds the event loop: every greenlet's time between two switches."""

import time
from types import TracebackType

import greenlet

# What a handler may take of the processor before others get their turn.
LIMIT_S = 0.05


class Holders:
    """Watches all switches of this thread; `found` are those who held it for too long.

    Measured is the processor's time of this thread, so a busy machine accuses nobody. The greenlet
    that began to watch is the test itself, and is not asked.
    """

    def __init__(self, limit: float = LIMIT_S) -> None:
        self.limit = limit
        self.found: list[tuple[str, float]] = []
        self.worst = 0.0
        self._own = greenlet.getcurrent()
        self._since = 0.0

    def __enter__(self) -> "Holders":
        self._since = time.thread_time()
        greenlet.settrace(self._switched)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        greenlet.settrace(None)

    def _switched(self, _event: str, ends: tuple[greenlet.greenlet, greenlet.greenlet]) -> None:
        now = time.thread_time()
        held, self._since = now - self._since, now
        if ends[0] is self._own:
            return
        self.worst = max(self.worst, held)
        if held > self.limit:
            self.found.append((str(ends[0]), round(held, 3)))
