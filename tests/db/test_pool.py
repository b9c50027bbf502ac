"""The pool of connections keeps nobody waiting for ever, and lets nobody overtake."""

from collections.abc import Iterator
from functools import partial
from typing import Any, cast

import gevent
import pytest
from sqlalchemy import select, text

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from tests.harness.stage import Stage
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.engine.database.fair_pool import FairPool
from weconnect.engine.database.prepared import Prepared, read
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.realtime.hub import commands
from weconnect.engine.serving.health import why_not_ready
from weconnect.wire.errors import Unavailable

from .few_connections import POOL


@pytest.fixture
def team(_apps: Apps, tmp_path, postgres: Postgres) -> Iterator[Team]:
    with _apps.make(tmp_path, postgres, database_pool=POOL) as app, app.app_context():
        yield Team(app)


def test_whoever_has_a_connection_waits_for_no_second_one(team: Team):
    """Otherwise all who have one could wait, and nobody give any back."""
    one = Prepared(select(text("CAST(:n AS int)")))

    def ask_twice() -> Any:
        db.session.scalar(text("SELECT 1"))
        gevent.sleep(0.01)
        return read(one, {"n": 2})

    assert team.together(*[ask_twice] * POOL * 4) == [[(2,)]] * POOL * 4


def test_a_crowd_that_comes_into_a_room_in_the_same_moment_is_let_in(team: Team):
    ann = team.person("ann")
    crowd = team.crowd(40)
    room = team.room(ann, *crowd)
    stage = Stage(team.app)
    tabs = [stage.connect(one) for one in crowd]
    answers: list[str] = []

    def join(sid: str) -> None:
        commands.answer(stage.engine, "joinRoom", sid, [{"room": room}], answers.append)

    team.together(*[partial(join, one.sid) for one in tabs])
    assert [answer[:10] for answer in answers] == ['{"ok":true'] * len(crowd)


def hold_all(team: Team) -> "list[gevent.Greenlet[..., Any]]":
    held: list[object] = []

    def hold() -> None:
        with team.app.app_context():
            held.append(db.session.connection())
            gevent.sleep(60)

    holders = [gevent.spawn(hold) for _ in range(POOL)]
    eventually(lambda: len(held) == POOL, "all connections are lent")
    return holders


def test_waiting_ends_with_a_clear_answer(team: Team, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(db.engine.pool, "_timeout", 0.2)
    db.session.remove()
    holders = hold_all(team)
    answers = team.together(*[lambda: db.session.scalar(text("SELECT 1"))] * 20)
    assert [type(one) for one in answers] == [Unavailable] * 20
    assert answers[0].retry_after == 1
    gevent.killall(holders)
    assert team.together(*[lambda: db.session.scalar(text("SELECT 1"))] * 20) == [1] * 20


def test_nobody_is_overtaken(team: Team):
    """Some ask again and again; who asks once is served among the first all the same."""
    db.session.remove()
    order: list[str] = []
    end = False

    def ask(name: str) -> None:
        with team.app.app_context():
            db.session.execute(text("SELECT pg_sleep(0.01)"))
            order.append(name)

    def greedy() -> None:
        while not end:
            ask("greedy")

    crowd = [gevent.spawn(greedy) for _ in range(POOL * 4)]
    eventually(lambda: len(order) > POOL * 4, "each of them asks again and again")
    before = len(order)
    patient = [gevent.spawn(ask, "patient") for _ in range(5)]
    gevent.joinall(patient, timeout=20)
    end = True
    gevent.joinall(crowd, timeout=20)
    assert all(one.successful() for one in patient)
    last = max(index for index, name in enumerate(order) if name == "patient")
    # Those before them in the line and at a connection, they themselves: and as many to spare.
    assert last - before <= 2 * (POOL * 4 + 5)


def test_it_never_has_more_connections_than_it_may(team: Team):
    @transaction
    def count() -> int:
        counted = db.session.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_type = 'client backend'"
            )
        )
        return int(counted)

    counted = team.together(*[count] * 60)
    assert max(counted) <= POOL


def test_readiness_does_not_stand_in_line(team: Team):
    db.session.remove()
    greenlets = [gevent.spawn(_read, team) for _ in range(200)]
    line = cast(FairPool, db.engine.pool).queue
    eventually(lambda: len(line) > 20, "many stand in line")
    assert why_not_ready(team.app) is None
    assert len(line) > 20
    gevent.joinall(greenlets, timeout=60)


def _read(team: Team) -> None:
    with team.app.app_context():
        db.session.execute(text("SELECT pg_sleep(0.1)"))
