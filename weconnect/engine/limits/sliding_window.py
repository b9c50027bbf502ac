"""Counters of what happens often: a storage for the `limits` library that costs next to nothing.

The library's own starts a timer with nearly every hit, which then goes through all keys. Here a
key is two numbers, of the window under way and of the one before it, and whatever is two windows
old is thrown away in passing.
"""

import time
from dataclasses import dataclass

from limits.storage import Storage
from limits.storage.base import SlidingWindowCounterSupport

# After so many new keys, those that nobody has used for two windows are thrown away.
SWEEP_AFTER = 10_000


@dataclass(slots=True)
class Window:
    """How often something happened in the window `number`, and in the one before it."""

    number: int
    expiry: int
    before: int = 0
    now: int = 0

    def turn(self, moment: float) -> float:
        """Go on to the window of `moment`; returns how much of it has passed, from 0 to 1."""
        number, passed = divmod(moment / self.expiry, 1)
        gone = int(number) - self.number
        if gone:
            self.before = self.now if gone == 1 else 0
            self.number, self.now = int(number), 0
        return passed

    def wait(self, moment: float, limit: int) -> float:
        """In how many seconds one more will be within `limit` again."""
        passed = self.turn(moment)
        if self.now >= limit:
            return (1 - passed) * self.expiry
        if not self.before:
            return 0.0
        return max(0.0, (1 - passed - (limit - self.now) / self.before) * self.expiry)


class Windows(Storage, SlidingWindowCounterSupport):
    """Sliding window counters in this process."""

    STORAGE_SCHEME = ["weconnect-windows"]

    def __init__(self) -> None:
        super().__init__()
        self._windows: dict[str, Window] = {}
        self._sweep_at = SWEEP_AFTER

    @property
    def base_exceptions(self) -> type[Exception]:
        """What fails here: nothing."""
        return ValueError

    def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        """Count `amount` more if that stays within `limit`; whether it did."""
        window = self._window(key, expiry)
        passed = window.turn(time.time())
        if int(window.before * (1 - passed) + window.now) + amount > limit:
            return False
        window.now += amount
        return True

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """Counts of the window before and of this one, and for how long each of them counts."""
        window = self._windows.get(key) or Window(0, expiry)
        passed = window.turn(time.time())
        left = (1 - passed) * expiry
        return window.before, left if window.before else 0.0, window.now, left + expiry

    def wait(self, key: str, limit: int, expiry: int) -> float:
        """In how many seconds one more will be within `limit` again."""
        return self._window(key, expiry).wait(time.time(), limit)

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        """Forget a key."""
        self._windows.pop(key, None)

    def _window(self, key: str, expiry: int) -> Window:
        window = self._windows.get(key)
        if window is None:
            if len(self._windows) >= self._sweep_at:
                self._sweep()
            window = self._windows[key] = Window(int(time.time() / expiry), expiry)
        return window

    def _sweep(self) -> None:
        moment = time.time()
        self._windows = {
            key: window
            for key, window in self._windows.items()
            if moment < (window.number + 2) * window.expiry
        }
        self._sweep_at = len(self._windows) + SWEEP_AFTER

    # What the library asks of every storage; sliding windows use none of it.

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count without a limit."""
        window = self._window(key, expiry)
        window.turn(time.time())
        window.now += amount
        return window.now

    def get(self, key: str) -> int:
        """The count of the window under way."""
        return self._windows[key].now if key in self._windows else 0

    def get_expiry(self, key: str) -> float:
        """When the window under way ends."""
        window = self._windows.get(key)
        return (window.number + 1) * window.expiry if window else time.time()

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everything; returns how many keys there were."""
        forgotten = len(self._windows)
        self._windows.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Forget a key."""
        self._windows.pop(key, None)
