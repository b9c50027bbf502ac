"""How something is distributed, counted by hand: in buckets, at a fifth of a microsecond a value.

The metrics library's own histogram takes 2 to 4 µs, as it locks and looks labels up; what is here
is only read when somebody asks (`weconnect/operations/metrics`).
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

# Bounds for times, in seconds: from what nobody notices to what nobody waits for.
TIMES_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Histogram:
    """Counts values by the first of `bounds`, ascending, that they do not exceed."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...] = TIMES_S) -> None:
        self.bounds = bounds
        # One more: what exceeds all of them.
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def cumulative(self) -> Iterator[tuple[str, float]]:
        """(bound, how many values did not exceed it), the last bound being "+Inf"."""
        names = [*(str(float(bound)) for bound in self.bounds), "+Inf"]
        return zip(names, map(float, accumulate(self.counts)), strict=True)
