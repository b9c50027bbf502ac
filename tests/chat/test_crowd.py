"""Who came into a room's live feed and who left it: a storm of comings is a few events."""

from typing import Any

import pytest
from flask import Flask

from tests.harness.clock import Clock
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.engine.realtime.hub.arrivals import GATHER_S
from weconnect.engine.realtime.hub.membership import join, leave
from weconnect.rooms import service as rooms


@pytest.fixture
def team(sqlite_app: Flask):
    """Who looks at which room is kept in memory: one kind of database will do."""
    with sqlite_app.app_context():
        yield Team(sqlite_app)


@pytest.fixture
def stage(team: Team, clock: Clock) -> Stage:
    return Stage(team.app)


def names(events: list[dict[str, Any]]) -> list[list[str]]:
    return [[user["username"] for user in event["users"]] for event in events]


def test_the_first_socket_in_and_the_last_one_out_are_news(team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    watching = stage.connect(ann, room)
    clock.advance(GATHER_S)
    stage.clear()
    tabs = [stage.connect(bo, room) for _ in range(2)]
    clock.advance(GATHER_S)
    assert stage.of("userJoined", watching) == [{"room": room, "users": [bo.user.dump()]}]
    leave(tabs[0], room)
    clock.advance(GATHER_S)
    assert stage.of("userLeft") == []
    leave(tabs[1], room)
    clock.advance(GATHER_S)
    assert stage.of("userLeft", watching) == [{"room": room, "users": [bo.user.dump()]}]


def test_in_and_out_within_the_moment_is_no_news(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    stage.connect(ann, room)
    clock.advance(GATHER_S)
    stage.clear()
    tab = stage.connect(bo, room)
    leave(tab, room)
    clock.advance(GATHER_S)
    join(tab, room)
    clock.advance(GATHER_S)
    stage.clear()
    leave(tab, room)
    join(tab, room)
    clock.advance(GATHER_S)
    assert stage.of("userJoined") == stage.of("userLeft") == []


def test_a_crowd_is_one_event(team: Team, stage: Stage, clock: Clock):
    crowd = team.crowd(100)
    room = team.room(crowd[0], *crowd[1:])
    watching = stage.connect(crowd[0], room)
    clock.advance(GATHER_S)
    stage.clear()
    tabs = [stage.connect(one, room) for one in crowd[1:]]
    clock.advance(GATHER_S)
    assert [len(one) for one in names(stage.of("userJoined", watching))] == [99]
    for tab in tabs:
        stage.disconnect(tab)
    clock.advance(GATHER_S)
    assert [len(one) for one in names(stage.of("userLeft", watching))] == [99]


def test_a_removed_member_is_seen_to_leave(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    watching, tab = stage.connect(ann, room), stage.connect(bo, room)
    clock.advance(GATHER_S)
    stage.clear()
    rooms.remove_member(ann, room, bo.id)
    clock.advance(GATHER_S)
    assert names(stage.of("userLeft", watching)) == [["bo"]]
    assert stage.of("userLeft", tab) == []
