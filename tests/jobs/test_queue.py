"""Jobs on each kind of database: asked for, taken, kept, let go of, given up."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import gevent
import pytest
from flask import Flask
from gevent.event import Event
from sqlalchemy import func, select

from tests.harness.waiting import eventually
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs import due, leases, queue, runner, standing
from weconnect.engine.jobs.clock import moment
from weconnect.engine.jobs.leases import Leased
from weconnect.engine.jobs.models import jobs
from weconnect.engine.jobs.queue import JOBS, Again, Job, Payload, enqueue
from weconnect.engine.jobs.runner import runner_of
from weconnect.rooms.models import Room

KINDS = {"try": 1000}


@pytest.fixture(autouse=True)
def handled(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Payload]:
    """What the handler of the kind "try", the only one, was called with."""
    calls: list[Payload] = []
    monkeypatch.setitem(app.extensions, JOBS.name, {"try": Job("try", calls.append)})
    return calls


@pytest.fixture
def handle(app: Flask) -> Callable[[queue.Handler], None]:
    """Have something else done for the kind "try"."""
    return lambda handler: JOBS.of(app).update({"try": Job("try", handler)})


@pytest.fixture
def running(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[runner.Runner]:
    """The runner of the app at work: it learns of nothing but by being woken."""
    monkeypatch.setattr(runner, "POLL_S", 1000.0)
    monkeypatch.setattr(runner, "FIRST_LOOK_S", 0.0)
    own = runner_of(app)
    own.start()
    yield own
    own.stop()


def table(*columns: str) -> list[Any]:
    """All jobs, by their ids."""
    db.session.remove()
    rows = db.session.execute(select(*(jobs.c[one] for one in columns)).order_by(jobs.c.id))
    found = [tuple(row) for row in rows]
    db.session.remove()
    return found


def take(who: str = "one", most: int = 10) -> list[Leased]:
    return leases.take(who, KINDS, most)


def counts() -> dict[str, int]:
    found: dict[str, int] = {
        state: number for state, number in standing.standing().counts.items() if number
    }
    db.session.remove()
    return found


def test_a_job_is_there_if_what_it_belongs_to_is(app):
    @transaction
    def make_room(*, fail: bool) -> None:
        db.session.add(Room(kind="public", name="Roof", topic=""))
        enqueue("try", {"room": "Roof"})
        if fail:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        make_room(fail=True)
    assert table("id") == []
    make_room(fail=False)
    assert table("kind", "payload") == [("try", '{"room":"Roof"}')]
    assert db.session.scalar(select(func.count()).select_from(Room)) == 1


def test_what_nobody_does_or_is_too_long_is_refused(app):
    with pytest.raises(LookupError):
        enqueue("trz")
    with pytest.raises(ValueError, match="too much"):
        enqueue("try", {"text": "x" * queue.LONGEST_PAYLOAD})
    with pytest.raises(ValueError, match="too much"):
        enqueue("try", key="x" * (queue.LONGEST_KEY + 1))
    assert table("id") == []


def test_of_one_key_one_waits_and_one_runs(app):
    enqueue("try", {"number": 1}, key="k", delay=1000)
    assert take() == []
    # The earlier time counts, and otherwise the first.
    enqueue("try", {"number": 2}, key="k")
    enqueue("try", {"number": 3}, key="k", delay=1000)
    (first,) = take()
    assert json.loads(first.payload) == {"number": 1}

    for number in (4, 5):
        enqueue("try", {"number": number}, key="k")
    enqueue("try", {"number": 6}, key="another")
    assert [json.loads(one.payload)["number"] for one in take("two")] == [6]
    until_due = leases.seconds_until_due(["try"])
    assert until_due
    assert until_due > leases.LEASE_S / 2
    leases.finish("one", first, None)
    assert [json.loads(one.payload)["number"] for one in take("two")] == [4]


@pytest.mark.parametrize("behind_s", [60.0, -60.0])
def test_a_moment_is_waited_for_by_the_clock_of_the_database(app, monkeypatch, behind_s):
    def behind(seconds: float = 0.0) -> Any:
        return moment(seconds - behind_s)

    monkeypatch.setattr(due, "moment_now", behind)
    monkeypatch.setattr(queue, "moment", behind)
    wanted = now() + timedelta(hours=1)
    transaction(due.wake_at)("try", wanted)
    ((due_at,),) = table("due_at")
    assert abs((due_at - wanted).total_seconds()) < 10


def test_without_a_key_each_is_a_job_of_its_own(app):
    for _ in range(3):
        enqueue("try")
    one, two, three = take()
    leases.fail("one", one, "no")
    leases.hand_back("one", [two])
    leases.finish("one", three, Again(0))
    assert len(table("id")) == 3
    assert counts() == {"waiting": 2, "failed": 1}


def test_several_servers_take_different_ones_and_the_first_come_first(app, team):
    for number in range(30):
        enqueue("try", {"number": number}, delay=-number)

    takers = [lambda who=who: leases.take(who, KINDS, 5) for who in ("a", "b", "c", "d")]
    taken = [job for found in team.together(*takers) for job in found]

    assert len({job.id for job in taken}) == len(taken) >= 5
    rest = take("e", 30)
    numbers = [json.loads(job.payload)["number"] for job in rest]
    assert numbers == sorted(numbers, reverse=True)
    assert len(rest) + len(taken) == 30


def test_of_one_kind_so_many_are_taken_as_there_is_room_for(app):
    for number in range(4):
        enqueue("try", {"number": number}, delay=number - 10)
    assert len(leases.take("one", {"try": 2}, 4)) == 2
    assert [json.loads(one.payload)["number"] for one in take("two")] == [2, 3]


def test_slow_jobs_leave_a_place_to_quick_ones(app, running, handled):
    go_on = Event()
    begun: list[Payload] = []

    def hold(payload: Payload) -> None:
        begun.append(payload)
        go_on.wait(60)

    JOBS.of(app)["slow"] = Job("slow", hold)
    for number in range(runner.MOST + 1):
        enqueue("slow", {"number": number})
    eventually(lambda: len(begun) == runner.MOST - 1, "as many begin as may")

    enqueue("try")
    eventually(lambda: handled, "the quick one is done")

    assert len(begun) == runner.MOST - 1, "and no further slow one was begun in its place"
    go_on.set()
    eventually(lambda: running.done["slow"] == runner.MOST + 1, "all are done")


def test_two_handlers_of_a_kind_are_refused(app):
    twice = [Job("twice", lambda _payload: None)] * 2
    with pytest.raises(RuntimeError, match="twice has a handler already"):
        runner.init_app(app, twice)


def test_when_a_lease_is_over_another_server_has_the_job(app, monkeypatch):
    enqueue("try")
    (kept,) = take("one")
    assert take("two") == []
    assert leases.renew("one", [kept.id, 4711]) == {kept.id}
    monkeypatch.setattr(leases, "LEASE_S", 0.0)
    leases.renew("one", [kept.id])
    monkeypatch.undo()

    (lost,) = take("two")

    assert (lost.id, lost.attempts) == (kept.id, 2)
    # Whatever the first one still says changes nothing.
    assert leases.renew("one", [kept.id]) == set()
    leases.finish("one", kept, None)
    leases.finish("one", kept, Again(0, {"changed": True}))
    leases.fail("one", kept, "no")
    leases.hand_back("one", [kept])
    assert table("leased_by", "payload", "last_error") == [("two", "{}", leases.LOST)]
    leases.finish("two", lost, None)
    assert table("id") == []


def test_what_failed_comes_again_later_and_later_and_is_given_up(app, monkeypatch):
    monkeypatch.setattr(leases, "FIRST_RETRY_S", 0.0)
    enqueue("try", key="k")
    for attempt in range(1, leases.ATTEMPTS + 1):
        (job,) = take()
        assert job.attempts == attempt
        assert leases.fail("one", job, f"failure {attempt}") == (attempt < leases.ATTEMPTS)
        assert counts() == {"failed" if attempt < leases.ATTEMPTS else "dead": 1}
    assert take() == []
    assert leases.seconds_until_due(["try"]) is None
    assert table("last_error") == [(f"failure {leases.ATTEMPTS}",)]

    # It is in nobody's way, and may be tried again.
    enqueue("try", key="k", delay=1000)
    assert standing.retry([4711]) == 0
    assert standing.retry() == 1
    assert counts() == {"waiting": 1}, "the same was to be done anyway"


def test_the_pauses_grow_to_an_hour_and_are_not_the_same_for_all():
    for attempts in range(1, leases.ATTEMPTS + 1):
        longest = min(leases.LATEST_RETRY_S, leases.FIRST_RETRY_S * 2 ** (attempts - 1))
        found = {leases.retry_after(attempts) for _ in range(50)}
        assert len(found) > 1
        assert longest / 2 <= min(found) <= max(found) <= longest


def test_what_ends_its_server_each_time_waits_longer_and_longer_and_is_given_up(app, monkeypatch):
    monkeypatch.setattr(leases, "LEASE_S", 0.0)
    pauses = []

    def retry_after(attempts: int) -> float:
        pauses.append(attempts)
        return 0.0

    monkeypatch.setattr(leases, "retry_after", retry_after)
    enqueue("try")
    taken = 0
    while counts() != {"dead": 1}:
        taken += len(take())
    assert taken == leases.ATTEMPTS
    # The first loss may be the server's own.
    assert pauses == list(range(1, leases.ATTEMPTS - 1))


def test_one_that_failed_gives_way_to_the_same_that_waits(app):
    enqueue("try", {"number": 1}, key="k")
    (job,) = take()
    enqueue("try", {"number": 2}, key="k")
    leases.fail("one", job, "no")

    assert table("payload", "attempts", "last_error") == [('{"number":2}', 1, "no")]
    assert take() == [], "nobody gets around the pause"
    enqueue("try", {"number": 3}, key="k")
    assert take() == []


def test_only_the_newest_of_those_given_up_are_kept(app, monkeypatch):
    monkeypatch.setattr(leases, "DEAD_KEPT", 3)
    monkeypatch.setattr(leases, "ATTEMPTS", 1)
    for number in range(5):
        enqueue("try", {"number": number})
        for job in take():
            leases.fail("one", job, "no")
    enqueue("try", {"number": 5})

    assert [json.loads(one.payload)["number"] for one in standing.dead(9)] == [4, 3, 2]
    assert standing.drop([one.id for one in standing.dead(2)]) == 2
    assert counts() == {"waiting": 1, "dead": 1}


def test_what_a_newer_version_asks_for_is_left_to_it(app):
    enqueue("try")
    assert leases.seconds_until_due(["other"]) is None
    assert leases.take("one", {"other": 1}, 1) == []
    assert standing.of_nobody() == set()
    del JOBS.of(app)["try"]
    assert standing.of_nobody() == {"try"}


def test_a_runner_is_woken_and_does_what_was_asked_for(app, running, handled):
    @transaction
    def change() -> None:
        for number in range(20):
            enqueue("try", {"number": number})

    change()
    eventually(lambda: running.done["try"] == 20, "all are done")
    assert sorted(one["number"] for one in handled) == list(range(20))
    assert table("id") == []


def test_it_comes_again_with_what_it_says_in_the_place_of_itself(app, running, handle):
    seen: list[tuple[Payload, list[Any]]] = []

    def step(payload: Payload) -> Again | None:
        seen.append((payload, table("key", "attempts")))
        number = payload["number"] + 1
        return Again(0.0, {"number": number}) if number < 4 else None

    handle(step)
    enqueue("try", {"number": 1}, key="only")
    eventually(lambda: running.done["try"] == 3, "all steps are done")

    assert seen == [({"number": number}, [("only", 1)]) for number in (1, 2, 3)]
    assert table("id") == []


def test_who_asks_at_each_step_does_not_make_it_begin_anew(app, running, handle):
    seen: list[int] = []
    most = 50

    def step(payload: Payload) -> Again | None:
        seen.append(payload["number"])
        if len(seen) < most and payload["number"] < 4:
            # Somebody asks while it runs.
            enqueue("try", {"number": 1}, key="only")
        return Again(0.0, {"number": payload["number"] + 1}) if payload["number"] < 4 else None

    handle(step)
    enqueue("try", {"number": 1}, key="only")
    eventually(lambda: seen.count(4) == 2, "it comes to its end, and begins once more")

    assert seen[:8] == [1, 2, 3, 4] * 2


def test_between_two_steps_it_is_nobodys_and_keeps_its_place(app):
    enqueue("try", {"number": 1}, key="k")
    (first,) = take()
    enqueue("try", {"number": 2}, key="k")
    leases.finish("one", first, Again(1000.0, {"step": 2}))
    assert take("two") == [], "what was asked for waits for the last step"

    (step,) = table("id")[:1]
    soon(step[0])
    (second,) = take("two")
    assert json.loads(second.payload) == {"step": 2}
    assert table("attempts", "last_error") == [(1, None), (0, None)], "nobody has lost it"
    # Without a step to keep, what was asked for comes in its place.
    leases.finish("two", second, Again(1000.0))
    assert table("payload", "leased_by") == [('{"number":2}', None)]


def test_what_is_done_every_so_often_comes_back_by_itself_once_for_all_servers(
    app, handled, monkeypatch
):
    JOBS.of(app)["try"] = Job("try", handled.append, every=0.001)
    for _ in range(2):
        queue.plan()
    assert table("kind", "key") == [("try", queue.PERIODIC)]

    own = runner_of(app)
    monkeypatch.setattr(runner, "FIRST_LOOK_S", 0.0)
    own.start()
    eventually(lambda: len(handled) > 3, "it comes back")
    own.stop()
    assert counts() in ({"waiting": 1}, {"running": 1})


def test_what_was_given_up_comes_back_when_a_server_starts(app, monkeypatch):
    JOBS.of(app)["try"] = Job("try", lambda _payload: None, every=1000.0)
    monkeypatch.setattr(leases, "ATTEMPTS", 1)
    queue.plan()
    (job,) = take()
    queue.plan()
    leases.fail("one", job, "no")
    assert counts() == {"dead": 1}

    queue.plan()
    assert counts() == {"dead": 1, "waiting": 1}


def test_what_takes_too_long_is_ended_and_has_failed(app, running, handle, monkeypatch):
    monkeypatch.setattr(runner, "LONGEST_S", 0.01)
    handle(lambda _payload: gevent.sleep(1000))
    enqueue("try")
    eventually(lambda: counts() == {"failed": 1}, "it has failed")
    assert table("last_error") == [("Timeout: 0.01 seconds",)]


def test_at_the_end_of_its_server_a_job_is_as_if_nobody_had_begun(
    app, running, handle, monkeypatch
):
    # What it has on a disk that is busy with other tests.
    monkeypatch.setattr(runner, "STOP_S", 4.0)
    begun = Event()

    def go_on_for_ever(_payload: Payload) -> None:
        begun.set()
        gevent.sleep(1000)

    handle(go_on_for_ever)
    enqueue("try")
    begun.wait(60)

    running.stop()

    assert table("leased_by", "attempts") == [(None, 0)]
    assert len(take("another")) == 1


def test_who_has_lost_a_job_stops_doing_it(app, running, handle, monkeypatch):
    begun, ended = Event(), Event()

    def go_on_for_ever(_payload: Payload) -> None:
        begun.set()
        try:
            gevent.sleep(1000)
        finally:
            ended.set()

    handle(go_on_for_ever)
    enqueue("try")
    begun.wait(60)
    steal()

    monkeypatch.setattr(leases, "LEASE_S", 0.0)
    running.wake()

    assert ended.wait(60)
    eventually(lambda: not running._greenlets, "it knows")
    assert table("leased_by") == [("another",)]


def test_what_runs_stays_its_own_while_it_cannot_look_for_more(app, running, handle, monkeypatch):
    begun, go_on = Event(), Event()

    def hold(_payload: Payload) -> None:
        begun.set()
        go_on.wait(60)

    handle(hold)
    enqueue("try")
    begun.wait(60)
    (before,) = table("due_at")
    monkeypatch.setattr(leases, "LEASE_S", 0.3)
    monkeypatch.setattr(leases, "seconds_until_due", lambda _kinds: 1 / 0)

    running.wake()
    eventually(lambda: table("due_at") < [before], "it has the short lease")
    (short,) = table("due_at")
    eventually(lambda: table("due_at") > [short], "and has it again")
    go_on.set()
    eventually(lambda: running.done["try"] == 1, "it is done")


@transaction
def soon(job: int) -> None:
    db.session.execute(jobs.update().where(jobs.c.id == job).values(due_at=moment()))


@transaction
def steal() -> None:
    db.session.execute(jobs.update().values(leased_by="another"))


def test_with_nothing_to_do_it_asks_as_seldom_as_it_can(app):
    own = runner_of(app)
    assert own._take() == runner.POLL_S
    enqueue("try", delay=3)
    assert 1 < own._take() <= 3
    enqueue("try", delay=1000)
    assert own._take() <= 3
