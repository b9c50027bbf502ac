"""A result that is told to whoever waits for it in the moment in which it is there."""

import logging
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from gevent.event import AsyncResult

log = logging.getLogger(__name__)

T = TypeVar("T")


class DirectResult(Generic[T]):
    """Like gevent's `AsyncResult`, for those who come by for each message.

    An `AsyncResult` has its links called in a later round of the event loop, by way of a callback
    of the hub and a lock; here whoever sets it calls them. So they must not wait for anything.
    """

    __slots__ = ("_error", "_links", "_ready", "_value")

    def __init__(self) -> None:
        self._ready = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._links: list[Callable[[DirectResult[T]], object]] = []

    def ready(self) -> bool:
        """Whether it is there."""
        return self._ready

    def set(self, value: T) -> None:
        """It is there: tell all who wait."""
        self._value = value
        self._tell()

    def set_exception(self, error: BaseException) -> None:
        """It never will be, and this is why: tell all who wait."""
        self._error = error
        self._tell()

    def rawlink(self, link: Callable[["DirectResult[T]"], object]) -> None:
        """Have `link` called with this when it is there; at once if it is."""
        if self._ready:
            link(self)
        else:
            self._links.append(link)

    def get(self) -> T:
        """What was set, once it is there; the greenlet waits until then. Raises what was set."""
        if not self._ready:
            waiting: AsyncResult[None] = AsyncResult()
            self.rawlink(lambda _: waiting.set())
            waiting.get()
        if self._error is not None:
            # Several may raise it: each without the places where the others did.
            raise self._error.with_traceback(None)
        value: T = self._value
        return value

    def _tell(self) -> None:
        self._ready = True
        for link in self._links:
            try:
                link(self)
            except Exception:
                # Who is told is nobody else's matter, least of all the one's who has the result.
                log.exception("a result was not told")
        self._links.clear()
