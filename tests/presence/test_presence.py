"""Who is here, away or gone: over all of a person's tabs, told to those who share a room."""

import pytest
from flask import Flask

from tests.harness.clock import Clock
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.presence.service import GATHER_S, set_away
from weconnect.rooms import members
from weconnect.rooms import service as rooms


@pytest.fixture
def team(sqlite_app: Flask):
    """Presence is kept in memory: one kind of database will do."""
    with sqlite_app.app_context():
        yield Team(sqlite_app)


@pytest.fixture
def stage(team: Team, clock: Clock) -> Stage:
    return Stage(team.app)


def told(stage: Stage, clock: Clock, tab: Connection, about: Actor) -> list[str]:
    """Which states of a person a tab hears of, once all is gathered."""
    clock.advance(GATHER_S)
    return [
        user["state"]
        for event in stage.of("presence", tab)
        for user in event["users"]
        if user["id"] == about.id
    ]


def test_a_day_with_two_tabs(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    watching = stage.connect(ann, room)

    def states() -> list[str]:
        return told(stage, clock, watching, bo)

    def shown() -> str:
        return members.get_member(ann, room, bo.id).state

    assert shown() == "offline"
    laptop = stage.connect(bo)
    assert (states(), shown()) == (["online"], "online")
    phone = stage.connect(bo)
    assert states() == ["online"], "a second tab is no news"
    set_away(laptop, away=True)
    assert (states(), shown()) == (["online"], "online"), "the phone is at hand"
    set_away(phone, away=True)
    assert (states(), shown()) == (["online", "away"], "away")
    set_away(laptop, away=False)
    assert states()[2:] == ["online"]
    stage.disconnect(laptop)
    assert states()[3:] == ["away"]
    stage.disconnect(phone)
    assert (states()[4:], shown()) == (["offline"], "offline")


def test_a_page_that_is_loaded_again_is_no_news(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    watching, tab = stage.connect(ann, room), stage.connect(bo, room)
    clock.advance(GATHER_S)
    stage.clear()
    stage.disconnect(tab)
    clock.advance(0.1)
    stage.connect(bo, room)
    clock.advance(60)
    assert stage.of("presence") == []
    assert stage.of("userLeft", watching) == stage.of("userJoined", watching) == []


def test_a_state_that_a_list_showed_in_passing_is_corrected(team: Team, stage: Stage, clock: Clock):
    """Whoever comes into a room knows the others by its list, not by what was told before."""
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo)
    tab = stage.connect(bo, room)
    set_away(tab, away=True)
    clock.advance(GATHER_S)
    stage.disconnect(tab)
    tab = stage.connect(bo, room)
    watching = stage.connect(ann, room)
    assert members.get_member(ann, room, bo.id).state == "online"
    set_away(tab, away=True)
    assert told(stage, clock, watching, bo) == ["away"]

    # The same of somebody who only looked in.
    elsewhere = team.room(ann, cy)
    tab = stage.connect(cy)
    assert members.get_member(ann, elsewhere, cy.id).state == "online"
    stage.disconnect(tab)
    assert told(stage, clock, watching, cy) == ["offline"]


def test_only_those_who_share_a_room_hear_of_it(team: Team, stage: Stage, clock: Clock):
    ann, bo, cy, eve = team.people("ann", "bo", "cy", "eve")
    team.room(ann, bo)
    team.direct(bo, cy)
    team.room(eve)
    tabs = {one.username: stage.connect(one) for one in (ann, cy, eve)}
    clock.advance(GATHER_S)
    stage.clear()
    stage.connect(bo)
    for name, hears in (("ann", ["online"]), ("cy", ["online"]), ("eve", [])):
        assert told(stage, clock, tabs[name], bo) == hears, name


def test_former_members_hear_no_more(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    watching, tab = stage.connect(bo), stage.connect(ann)
    rooms.remove_member(ann, room, bo.id)
    clock.advance(GATHER_S)
    stage.clear()
    stage.disconnect(tab)
    assert told(stage, clock, watching, ann) == []


def test_a_crowd_that_comes_at_once_is_one_event_for_each(team: Team, stage: Stage, clock: Clock):
    crowd = team.crowd(50)
    team.room(crowd[0], *crowd[1:])
    tabs = [stage.connect(one) for one in crowd]
    clock.advance(GATHER_S)
    for tab in tabs:
        (event,) = stage.of("presence", tab)
        assert {user["id"] for user in event["users"]} == {one.id for one in crowd}


def test_one_hears_of_oneself(team: Team, stage: Stage, clock: Clock):
    ann = team.person("ann")
    tab = stage.connect(ann)
    assert told(stage, clock, tab, ann) == ["online"]


def test_those_without_a_room_do_not_hear_of_each_other(team: Team, stage: Stage, clock: Clock):
    crowd = team.crowd(3)
    tabs = [stage.connect(one) for one in crowd]
    clock.advance(GATHER_S)
    for tab, own in zip(tabs, crowd, strict=True):
        (event,) = stage.of("presence", tab)
        assert [user["id"] for user in event["users"]] == [own.id]


def test_a_room_joined_later_counts_at_once(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann)
    watching, tab = stage.connect(ann, room), stage.connect(bo)
    clock.advance(GATHER_S)
    rooms.join_room(bo, room)
    stage.disconnect(tab)
    assert told(stage, clock, watching, bo)[-1:] == ["offline"]
