"""A native thread at the side of the event loop: one piece of work after the other."""

import time
from functools import partial
from pathlib import Path

import gevent
import pytest
from gevent import monkey
from gevent.event import Event

from tests.harness.waiting import eventually
from weconnect.engine.concurrency.native_thread import Thread

block = monkey.get_original("time", "sleep")
native_id = monkey.get_original("_thread", "get_native_id")


@pytest.fixture
def thread():
    thread = Thread()
    yield thread
    thread.kill()


def test_work_runs_elsewhere_and_its_result_comes_back(thread):
    ran_in = thread.run(native_id)
    assert ran_in != native_id()
    assert thread.run(native_id) == ran_in


def test_what_it_raises_is_raised_in_the_caller(thread):
    with pytest.raises(ZeroDivisionError):
        thread.run(lambda: 1 // 0)
    assert thread.run(lambda: "goes on") == "goes on"


def test_others_go_on_while_it_blocks(thread):
    steps: list[float] = []

    def step():
        while len(steps) < 5:
            steps.append(time.monotonic())
            gevent.sleep(0.001)

    others = gevent.spawn(step)
    thread.run(lambda: block(0.2))
    assert len(steps) == 5
    others.join()


def test_work_of_many_greenlets_is_done_in_turn(thread):
    done = []
    running = [0]

    def work(number: int) -> int:
        running[0] += 1
        block(0.0001)
        done.append((number, running[0]))
        running[0] -= 1
        return number * 2

    calls = [gevent.spawn(thread.run, partial(work, number)) for number in range(100)]
    assert [call.get(timeout=20) for call in calls] == [number * 2 for number in range(100)]
    assert done == [(number, 1) for number in range(100)]


def test_who_no_longer_waits_disturbs_nobody(thread):
    begun = Event()

    def wait():
        begun.set()
        thread.run(lambda: block(0.05))

    waiting = gevent.spawn(wait)
    begun.wait()
    waiting.kill()
    assert thread.run(lambda: "next") == "next"


def test_the_loop_need_not_go_on_for_it_when_nobody_waits(thread):
    waiting = gevent.spawn(thread.run, lambda: block(0.05))
    eventually(lambda: thread._watcher is not None and thread._watcher.ref)
    waiting.join()
    assert not thread._watcher.ref


def test_when_killed_its_native_thread_ends_after_what_it_had_to_do():
    thread = Thread()
    task = Path(f"/proc/self/task/{thread.run(native_id)}")
    assert task.exists()
    thread.kill()
    thread.kill()
    eventually(lambda: not task.exists(), "the thread ends")
