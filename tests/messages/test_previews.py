"""What the list says of conversations: their last message, in a line."""

import json

import pytest

from tests.harness.clock import Clock
from tests.harness.processes import ROOT
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.messages import room_list
from weconnect.messages.activity import DELAY_S, INTERVAL_S
from weconnect.messages.previews import line_of
from weconnect.messages.service import delete_message
from weconnect.rooms import service as rooms
from weconnect.wire.rooms import CreateRoom

LINES = json.loads((ROOT / "tests/messages/previews.json").read_text())


@pytest.mark.parametrize("text", LINES)
def test_a_text_in_a_line(text: str):
    assert line_of(text) == LINES[text]


def test_what_is_hidden_beyond_what_is_looked_at_stays_hidden(team: Team):
    ann, bo = team.people("ann", "bo")
    direct = team.direct(ann, bo)
    team.say(ann, direct, f"the end is ||he did it {'and so on ' * 60}|| now")
    assert said(team, bo, direct) == (ann.id, "the end is …")
    assert line_of("never ||ends") == "never ends"


def said(team: Team, actor, room: int):
    found = room_list.summary(actor, room)
    assert found is not None
    return found.preview and (found.preview.sender, found.preview.text)


def test_the_last_message_of_conversations_and_of_no_other_rooms(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    direct, group, room = team.direct(ann, bo), team.direct(ann, bo, cy), team.room(ann, bo)
    assert said(team, bo, direct) is None
    for where in (direct, group, room):
        team.say(ann, where, "**first**")
        team.say(bo, where, "and\nlast")
    found = {one.id: one.preview for one in room_list.my_rooms(ann)}
    assert found[room] is None
    assert {(one.sender, one.text) for one in found.values() if one} == {(bo.id, "and last")}
    assert said(team, cy, group) == (bo.id, "and last")


def test_it_follows_what_becomes_of_the_message(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    direct = team.direct(ann, bo)
    sent = team.say(ann, direct, "hello")
    elsewhere = stage.connect(bo)
    clock.advance(INTERVAL_S)
    stage.clear()
    team.edit(ann, sent, "hello, you")
    clock.advance(INTERVAL_S)
    assert [one["preview"]["text"] for one in stage.of("roomActivity", elsewhere)] == ["hello, you"]
    delete_message(ann, sent.id)
    clock.advance(INTERVAL_S)
    last = stage.of("roomActivity", elsewhere)[-1]["preview"]
    assert (last["text"], last["deleted"]) == ("", True)


def test_a_room_of_many_is_not_told_of_edits(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(ann, room, "hello")
    elsewhere = stage.connect(bo)
    clock.advance(INTERVAL_S)
    stage.clear()
    team.edit(ann, sent, "hello, you")
    clock.advance(DELAY_S)
    assert stage.of("roomActivity", elsewhere) == []
    team.say(ann, room, "more")
    clock.advance(INTERVAL_S)
    assert "preview" not in stage.of("roomActivity", elsewhere)[-1]


def test_what_is_sealed_is_not_said(team: Team):
    ann, bo = team.people("ann", "bo")
    direct = rooms.create_room(
        ann, CreateRoom(kind="direct", members=[bo.username], encrypted=True)
    ).id
    team.seal(ann, direct, "a secret")
    found = room_list.summary(bo, direct)
    assert found is not None
    assert found.preview is not None
    assert (found.preview.text, found.preview.sealed) == ("", True)
