"""Read marks of a crowd are written together, and stand where they should."""

from contextlib import suppress
from unittest import mock

import gevent
import pytest
from flask import Flask

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages import read_marks, unread
from weconnect.rooms.models import Membership
from weconnect.wire.errors import NotFound, Unavailable


@pytest.fixture
def team(sqlite_app: Flask):
    """What is gathered is gathered in memory: one kind of database will do."""
    with sqlite_app.app_context():
        yield Team(sqlite_app)


@pytest.fixture
def stage(team: Team) -> Stage:
    return Stage(team.app)


def standing(result: read_marks.Result) -> read_marks.Standing:
    found = result.get()
    assert found
    return found


def test_a_crowd_that_reads_a_message_shares_transactions(team: Team, monkeypatch):
    ann = team.person("ann")
    crowd = team.crowd(40)
    room = team.room(ann, *crowd)
    team.say(ann, room)
    write = mock.Mock(wraps=read_marks._write)
    monkeypatch.setattr(read_marks, "_write", write)

    results = [unread.submit_mark(person, room, 1) for person in crowd]

    assert [standing(result).read_seq for result in results] == [1] * 40
    sizes = [len(call.args[0]) for call in write.call_args_list]
    assert sum(sizes) == 40
    assert len(sizes) < 5
    assert [team.unread(person, room) for person in crowd] == [(0, 0)] * 40


def test_two_tabs_that_report_at_once_both_hear_where_the_mark_stands(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for _ in range(3):
        team.say(ann, room)
    first, second, third = stage.connect(bo), stage.connect(bo), stage.connect(bo)
    stage.clear()

    near = unread.submit_mark(bo, room, 1, first.sid)
    far = unread.submit_mark(bo, room, 3, second.sid)

    assert (standing(near).read_seq, standing(far).read_seq) == (3, 3)
    assert [event["readSeq"] for event in stage.of("readState", third)] == [3]
    assert stage.of("readState", second) == []


def test_who_was_removed_while_the_mark_waited_learns_nothing(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private")
    team.say(ann, room)

    @transaction
    def remove() -> None:
        db.session.delete(db.session.get(Membership, (room, bo.id)))

    result = unread.submit_mark(bo, room, 1)
    remove()
    gevent.sleep(0)

    # It was moved before, or the person was gone.
    with suppress(NotFound):
        result.get()


def test_a_mark_that_cannot_be_written_says_so(team: Team, monkeypatch):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    team.say(ann, room)

    def fail(_batch: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(read_marks, "_write", fail)
    result = unread.submit_mark(bo, room, 1)
    with pytest.raises(Unavailable):
        result.get()
