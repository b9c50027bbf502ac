"""The native threads in which files are read and written: a slow disk holds up no one else's."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent
from gevent.threadpool import ThreadPool

from weconnect.engine.concurrency.native_thread import run_in

P = ParamSpec("P")
R = TypeVar("R")

# So many at once: what waits for a disk takes no processor.
THREADS = 4

_pools: dict[int, ThreadPool] = {}


def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` returns or raises in one of them; other greenlets go on meanwhile."""
    hub = gevent.get_hub()
    pool = _pools.get(id(hub))
    if pool is None or pool.hub is not hub:
        pool = _pools[id(hub)] = ThreadPool(THREADS, hub=hub)
    return run_in(pool, work, *args, **kwargs)
