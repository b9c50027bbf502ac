"""How late the event loop is: the one measure of whether anybody holds it up.

A timer of the loop itself notes how much later than asked for it comes. That costs a few
microseconds ten times a second, and sees whatever blocked the loop, in Python or in C.
"""

import logging
import time
from collections import deque
from typing import NamedTuple

import gevent

from weconnect.engine.app_state import Key

from .histogram import Histogram

log = logging.getLogger(__name__)

INTERVAL_S = 0.1
# A stall that people notice is told of in the log.
STALL_S = 0.25
# The figures are those of so many last measurements: a minute.
KEPT = 600


class Figures(NamedTuple):
    """How late the loop was in the last minute, in seconds; and how often it stalled since ever."""

    median: float
    p99: float
    worst: float
    stalls: int


class Watchdog:
    """Watches the loop of the thread that starts it."""

    def __init__(self) -> None:
        self._lags: deque[float] = deque(maxlen=KEPT)
        self.lags = Histogram()
        self._timer = gevent.get_hub().loop.timer(INTERVAL_S, INTERVAL_S, ref=False)
        self._due = 0.0
        self._cpu = 0.0
        self.stalls = 0

    def start(self) -> None:
        """Begin to watch."""
        self._due = time.monotonic() + INTERVAL_S
        self._cpu = time.thread_time()
        self._timer.start(self._look)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def figures(self) -> Figures:
        """What was seen."""
        lags = sorted(self._lags) or [0.0]
        return Figures(lags[len(lags) // 2], lags[len(lags) * 99 // 100], lags[-1], self.stalls)

    def _look(self) -> None:
        now, cpu = time.monotonic(), time.thread_time()
        lag = max(0.0, now - self._due)
        self._lags.append(lag)
        self.lags.observe(lag)
        if lag > STALL_S:
            self.stalls += 1
            # With little of it spent by this thread, it was the machine that was busy.
            log.warning(
                "event loop stalled",
                extra={"ms": round(lag * 1000), "cpu_ms": round((cpu - self._cpu) * 1000)},
            )
        self._due = now + INTERVAL_S
        self._cpu = cpu


# Of an app that is served by our worker.
WATCHDOG: Key[Watchdog] = Key("weconnect_watchdog")
