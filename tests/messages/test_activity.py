"""News for those who look elsewhere: that something was said, never what."""

import pytest
from flask import Flask

from tests.harness.clock import Clock
from tests.harness.questions import questions
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.messages import service as messages
from weconnect.messages.activity import DELAY_S, INTERVAL_S
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody


@pytest.fixture
def stage(team: Team, clock: Clock) -> Stage:
    return Stage(team.app)


def test_told_to_sockets_elsewhere_with_figures_and_without_words(
    app: Flask, team: Team, stage: Stage, clock: Clock
):
    ann, bo, eve = team.people("ann", "bo", "eve")
    room, other = team.room(ann, bo), team.room(ann, bo, eve)
    inside, elsewhere, outsider = (
        stage.connect(bo, room),
        stage.connect(bo, other),
        stage.connect(eve, other),
    )
    team.say(ann, room, "a secret")
    team.say(ann, room, "a secret for @bo")
    clock.advance(DELAY_S)
    assert stage.of("roomActivity", elsewhere) == [
        {
            "room": room,
            "lastSeq": 2,
            "unread": 2,
            "mentions": 1,
            "readSeq": 0,
            "setBack": 0,
        }
    ]
    assert stage.of("roomActivity", inside) == stage.of("roomActivity", outsider) == []


def test_gathered_to_one_a_second(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    elsewhere = stage.connect(bo)
    for _ in range(10):
        team.say(ann, room)
        clock.advance(INTERVAL_S / 10)
    assert len(stage.of("roomActivity", elsewhere)) == 1
    clock.advance(INTERVAL_S)
    assert [one["lastSeq"] for one in stage.of("roomActivity", elsewhere)] == [1, 10]


def test_where_all_look_at_the_room_nothing_is_asked(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for one in (ann, bo):
        stage.connect(one, room)
    team.say(ann, room)
    clock.advance(INTERVAL_S)
    team.say(ann, room)
    with questions(of_all=True) as asked:
        clock.advance(INTERVAL_S)
    assert asked == []


def test_two_rooms_do_not_wait_for_each_other(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    one, two = team.room(ann, bo), team.room(ann, bo)
    elsewhere = stage.connect(bo)
    for room in (one, two):
        team.say(ann, room)
    clock.advance(DELAY_S)
    assert {event["room"] for event in stage.of("roomActivity", elsewhere)} == {one, two}


def test_former_members_hear_nothing(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    tab = stage.connect(bo)
    team.say(ann, room)
    rooms.remove_member(ann, room, bo.id)
    clock.advance(DELAY_S)
    assert stage.of("roomActivity", tab) == []


def test_the_senders_other_tabs_hear_that_it_is_read(team: Team, stage: Stage, clock: Clock):
    ann = team.person("ann")
    room = team.room(ann)
    tab, second = stage.connect(ann, room), stage.connect(ann)
    messages.submit_message(ann, room, TextBody(content="hello"), new_id(), None, tab.sid).get()
    clock.advance(DELAY_S)
    assert stage.of("readState", second) == [{"room": room, "readSeq": 1}]
    assert stage.of("readState", tab) == []
    assert [one["unread"] for one in stage.of("roomActivity", second)] == [0]
