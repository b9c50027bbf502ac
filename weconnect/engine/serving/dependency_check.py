"""Looks at what a server depends on: one a second at most, whoever asks and however often."""

import time
from collections.abc import Callable
from typing import Any

import gevent
from flask import Flask

# For so long everybody is given what the last look found.
FRESH_S = 1.0
# What a look found is given while the next one is under way, up to this age.
STALE_S = 5.0


class DependencyCheck:
    """One question, such as whether the database answers; all who ask share its answer.

    `check` says what is wrong, or None; it may take `patience` seconds, and `late` is said of one
    that takes longer. `is_busy` may tell that it is only busy: then the last answer stands.
    """

    def __init__(
        self,
        app: Flask,
        check: Callable[[], str | None],
        late: str,
        patience: float,
        is_busy: Callable[[float], bool] = lambda _since: False,
    ) -> None:
        self._app = app
        self._check = check
        self._late = late
        self._patience = patience
        self._is_busy = is_busy
        self._found: str | None = None
        self._looked_at = float("-inf")
        self._under_way: Any = None

    def answer(self) -> str | None:
        """What is wrong, or None: a second old, or five if the next look takes long."""
        age = time.monotonic() - self._looked_at
        if age >= FRESH_S:
            if self._under_way is None:
                self._under_way = gevent.spawn(self._look)
            if age >= STALE_S:
                # Together for all who wait. It ends by itself: `_look` is bounded.
                self._under_way.join()
            else:
                # As a rule it is there at once.
                self._under_way.join(timeout=0.05)
        return self._found

    def _look(self) -> None:
        since = time.monotonic()
        try:
            with self._app.app_context():
                found = gevent.with_timeout(self._patience, self._check, timeout_value=self._late)
                if found == self._late and self._is_busy(since):
                    found = self._found
            self._found = found
        except Exception:
            self._found = self._late
            raise
        finally:
            self._looked_at = time.monotonic()
            self._under_way = None
