"""On PostgreSQL transactions run side by side: one that lost a race is tried again."""

from collections.abc import Iterator

import pytest
from flask import Flask
from gevent.event import Event
from sqlalchemy import select, text

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from tests.harness.team import Team
from weconnect.engine.database import transactions as database
from weconnect.engine.database.transactions import after_commit, db, transaction
from weconnect.rooms.models import Room


@pytest.fixture
def team(_apps: Apps, tmp_path, postgres: Postgres) -> Iterator[Team]:
    with _apps.make(tmp_path, postgres) as app, app.app_context():
        yield Team(app)


@transaction
def make(*names: str) -> list[int]:
    made = [Room(kind="public", name=name) for name in names]
    db.session.add_all(made)
    db.session.flush()
    return [room.id for room in made]


def topics() -> set[str]:
    return set(db.session.scalars(select(Room.topic)))


class Meeting:
    """Two transactions that wait for each other once, and never again."""

    def __init__(self) -> None:
        self.here = {"left": Event(), "right": Event()}
        self.tries = {"left": 0, "right": 0}

    def come(self, side: str, other: str) -> None:
        self.tries[side] += 1
        self.here[side].set()
        self.here[other].wait()


def test_a_deadlock_ends_with_both_done(team: Team):
    one, two = make("one", "two")
    meeting = Meeting()
    told: list[str] = []

    @transaction
    def work(side: str, other: str, first: int, second: int) -> None:
        after_commit(lambda: told.append(side))
        db.session.get_one(Room, first).topic = side
        db.session.flush()
        meeting.come(side, other)
        db.session.get_one(Room, second).topic = side
        db.session.flush()

    results = team.together(
        lambda: work("left", "right", one, two), lambda: work("right", "left", two, one)
    )
    assert results == [None, None]
    # Once as a rule; but who tries again may be faster than who was waiting for the lock.
    one_try, more = sorted(meeting.tries.values())
    assert one_try == 1
    assert more > 1, "one of the two lost"
    assert sorted(told) == ["left", "right"], "what the lost attempt had to tell was not told"
    assert len(topics()) == 1, "the second one had the last word on both"


def test_a_serialisation_failure_ends_with_both_done(team: Team):
    (room,) = make("one")
    meeting = Meeting()

    @transaction
    def count(side: str, other: str) -> None:
        db.session.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        found = db.session.get_one(Room, room)
        meeting.come(side, other)
        found.last_seq += 1
        db.session.flush()

    assert team.together(lambda: count("left", "right"), lambda: count("right", "left")) == [
        None,
        None,
    ]
    assert db.session.scalar(select(Room.last_seq)) == 2


def test_whoever_loses_the_race_for_a_unique_key_sees_the_winner(team: Team):
    meeting = Meeting()

    @transaction
    def find_or_make(side: str, other: str) -> int:
        found = db.session.scalar(select(Room.id).where(Room.direct_key == "1,2"))
        meeting.come(side, other)
        if found is None:
            room = Room(kind="direct", name="", direct_key="1,2")
            db.session.add(room)
            db.session.flush()
            found = room.id
        return found

    left, right = team.together(
        lambda: find_or_make("left", "right"), lambda: find_or_make("right", "left")
    )
    assert left == right


def test_an_end_is_made_of_losing(team: Team):
    tries: list[int] = []

    @transaction
    def unlucky() -> None:
        tries.append(1)
        db.session.execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"))

    (error,) = team.together(unlucky)
    assert getattr(error.orig, "sqlstate", None) == "40001"
    assert len(tries) == database.ATTEMPTS


def test_an_error_that_is_no_lost_race_is_not_tried_again(team: Team):
    tries: list[int] = []

    @transaction
    def wrong() -> None:
        tries.append(1)
        db.session.execute(text("SELECT 1 / 0"))

    (error,) = team.together(wrong)
    assert getattr(error.orig, "sqlstate", None) == "22012"
    assert len(tries) == 1


WAITING = 200


def test_more_greenlets_than_connections_wait_for_their_turn(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    # However slow the machine is.
    monkeypatch.setattr(db.engine.pool, "_timeout", 60)
    (room,) = make("busy")

    @transaction
    def count_up() -> None:
        found = db.session.scalars(select(Room).where(Room.id == room).with_for_update()).one()
        found.last_seq += 1

    assert team.together(*[count_up] * WAITING, patience=60) == [None] * WAITING
    assert db.session.scalar(select(Room.last_seq)) == WAITING


def test_the_app_is_on_postgresql(team: Team):
    app: Flask = team.app
    assert database.writer_of(app) is None
