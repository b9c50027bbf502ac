"""Whose search is next: one at a time for a person, and a share of the database for all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.fair_queue import FairQueue
from weconnect.engine.database.transactions import end_reads
from weconnect.settings import Settings
from weconnect.wire.errors import RateLimited

# One that runs, and one that was typed meanwhile.
EACH = 2
# How long a search waits for those before it.
PATIENCE_S = 10.0


class Queue:
    """So many searches at once, in the order of their coming, and one at once of a person."""

    def __init__(self, places: int) -> None:
        self._line = FairQueue(places)
        self._theirs: Counter[int] = Counter()
        self._own_lines: dict[int, FairQueue] = {}

    @property
    def waiting(self) -> bool:
        """Whether somebody waits for a place."""
        return len(self._line) > 0

    @contextmanager
    def take(self, person: int) -> Iterator[None]:
        """A place for a search of this person.

        Raises RateLimited if they have others already, Unavailable if there is none for too long.
        """
        if self._theirs[person] >= EACH:
            raise RateLimited("Your other searches are not done yet.", retry_after=1)
        # However long it takes, no connection is kept meanwhile.
        end_reads()
        self._theirs[person] += 1
        own = self._own_lines.setdefault(person, FairQueue(1))
        try:
            with _place(own), _place(self._line):
                yield
        finally:
            self._theirs[person] -= 1
            if not self._theirs[person]:
                del self._theirs[person], self._own_lines[person]


@contextmanager
def _place(line: FairQueue) -> Iterator[None]:
    line.enter(PATIENCE_S)
    try:
        yield
    finally:
        line.leave()


_QUEUE: Key[Queue] = Key("weconnect_searches")


def queue() -> Queue:
    """The queue of the current app."""
    return _QUEUE.here()


def init_app(app: Flask) -> None:
    """Give `app` its queue: one on SQLite, whose second processor is left to the event loop; of
    PostgreSQL's connections a third.
    """
    settings = cast(Settings, app.config["WECONNECT"])
    on_sqlite = settings.database_url.startswith("sqlite")
    _QUEUE.keep(app, Queue(1 if on_sqlite else max(1, settings.database_pool // 3)))
