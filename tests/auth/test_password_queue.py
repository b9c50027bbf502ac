"""Passwords are checked in turn: one who asks for much leaves room for others."""

from collections import Counter

import gevent
from gevent.event import Event

from weconnect.engine.concurrency.offload import Offload
from weconnect.wire.errors import Unavailable


def test_one_who_asks_for_much_leaves_room_for_others(sqlite_app):
    queue = Offload(threads=2, waiting=38, retry_after=3)
    served: list[str] = []
    end = Event()

    def job(who: str, until: Event | None = None) -> str:
        with sqlite_app.app_context():
            try:
                with queue.turn(who):
                    served.append(who)
                    if until:
                        until.wait()
            except Unavailable:
                return "turned away"
            return "served"

    greedy = [gevent.spawn(job, "greedy", end) for _ in range(30)]
    gevent.sleep(0)
    # One thread, and a quarter of the places: the others are told to come back.
    assert served == ["greedy"]
    others = [gevent.spawn(job, f"other {number}") for number in range(10)]
    gevent.joinall(others, raise_error=True)
    assert [one.value for one in others] == ["served"] * 10
    end.set()
    gevent.joinall(greedy, raise_error=True)

    assert Counter(one.value for one in greedy) == {"served": 11, "turned away": 19}
    assert queue.jobs == 0
    assert not queue._lines
    assert not queue._running


def test_those_who_wait_take_turns(sqlite_app):
    queue = Offload(threads=1, waiting=39, retry_after=3)
    served: list[str] = []
    first = Event()

    def job(who: str) -> None:
        with sqlite_app.app_context(), queue.turn(who):
            first.wait()
            served.append(who)

    jobs = [gevent.spawn(job, who) for who in ["a"] * 5 + ["b"] * 3 + ["c"]]
    gevent.sleep(0)
    first.set()
    gevent.joinall(jobs, raise_error=True)

    assert "".join(served) == "aabcababa"
    assert queue.jobs == 0


def test_who_gives_up_waiting_is_in_nobodys_way(sqlite_app):
    queue = Offload(threads=1, waiting=39, retry_after=3)
    end = Event()

    def job(who: str) -> None:
        with sqlite_app.app_context(), queue.turn(who):
            end.wait()

    running, waiting = (gevent.spawn(job, who) for who in "ab")
    gevent.sleep(0)
    waiting.kill()
    end.set()
    running.get()

    with sqlite_app.app_context(), queue.turn("c"):
        assert queue.jobs == 1
    assert not queue._lines
    assert not +queue._running
