"""All of a transaction or nothing of it, and what waits for the commit waits for it."""

import contextvars

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.harness.team import Team
from weconnect.engine.database.transactions import after_commit, db, end_reads, transaction
from weconnect.rooms.models import Room


class Broken(Exception):
    """Something that no transaction expects."""


def add(name: str) -> Room:
    room = Room(kind="public", name=name)
    db.session.add(room)
    db.session.flush()
    return room


def rooms() -> list[str]:
    return list(db.session.scalars(select(Room.name).order_by(Room.id)))


@transaction
def write(*names: str) -> None:
    for name in names:
        add(name)


def test_what_was_written_is_there_when_the_call_returns(app: Flask):
    write("one", "two")
    assert rooms() == ["one", "two"]


def test_a_reader_sees_its_own_writes_although_it_read_before(app: Flask):
    assert rooms() == []
    write("one")
    assert rooms() == ["one"]


def test_a_failure_takes_everything_back(app: Flask):
    @transaction
    def fail() -> None:
        add("one")
        raise Broken

    with pytest.raises(Broken):
        fail()
    assert rooms() == []
    write("two")
    assert rooms() == ["two"]


def test_a_transaction_in_a_transaction_is_a_part_of_it(app: Flask):
    @transaction
    def outer() -> None:
        write("inner")
        assert rooms() == ["inner"]
        raise Broken

    with pytest.raises(Broken):
        outer()
    assert rooms() == []


def test_a_failure_inside_that_the_outer_part_survives_is_still_one_commit(app: Flask):
    @transaction
    def outer() -> str:
        write("one")
        try:
            raise Broken
        except Broken:
            write("two")
        return "done"

    assert outer() == "done"
    assert rooms() == ["one", "two"]


def test_effects_come_after_the_commit_in_their_order(app: Flask):
    seen: list[object] = []

    @transaction
    def inner() -> None:
        add("two")
        after_commit(lambda: seen.append(("second", rooms())))

    @transaction
    def outer() -> None:
        add("one")
        after_commit(lambda: seen.append(("first", rooms())))
        inner()
        assert seen == []

    outer()
    assert seen == [("first", ["one", "two"]), ("second", ["one", "two"])]


def test_effects_of_what_was_taken_back_never_come(app: Flask):
    seen: list[str] = []

    @transaction
    def fail() -> None:
        after_commit(lambda: seen.append("told"))
        raise Broken

    with pytest.raises(Broken):
        fail()
    write("one")
    assert seen == []


def test_an_effect_that_fails_keeps_no_other_from_its_work(app: Flask):
    seen: list[str] = []

    def fail() -> None:
        raise Broken

    @transaction
    def work() -> str:
        add("one")
        after_commit(fail)
        after_commit(lambda: seen.append("told"))
        return "committed"

    assert work() == "committed"
    assert seen == ["told"]
    assert rooms() == ["one"]


def test_without_a_transaction_an_effect_comes_at_once(app: Flask):
    seen: list[str] = []
    after_commit(lambda: seen.append("told"))
    assert seen == ["told"]


def test_an_effect_may_write(app: Flask):
    @transaction
    def work() -> None:
        add("one")
        after_commit(lambda: write("two"))

    work()
    assert rooms() == ["one", "two"]


def test_sqlite_refuses_writes_outside_a_transaction(sqlite_app: Flask):
    with sqlite_app.app_context():
        db.session.add(Room(kind="public", name="sneaked in"))
        with pytest.raises(OperationalError, match="readonly"):
            db.session.commit()
        db.session.rollback()
        assert rooms() == []


def test_a_failed_statement_does_not_break_the_writer(app: Flask):
    @transaction
    def twice() -> None:
        db.session.add_all([Room(kind="direct", name="", direct_key="1,2") for _ in range(2)])
        db.session.flush()

    with pytest.raises(IntegrityError):
        twice()
    write("one")
    assert rooms() == ["one"]


def test_five_hundred_writers_and_as_many_readers_all_finish(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    # However slow the machine is.
    monkeypatch.setattr(db.engine.pool, "_timeout", 60)
    write("busy")

    @transaction
    def count_up() -> int:
        room = db.session.scalars(select(Room).with_for_update()).one()
        room.last_seq += 1
        return room.last_seq

    def look() -> int:
        return db.session.scalar(select(func.count()).select_from(Room)) or 0

    answers = team.together(*(call for _ in range(500) for call in (count_up, look)), patience=60)
    assert sorted(answers[0::2]) == list(range(1, 501))
    assert set(answers[1::2]) == {1}


def test_whoever_is_in_no_app_has_no_reads_to_end(app: Flask):
    assert rooms() == []
    contextvars.Context().run(end_reads)
    assert db.session.registry.has()
