"""The search for a server's capacity: on servers that are made up, whose capacity is known."""

import random

import pytest

from benchmarks.capacity import HIGHEST, LIMIT_MS, LOWEST, Search, holds
from benchmarks.scenes import Figures

FIRST = 500.0


class MadeUp:
    """Carries `capacity` messages a second; past it latencies grow, then deliveries are missing.

    `noise`: how often a play is disturbed by something else, which makes it a little too slow.
    `tires`: what share of its capacity is left in a long play.
    """

    def __init__(self, capacity: float, *, noise: float = 0, tires: float = 1, seed: int = 1):
        self.capacity, self.noise, self.tires = capacity, noise, tires
        self.plays: list[tuple[float, bool]] = []
        self._chance = random.Random(seed)

    def play(self, rate: float, long: bool) -> Figures:
        self.plays.append((rate, long))
        load = rate / (self.capacity * (self.tires if long else 1))
        disturbed = self._chance.random() < self.noise
        p99 = 40.0 if load <= 1 else 1_000 * load
        if disturbed:
            p99 = max(p99, LIMIT_MS + 20)
        return {
            "rate": rate,
            "p99": p99,
            "missing": 0 if load < 2 else rate,
            "unacknowledged": 0,
        }


def found(server: MadeUp, steps: int = 8) -> float:
    result = Search(server.play, FIRST, steps).run()
    assert result is not None
    assert holds(result)
    return result["rate"]


@pytest.mark.parametrize("steps", [1, 4, 8])
@pytest.mark.parametrize("capacity", [20, 130, 499, 500, 777, 1_500, 3_500, 60_000])
def test_it_finds_what_the_server_carries_to_within_a_step(capacity: int, steps: int):
    rate = found(MadeUp(capacity), steps)
    assert rate <= capacity < rate * 2 ** (1 / steps) * 1.01 + 1


def test_it_takes_few_plays():
    server = MadeUp(3_500)
    found(server)
    # Three octaves up, three halvings, and the long one: 4,000 and 3,668 fail, each twice.
    assert len(server.plays) == 10


def test_a_rate_counts_only_if_it_held_twice_and_once_for_long():
    server = MadeUp(3_500)
    rate = found(server)
    assert (rate, False) in server.plays
    assert server.plays[-1] == (rate, True)


def test_who_tires_counts_for_what_they_carry_for_long():
    rate = found(MadeUp(4_000, tires=0.7))
    assert rate <= 2_800 < rate * 2 ** (1 / 8) + 1


@pytest.mark.parametrize("seed", range(20))
def test_a_little_noise_takes_away_half_at_most(seed: int):
    """One play in ten is disturbed. Two disturbed in a row cost what lies above that rate."""
    assert 1_750 < found(MadeUp(3_500, noise=0.1, seed=seed)) <= 3_500


def test_noise_hardly_matters_in_the_median():
    rates = sorted(found(MadeUp(3_500, noise=0.1, seed=seed)) for seed in range(21))
    assert rates[10] == found(MadeUp(3_500))


def test_a_standstill_costs_nothing():
    """The first play meets one of a second, of which the server is innocent."""
    server = MadeUp(3_500)
    quiet, played = found(MadeUp(3_500)), server.play

    def play(rate: float, long: bool) -> Figures:
        figures = played(rate, long)
        return figures | {"p99": 1_200.0} if len(server.plays) == 1 else figures

    result = Search(play, FIRST, 8).run()
    assert result is not None
    assert result["rate"] == quiet


def test_it_ends_whatever_the_server_does():
    """Nothing holds, or everything: it is bounded on both sides."""
    nothing = MadeUp(0.001)
    assert Search(nothing.play, FIRST, 8).run() is None
    assert min(rate for rate, _ in nothing.plays) == round(FIRST * 2**LOWEST)
    everything = MadeUp(1e9)
    assert found(everything) == FIRST * 2**HIGHEST
    assert len(everything.plays) < 20


@pytest.mark.parametrize(
    ("wrong", "value"), [("missing", 1), ("missing", -1), ("unacknowledged", 1), ("p99", LIMIT_MS)]
)
def test_what_holds_is_complete_acknowledged_and_in_time(wrong: str, value: float):
    right: Figures = {"missing": 0, "unacknowledged": 0, "p99": LIMIT_MS - 1}
    assert holds(right)
    assert not holds(right | {wrong: value})
