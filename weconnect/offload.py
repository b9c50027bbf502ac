"""Work that would stall every socket of the process, done in the hub's native threads."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent
from gevent.lock import BoundedSemaphore

from weconnect.db import db
from weconnect.threads import run_in
from weconnect.wire.errors import Unavailable

P = ParamSpec("P")
R = TypeVar("R")


class Offload:
    """So many jobs of one kind at once; so many more wait, for `patience` seconds at most.

    Others are told to come back after `retry_after` seconds.
    """

    def __init__(
        self, *, threads: int, waiting: int, retry_after: float, patience: float = 15
    ) -> None:
        self._free = BoundedSemaphore(threads)
        self._most = threads + waiting
        self._retry_after = retry_after
        self._patience = patience
        self.jobs = 0

    def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `work` returns or raises; other greenlets go on meanwhile. Raises Unavailable."""
        if self.jobs >= self._most:
            raise Unavailable(retry_after=self._retry_after)
        # However long the wait: no connection of the database's pool is kept meanwhile.
        db.session.remove()
        self.jobs += 1
        try:
            return self._take_turn(work, *args, **kwargs)
        finally:
            self.jobs -= 1

    def _take_turn(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        if not self._free.acquire(timeout=self._patience):
            raise Unavailable(retry_after=self._retry_after)
        try:
            return run_in(gevent.get_hub().threadpool, work, *args, **kwargs)
        finally:
            self._free.release()
