"""Many small news of one kind become a few: gathered per key, at most one flush per interval."""

import logging
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import gevent
from flask import Flask

log = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")


class Coalesce(Generic[K, V]):
    """Collects values by key and hands each key's values over together.

    `flush(key, values)` runs in the app's context, `delay` seconds after the first value, and no
    sooner than `interval` seconds after the key's last flush.
    """

    def __init__(
        self,
        app: Flask,
        flush: Callable[[K, list[V]], None],
        *,
        delay: float,
        interval: float,
    ) -> None:
        self._app = app
        self._flush = flush
        self._delay = delay
        self._interval = interval
        self._waiting: dict[K, list[V]] = {}
        self._flushed_at: dict[K, float] = {}

    def add(self, key: K, value: V) -> None:
        """Take in one piece of news."""
        if key in self._waiting:
            self._waiting[key].append(value)
            return
        self._waiting[key] = [value]
        due = self._flushed_at.get(key, 0.0) + self._interval - time.monotonic()
        gevent.spawn_later(max(self._delay, due), self._run, key)

    def _run(self, key: K) -> None:
        values = self._waiting.pop(key)
        self._flushed_at[key] = time.monotonic()
        try:
            with self._app.app_context():
                self._flush(key, values)
        except Exception:
            log.exception("gathered news not sent")
        # Keys come and go (rooms): what is past its interval need not be remembered.
        horizon = time.monotonic() - self._interval
        if len(self._flushed_at) > 1000:
            self._flushed_at = {k: at for k, at in self._flushed_at.items() if at > horizon}
