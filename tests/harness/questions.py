"""What a piece of code asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gevent
from sqlalchemy import Engine, event


@contextmanager
def questions(*, of_all: bool = False) -> Iterator[list[str]]:
    """The SQL that is sent to any database meanwhile, in a list that grows.

    What other greenlets ask, as an app's jobs do, counts only if it is to be `of_all`.
    """
    asked: list[str] = []
    here = gevent.getcurrent()

    def look(*about: Any) -> None:
        if of_all or gevent.getcurrent() is here:
            asked.append(about[2])

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", look)
