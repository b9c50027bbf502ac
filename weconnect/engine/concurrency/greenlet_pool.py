"""A few greenlets for what all sockets bring.

A greenlet costs 16 KB for its stack and more, and most sockets are silent most of the time. So a
socket has none: when something comes in, one of these takes it, and is free again for the next.
As many work at once as there are sockets that wait, for a database or for their peer.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import gevent
from greenlet import greenlet

log = logging.getLogger(__name__)

# How many of them are kept when they have nothing to do.
KEPT = 20

Task = Callable[[], None]


class GreenletPool:
    """The greenlets of one server. Each of them lives in `surroundings`, entered once for all."""

    def __init__(
        self, surroundings: Callable[[], AbstractContextManager[object]] = nullcontext
    ) -> None:
        self._surroundings = surroundings
        self._free: list[greenlet] = []

    @property
    def free(self) -> int:
        """How many have nothing to do."""
        return len(self._free)

    def work(self, task: Task) -> None:
        """Run `task` in a greenlet, at once. To be called in the hub, as from a watcher."""
        if self._free:
            self._free.pop().switch(task)
        else:
            greenlet(self._work, gevent.get_hub()).switch(task)

    def _work(self, task: Task) -> None:
        hub: Any = gevent.get_hub()
        own = gevent.getcurrent()
        with self._surroundings():
            while True:
                try:
                    task()
                except Exception:
                    log.exception("socket failed")
                if len(self._free) >= KEPT:
                    return
                # Nothing of what was done may live on in the one that waits.
                task = None  # type: ignore[assignment]
                self._free.append(own)
                task = hub.switch()
