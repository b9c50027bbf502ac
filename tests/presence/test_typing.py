"""Who is typing: told to the others in the room, and never for longer than it is true."""

import pytest
from flask import Flask

from tests.harness.clock import Clock
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.presence.service import presence_board
from weconnect.rooms import service as rooms
from weconnect.wire.presence import TYPING_S


@pytest.fixture
def team(sqlite_app: Flask):
    """Typing is kept in memory: one kind of database will do."""
    with sqlite_app.app_context():
        yield Team(sqlite_app)


@pytest.fixture
def stage(team: Team, clock: Clock) -> Stage:
    return Stage(team.app)


def heard(stage: Stage, tab: Connection) -> list[bool]:
    return [one["typing"] for one in stage.of("typing", tab)]


def test_it_ends_after_six_seconds_of_silence(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    listening, own, second = (stage.connect(one, room) for one in (ann, bo, bo))
    elsewhere = stage.connect(ann)
    presence_board().typing(bo.user, room)
    assert stage.of("typing", listening) == [{"room": room, "user": bo.user.dump(), "typing": True}]
    clock.advance(TYPING_S - 0.1)
    assert heard(stage, listening) == [True]
    clock.advance(0.1)
    assert heard(stage, listening) == [True, False]
    clock.advance(60)
    assert heard(stage, listening) == [True, False]
    for tab in (own, second, elsewhere):
        assert heard(stage, tab) == []


def test_six_seconds_after_the_last_word_not_the_first(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    listening = stage.connect(ann, room)
    for _ in range(5):
        presence_board().typing(bo.user, room)
        clock.advance(TYPING_S - 1)
    assert False not in heard(stage, listening)
    clock.advance(1)
    assert heard(stage, listening)[-1] is False
    assert heard(stage, listening).count(False) == 1


def test_it_ends_with_a_word_of_theirs(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    listening = stage.connect(ann, room)
    presence_board().typing(bo.user, room)
    presence_board().stopped_typing(bo.user, room)
    presence_board().stopped_typing(bo.user, room)
    clock.advance(60)
    assert heard(stage, listening) == [True, False]


def test_it_ends_with_the_message(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room, other = team.room(ann, bo), team.room(ann, bo)
    listening, there = stage.connect(ann, room), stage.connect(ann, other)
    for place in (room, other):
        presence_board().typing(bo.user, place)
    team.say(bo, room)
    assert heard(stage, listening) == [True, False]
    assert heard(stage, there) == [True], "in the other room bo still types"


def test_it_ends_when_the_typist_is_gone(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    listening, tab, second = (stage.connect(one, room) for one in (ann, bo, bo))
    presence_board().typing(bo.user, room)
    stage.disconnect(second)
    assert heard(stage, listening) == [True], "the tab in which bo types is open"
    stage.disconnect(tab)
    assert heard(stage, listening) == [True, False]


def test_it_ends_when_the_typist_is_removed(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    listening = stage.connect(ann, room)
    stage.connect(bo, room)
    presence_board().typing(bo.user, room)
    rooms.remove_member(ann, room, bo.id)
    clock.advance(TYPING_S)
    assert heard(stage, listening) == [True, False]
