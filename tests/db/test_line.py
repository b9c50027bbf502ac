"""Connections are lent in the order of asking, and nobody waits for ever."""

import time
from typing import Any

import gevent
import pytest

from weconnect.engine.concurrency.fair_queue import FairQueue, first_in_line, last_in_line
from weconnect.wire.errors import Unavailable


class Queue:
    """People who stand in a line and write down when it was their turn."""

    def __init__(self, places: int) -> None:
        self.line = FairQueue(places)
        self.served: list[str] = []

    def stand(
        self, name: str, *, urgent: bool = False, stranger: bool = False
    ) -> "gevent.Greenlet[..., Any]":
        turn = self._urgent if urgent else self._stranger if stranger else self._turn
        greenlet = gevent.spawn(turn, name)
        gevent.sleep(0)
        return greenlet

    def _urgent(self, name: str) -> None:
        with first_in_line():
            self._turn(name)

    def _stranger(self, name: str) -> None:
        with last_in_line():
            self._turn(name)

    def _turn(self, name: str) -> None:
        self.line.enter(10)
        self.served.append(name)
        self.line.leave()


def test_the_order_of_asking_is_the_order_of_getting():
    queue = Queue(1)
    queue.line.enter(0)
    waiting = [queue.stand(str(number)) for number in range(20)]
    assert len(queue.line) == 20
    queue.line.leave()
    gevent.joinall(waiting, timeout=10)
    assert queue.served == [str(number) for number in range(20)]


def test_whoever_gives_back_and_asks_again_overtakes_nobody():
    queue = Queue(1)
    queue.line.enter(0)
    first, second = queue.stand("first"), queue.stand("second")
    queue.line.leave()
    queue.line.enter(10)
    assert queue.served == ["first", "second"]
    queue.line.leave()
    gevent.joinall([first, second], timeout=10)


def test_what_is_urgent_goes_first_and_what_follows_does_not():
    queue = Queue(1)
    queue.line.enter(0)
    waiting = [queue.stand("one"), queue.stand("log", urgent=True), queue.stand("two")]
    queue.line.leave()
    gevent.joinall(waiting, timeout=10)
    assert queue.served == ["log", "one", "two"]


def test_the_end_of_patience_is_an_answer_and_takes_no_place():
    line = FairQueue(1)
    line.enter(0)
    with pytest.raises(Unavailable):
        line.enter(0.01)
    assert len(line) == 0
    line.leave()
    line.enter(0)
    with pytest.raises(Unavailable):
        line.enter(0)


@pytest.mark.parametrize("handed_over", [False, True])
def test_who_is_ended_while_waiting_takes_no_place(handed_over: bool):
    queue = Queue(1)
    queue.line.enter(0)
    ended, next_one = queue.stand("ended"), queue.stand("next")
    if handed_over:
        queue.line.leave()
        ended.kill(block=False)
    else:
        gevent.kill(ended)
        queue.line.leave()
    gevent.joinall([ended, next_one], timeout=10)
    assert queue.served[-1] == "next"
    queue.line.enter(0)


def test_strangers_stand_behind_everybody():
    queue = Queue(1)
    queue.line.enter(0)
    stranger = queue.stand("stranger", stranger=True)
    others = [queue.stand("one"), queue.stand("log", urgent=True), queue.stand("two")]
    queue.line.leave()
    gevent.joinall([stranger, *others], timeout=10)
    assert queue.served == ["log", "one", "two", "stranger"]


def test_a_place_that_comes_in_the_last_moment_is_not_lost():
    queue = FairQueue(1)
    queue.enter(0)

    def wait(patience: float) -> bool:
        try:
            queue.enter(patience)
        except Unavailable:
            return False
        queue.leave()
        return True

    def work(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pass

    first, second = gevent.spawn(wait, 0.05), gevent.spawn(wait, 10)
    gevent.sleep(0)
    # The place comes, and patience runs out while there is so much to do that nobody is woken.
    gevent.spawn(queue.leave)
    busy = [gevent.spawn(work, 0.002) for _ in range(200)]
    gevent.joinall([first, second], raise_error=True)
    gevent.joinall(busy, raise_error=True)

    assert first.value
    assert second.value
    queue.enter(0)
