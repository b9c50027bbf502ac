"""Where a small transaction of SQLite is committed: in the event loop while the disk is quick.

To wake a thread for a commit, and to be woken by it, costs a tenth of all that a message costs, and
the sync itself, on a disk that is quick, less than that. But a disk may become slow from one moment
to the next, and then nobody but those who write may wait for it.
"""

import time
from collections import deque
from collections.abc import Callable

from weconnect.engine.concurrency.native_thread import Thread

# A commit that takes longer is slow, in seconds: what nobody notices who waits for something else,
# a tenth of what a quiet exchange may take beside whatever happens.
SLOW_S = 0.02
# A disk that was slow once is not trusted for so long, in seconds: one that hesitates again and
# again holds everybody up once a minute at most.
DISTRUST_S = 60.0
# Only what was measured a moment ago is trusted, and only where it is worth it: so many commits
# within so many seconds.
RECENT = 50
RECENT_S = 1.0
# Of that time, the part that they may have taken. More would be felt by everybody: with a quick
# disk, 500 commits a second take a twelfth of it.
SHARE = 0.3


class AdaptiveCommit:
    """Commits in the event loop or in `thread`, by how long the last commits took."""

    def __init__(self, thread: Thread) -> None:
        self._thread = thread
        # When each of the last commits began, and how long it took; and all of them together.
        self._recent: deque[tuple[float, float]] = deque()
        self._taken = 0.0
        self._slow_at = float("-inf")
        # How many were made in the loop, and in the thread.
        self.in_loop = self.in_thread = 0

    def run(self, commit: Callable[[], None]) -> None:
        """Run `commit`; raises what it raises."""
        began = time.perf_counter()
        seconds: float | None = None
        try:
            if self._is_trusted(began):
                self.in_loop += 1
                commit()
            else:
                self.in_thread += 1
                seconds = self._thread.run(lambda: _seconds(commit))
        finally:
            # Also of one that failed: a disk that dies is slow first.
            self._note(began, time.perf_counter() - began if seconds is None else seconds)

    def _is_trusted(self, now: float) -> bool:
        if len(self._recent) < RECENT or now - self._slow_at < DISTRUST_S:
            return False
        span = now - self._recent[0][0]
        return span < RECENT_S and self._taken < SHARE * span

    def _note(self, began: float, seconds: float) -> None:
        self._recent.append((began, seconds))
        self._taken += seconds
        if len(self._recent) > RECENT:
            self._taken -= self._recent.popleft()[1]
        if seconds > SLOW_S:
            self._slow_at = began + seconds


def _seconds(work: Callable[[], None]) -> float:
    """How long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
