"""Who looks at a room sees who belongs to it, as it changes."""

import json

import pytest

from tests.harness.clock import Clock
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.chat.room_entry import enter_json
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.rooms import members
from weconnect.rooms import service as rooms


def _news(stage: Stage, connection: Connection) -> list[tuple[list[tuple[int, str]], list[int]]]:
    return [
        ([(one["id"], one["role"]) for one in event["members"]], event["removed"])
        for event in stage.of("membersChanged", connection)
    ]


def test_who_is_added_gets_another_role_and_is_removed(team: Team, stage: Stage, clock: Clock):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann)
    socket = stage.connect(ann, room)
    clock.advance(5)
    stage.clear()

    rooms.add_member(ann, room, "bo")
    clock.advance(5)
    rooms.change_role(ann, room, bo.id, "admin")
    clock.advance(5)
    rooms.remove_member(ann, room, bo.id)
    clock.advance(5)

    assert _news(stage, socket) == [
        ([(bo.id, "member")], []),
        ([(bo.id, "admin")], []),
        ([], [bo.id]),
    ]


def test_a_crowd_is_told_of_together(team: Team, stage: Stage, clock: Clock):
    ann = team.person("ann")
    crowd = team.crowd(30)
    room = team.room(ann)
    socket = stage.connect(ann, room)
    clock.advance(5)
    stage.clear()

    for person in crowd:
        rooms.join_room(person, room)
    clock.advance(5)

    (event,) = stage.of("membersChanged", socket)
    assert {one["id"] for one in event["members"]} == {one.id for one in crowd}


def test_each_of_a_crowd_sees_all_who_are_there_and_makes_nobody_anew(
    team: Team, stage: Stage, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    """A list made anew for each one who comes in costs N² and holds up all messages meanwhile."""
    made: list[int] = []
    show = members._show

    def counted(row: members.Columns) -> members.Shown:
        made.append(row[0])
        return show(row)

    monkeypatch.setattr(members, "_show", counted)
    ann, bo = team.people("ann", "bo")
    crowd = team.crowd(30)
    room = team.room(ann, bo)

    for number, person in enumerate(crowd):
        rooms.join_room(person, room)
        seen = json.loads(enter_json(person, room).text)["members"]
        assert {one["id"] for one in seen} == {
            ann.id,
            bo.id,
            *(one.id for one in crowd[: number + 1]),
        }
    assert sorted(made) == sorted([ann.id, bo.id, *(one.id for one in crowd)])

    # Who leaves is not kept, and who has another role is seen with it.
    rooms.remove_member(ann, room, crowd[0].id)
    rooms.change_role(ann, room, bo.id, "admin")
    seen = {one.id: one.role for one in members.list_members(ann, room).members}
    assert crowd[0].id not in seen
    assert (seen[bo.id], len(seen)) == ("admin", 31)


def test_nobody_else_hears_of_it(team: Team, stage: Stage, clock: Clock):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, kind="private")
    elsewhere, outsider, removed = stage.connect(bo), stage.connect(cy), stage.connect(bo, room)
    clock.advance(5)
    stage.clear()

    rooms.remove_member(ann, room, bo.id)
    clock.advance(5)

    for connection in (elsewhere, outsider, removed):
        assert _news(stage, connection) == []
