"""Native threads beside the event loop."""

from collections import deque
from collections.abc import Callable
from typing import Any, ParamSpec, TypeAlias, TypeVar, cast

import gevent
from gevent import monkey
from gevent.hub import Waiter
from gevent.threadpool import ThreadPool

P = ParamSpec("P")
R = TypeVar("R")

# A queue and a thread of the system's own: what gevent puts in their places would switch greenlets
# instead of waiting.
_SimpleQueue = monkey.get_original("queue", "SimpleQueue")
_start_thread = monkey.get_original("_thread", "start_new_thread")

_Work: TypeAlias = Callable[[], Any]


class Thread:
    """One native thread that does one piece of work after the other, for the greenlets of one hub.

    A `gevent.threadpool.ThreadPool(1)` does the same with a watcher of the event loop, a condition
    and a result for each piece of work; here there is one watcher for all. The message log comes
    by for each batch, so it matters.
    """

    def __init__(self) -> None:
        self._todo: Any = _SimpleQueue()
        self._done: deque[tuple[Waiter[Any], Any, BaseException | None]] = deque()
        self._watcher: Any = None
        self._waiting = 0

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits for it."""
        return not self._waiting

    def run(self, work: Callable[[], R]) -> R:
        """What `work` returns or raises in the thread; other greenlets go on meanwhile."""
        if self._watcher is None:
            self._start()
        waiter: Waiter[Any] = Waiter()
        # The event loop must not end while somebody waits, and may when nobody does.
        self._watcher.ref = True
        self._waiting += 1
        self._todo.put((waiter, work))
        return cast(R, waiter.get())

    def kill(self) -> None:
        """End the thread after the work that waits already."""
        if self._watcher is not None:
            self._todo.put(None)
            self._watcher.close()
            self._watcher = None

    def _start(self) -> None:
        self._watcher = gevent.get_hub().loop.async_()
        self._watcher.start(self._hand_over)
        _start_thread(self._serve, (self._watcher,))

    def _serve(self, watcher: Any) -> None:
        while (job := self._todo.get()) is not None:
            waiter, work = job
            result, error = _outcome(work, (), {})
            self._done.append((waiter, result, error))
            watcher.send()
            # Or the last piece of work would live until the next one comes.
            del job, waiter, work, result, error

    def _hand_over(self) -> None:
        """In the event loop: wake whoever waits for what is done."""
        while self._done:
            waiter, result, error = self._done.popleft()
            self._waiting -= 1
            self._watcher.ref = self._waiting > 0
            if error is None:
                waiter.switch(result)
            else:
                waiter.throw(error)


def run_in(pool: ThreadPool, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` returns or raises in a thread of `pool`; other greenlets go on meanwhile."""
    result, error = pool.apply(_outcome, (work, args, kwargs))
    if error is not None:
        raise error
    return cast(R, result)


def _outcome(
    work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, BaseException | None]:
    # gevent reports as a fault whatever a thread raises; an expected refusal is none.
    try:
        return work(*args, **kwargs), None
    except BaseException as error:  # noqa: BLE001 - raised again in the caller
        return None, error
