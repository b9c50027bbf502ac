"""Small commits are made in the event loop while the disk is quick, and else hold nobody up."""

import random
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from weconnect.engine.database.adaptive_commit import DISTRUST_S, SHARE, SLOW_S, AdaptiveCommit

QUICK_S = 0.0001


class Disk:
    """A disk whose syncs take `sync_s`, and the time that passes by them and between them."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sync_s = QUICK_S
        # When the event loop was held up by a sync, and for how long.
        self.held: list[tuple[float, float]] = []
        self._in_thread = False
        self.commits = AdaptiveCommit(self)  # type: ignore[arg-type]

    def run(self, work: Callable[[], Any]) -> Any:
        """As the writer's thread."""
        self._in_thread = True
        try:
            return work()
        finally:
            self._in_thread = False

    def sync(self) -> None:
        if not self._in_thread:
            self.held.append((self.now, self.sync_s))
        self.now += self.sync_s

    def write_for(self, seconds: float, per_second: float) -> None:
        """Commit so often for so long, or as often as the disk lets one."""
        end = self.now + seconds
        while self.now < end:
            began = self.now
            self.commits.run(self.sync)
            self.now = max(self.now, began + 1 / per_second)

    def held_within(self, seconds: float) -> float:
        """The most that the loop was held up within any so many seconds."""
        return max(
            (
                sum(took for at, took in self.held if start <= at < start + seconds)
                for start, _ in self.held
            ),
            default=0.0,
        )


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(time, "perf_counter", lambda: disk.now)
    return disk


def test_where_much_is_written_to_a_quick_disk_the_loop_commits(disk: Disk):
    disk.write_for(1, per_second=500)
    before = disk.commits.in_thread
    disk.write_for(10, per_second=500)
    assert disk.commits.in_thread == before
    assert before < 60


def test_where_little_is_written_nobody_knows_how_quick_it_is(disk: Disk):
    disk.write_for(60, per_second=20)
    assert not disk.held
    disk.write_for(5, per_second=500)
    held = len(disk.held)
    # After a pause too.
    disk.now += 5
    disk.write_for(1, per_second=40)
    assert len(disk.held) == held


@pytest.mark.parametrize("sync_ms", [1, 10, 100, 1000])
@pytest.mark.parametrize("per_second", [100, 500, 5000])
def test_a_disk_that_becomes_slow_without_warning_holds_up_the_loop_once(
    disk: Disk, sync_ms: int, per_second: int
):
    disk.write_for(5, per_second)
    disk.held.clear()
    disk.sync_s = sync_ms / 1000
    disk.write_for(DISTRUST_S - 1, per_second)
    # Once if one feels it; otherwise for a part of the time.
    assert disk.held_within(0.5) <= SHARE * 0.5 + max(disk.sync_s, 2 * SLOW_S)
    if disk.sync_s > SLOW_S:
        assert len(disk.held) <= 1


def test_it_is_trusted_again_after_a_while(disk: Disk):
    disk.write_for(5, per_second=500)
    disk.sync_s = 1.0
    disk.write_for(3, per_second=500)
    disk.sync_s = QUICK_S
    disk.held.clear()
    disk.write_for(DISTRUST_S - 5, per_second=500)
    assert not disk.held
    disk.write_for(10, per_second=500)
    assert disk.held


def test_a_disk_that_hesitates_now_and_then_is_felt_once_a_minute_at_most(
    monkeypatch: pytest.MonkeyPatch, long: bool
):
    for seed in range(20 if long else 4):
        chance, disk = random.Random(seed), Disk()
        monkeypatch.setattr(time, "perf_counter", lambda disk=disk: disk.now)
        for _ in range(40):
            disk.sync_s = chance.choice([QUICK_S, QUICK_S, 0.0005, 0.05, 0.3])
            disk.write_for(chance.uniform(0.01, 20), per_second=chance.choice([100, 500, 2000]))
        slow = [at for at, took in disk.held if took > SLOW_S]
        assert all(later - at >= DISTRUST_S for at, later in pairwise(slow))


def test_a_disk_that_dies_slowly_holds_up_the_loop_once(disk: Disk):
    def fail() -> None:
        disk.sync()
        raise OSError("input/output error")

    disk.write_for(5, per_second=500)
    disk.held.clear()
    disk.sync_s = 0.3
    for _ in range(3):
        with pytest.raises(OSError, match="error"):
            disk.commits.run(fail)
    assert len(disk.held) == 1


def test_what_the_disk_raises_comes_out(disk: Disk):
    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        disk.commits.run(fail)
    disk.write_for(5, per_second=500)
    with pytest.raises(OSError, match="full"):
        disk.commits.run(fail)
