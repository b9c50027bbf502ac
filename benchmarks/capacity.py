"""How many messages a second a server carries, found by bisection.

A server carries a rate if everything arrives and 99 of 100 deliveries take less than LIMIT_MS. The
rates that are tried are `steps` to an octave. Each is played shortly; the highest that holds is
then played for longer, and counts only if it holds again. What fails is tried once more, as other
programs may have been the reason.
"""

import sys
from collections.abc import Callable

from . import load
from .scenes import Figures, Staging
from .server import Failed, Server

LIMIT_MS = 100
# Past this much, what piled up would weigh on the next play.
FAR_MS = 500
# How many octaves from the first rate are looked at, down and up.
LOWEST, HIGHEST = -5, 7
# Seconds of a short and a long play, in full and quick; and how long is waited for what is missing.
SECONDS = ((3, 8), (2, 4))
DRAIN_S = 5
# With a new server it begins with two seconds at a quarter of the first rate, which nobody counts:
# what compiles while it runs has seen each kind of message then.
WARM_S, WARM_SHARE = 2, 0.25

Play = Callable[[float, bool], Figures]


def holds(figures: Figures) -> bool:
    """Whether a rate is carried."""
    arrived = not figures["missing"] and not figures["unacknowledged"]
    return arrived and figures["p99"] < LIMIT_MS


def fails_by_far(figures: Figures) -> bool:
    """Whether a server has fallen behind."""
    return bool(figures["missing"]) or figures["p99"] >= FAR_MS


class Search:
    """Looks for the highest rate that holds. `play(rate, long)` tries one."""

    def __init__(self, play: Play, first: float, steps: int) -> None:
        self._play, self._first, self._steps = play, first, steps
        self._held: dict[int, bool] = {}

    def run(self) -> Figures | None:
        """The figures of the long play at that rate; None if even the lowest does not hold.

        Whether a rate holds is asked of numbers: number n is the rate n steps above the first one.
        """
        low, high = self._octave()
        while high - low > 1:
            middle = (low + high) // 2
            if self._holds(middle):
                low = middle
            else:
                high = middle
        for number in range(low, LOWEST * self._steps - 1, -1):
            if self._holds(number) and (found := self._try(number, long=True)):
                return found
        return None

    def rate(self, number: int) -> float:
        """The rate of a number."""
        return round(self._first * 2 ** (number / self._steps))

    def _octave(self) -> tuple[int, int]:
        """Two numbers, an octave apart or less: the lower one holds, the other does not."""
        lowest, highest = LOWEST * self._steps, HIGHEST * self._steps
        low = 0
        while low >= lowest and not self._holds(low):
            low -= self._steps
        if low < lowest:
            return lowest - 1, lowest
        high = low + self._steps
        while high <= highest and self._holds(high):
            low, high = high, high + self._steps
        return low, min(high, highest + 1)

    def _holds(self, number: int) -> bool:
        if number not in self._held:
            self._held[number] = self._try(number, long=False) is not None
        return self._held[number]

    def _try(self, number: int, *, long: bool) -> Figures | None:
        for _ in range(2):
            figures = self._play(self.rate(number), long)
            if holds(figures):
                return figures
        return None


class Clients:
    """People in the rooms of a server, who say what they are asked to."""

    def __init__(self, server: Server, staging: Staging, first: float, *, quick: bool) -> None:
        self._server, self._staging, self._first = server, staging, first
        self._seconds = SECONDS[quick]
        self._generator: load.Generator | None = None

    def play(self, rate: float, long: bool) -> Figures:
        """Talk at this rate. If it was by far too much, server and people are new afterwards: the
        next one shall not have to do with what piled up. Raises Failed.
        """
        if self._generator is None:
            self._generator = self._arrive()
        found = load.figures_of(self._server, load.ask(self._generator, rate, self._seconds[long]))
        missing = f", {found['missing']:,.0f} missing" if found["missing"] else ""
        print(f"    {rate:,.0f}/s: p99 {found['p99']:,.0f} ms{missing}", file=sys.stderr)
        if fails_by_far(found):
            self.close()
        return found

    def _arrive(self) -> load.Generator:
        try:
            return self._come()
        except Failed:
            # One of a thousand who is lost on the way shall not end a search of minutes.
            self.close()
            return self._come()

    def _come(self) -> load.Generator:
        self._server.start()
        words = ("--senders", "2", "--rates", "-", "--drain", str(DRAIN_S))
        generator = load.launch(self._server, *load.shape(self._server, self._staging), *words)
        try:
            load.check(self._server, self._staging, load.read(generator))
            load.ask(generator, self._first * WARM_SHARE, WARM_S)
        except BaseException:
            load.end(generator)
            raise
        return generator

    def close(self) -> None:
        """Have everybody leave, and stop the server."""
        if self._generator is not None:
            load.end(self._generator)
            self._generator = None
        self._server.stop()
