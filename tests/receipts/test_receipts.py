"""Read receipts: who sees who has read what, and who does not."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.harness.clock import Clock
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database import prepared
from weconnect.messages import unread
from weconnect.messages.service import send_message
from weconnect.receipts import service
from weconnect.receipts.live import INTERVAL_S
from weconnect.receipts.message_readers import of_message
from weconnect.rooms import members
from weconnect.rooms import service as rooms
from weconnect.threads import service as threads
from weconnect.wire.body import TextBody
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.messages import Message
from weconnect.wire.receipts import LISTED, OwnReceipts, RoomReceipts
from weconnect.wire.rooms import CreateRoom
from weconnect.wire.threads import FollowThread, MarkThreadRead

ON, OFF = RoomReceipts(on=True), RoomReceipts(on=False)


def names(actor: Actor, message: Message) -> list[str]:
    found = of_message(actor, message.id)
    assert found.count == len(found.readers)
    return [one.user.username for one in found.readers]


def marks(actor: Actor, room: int) -> dict[int, int]:
    return {one.user: one.read_seq for one in service.of_room(actor, room).marks}


def test_who_has_read_a_message(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    first, second = team.say(ann, room), team.say(ann, room)
    assert names(ann, first) == []
    assert marks(ann, room) == {bo.id: 0, cy.id: 0}

    unread.mark_read(bo, room, first.seq)
    unread.mark_read(cy, room, second.seq)
    assert names(ann, first) == ["cy", "bo"]
    assert names(ann, second) == ["cy"]
    # Oneself and the author are left out.
    assert names(bo, first) == ["cy"]
    assert marks(ann, room) == {bo.id: 1, cy.id: 2}
    assert marks(bo, room) == {ann.id: 2, cy.id: 2}
    found = of_message(ann, second.id)
    assert (found.shown, found.count, found.of) == ("people", 1, 2)
    assert found.readers[0].by is not None

    # Whoever writes has read what stands above.
    team.say(bo, room)
    assert names(ann, second) == ["bo", "cy"]
    unread.mark_all_read(cy)
    assert marks(ann, room) == {bo.id: 3, cy.id: 3}
    unread.mark_unread(cy, room, 2)
    assert names(ann, second) == ["bo"]


def test_what_was_said_before_they_came_nobody_has_read(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo)
    before = team.say(ann, room)
    rooms.join_room(cy, room)
    after = team.say(ann, room)
    unread.mark_read(cy, room, after.seq)
    assert names(ann, before) == []
    assert of_message(ann, before.id).of == 1
    assert names(ann, after) == ["cy"]


def test_whoever_does_not_show_it_does_not_see_it(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    sent = team.say(ann, room)
    for one in (bo, cy):
        unread.mark_read(one, room, sent.seq)
    assert service.own(bo).on
    service.choose(bo, OwnReceipts(on=False))

    assert names(ann, sent) == ["cy"]
    assert of_message(ann, sent.id).of == 1
    assert marks(ann, room) == {cy.id: 1}
    assert of_message(bo, sent.id).shown == "nothing"
    assert service.of_room(bo, room).shown == "nothing"
    assert marks(bo, room) == {}
    service.choose(bo, OwnReceipts(on=True))
    assert len(names(ann, sent)) == 2


def test_a_room_and_a_team_may_be_without_it(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo)
    sent = team.say(ann, room)
    unread.mark_read(bo, room, sent.seq)
    with pytest.raises(Forbidden):
        service.set_room(bo, room, OFF)
    with pytest.raises(Forbidden):
        service.set_room(cy, room, OFF)
    with pytest.raises(Forbidden):
        service.set_room(ann, team.direct(ann, bo), OFF)
    assert not service.set_room(ann, room, OFF).on
    assert of_message(ann, sent.id).shown == "nothing"
    assert not service.room_receipts(bo, room).on
    assert service.set_room(ann, room, ON).on
    assert names(ann, sent) == ["bo"]

    settings = team.app.config["WECONNECT"]
    team.app.config["WECONNECT"] = replace(settings, read_receipts=False)
    try:
        assert of_message(ann, sent.id).shown == "nothing"
        assert not service.set_room(ann, room, ON).on
    finally:
        team.app.config["WECONNECT"] = settings


def test_in_a_large_room_nobody_is_named(team: Team):
    ann, *crowd = team.crowd(LISTED + 1)
    room = team.room(ann, *crowd)
    sent = team.say(ann, room)
    for one in crowd[:3]:
        unread.mark_read(one, room, sent.seq)
    found = of_message(ann, sent.id)
    assert (found.shown, found.count, found.of, found.readers) == ("number", 3, LISTED, [])
    assert service.of_room(ann, room).dump() == {"shown": "number", "marks": []}
    rooms.leave_room(crowd[-1], room)
    assert len(names(ann, sent)) == 3


def test_however_many_rooms_one_has_the_choice_takes_a_few_questions(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    ann, *crowd = team.crowd(LISTED + 1)
    large, small = team.room(ann, *crowd), [team.room(ann, crowd[0]) for _ in range(9)]
    asked: list[object] = []

    def look(*about: Any) -> None:
        asked.append(about[2])

    def read(statement: Any, values: Any) -> Any:
        asked.append(statement)
        return prepared.read(statement, values)

    monkeypatch.setattr(members, "read", read)
    event.listen(Engine, "before_cursor_execute", look)
    try:
        service.choose(ann, OwnReceipts(on=False))
    finally:
        event.remove(Engine, "before_cursor_execute", look)
    assert len(asked) < 9
    assert service._small_rooms(ann) == small
    assert service._small_rooms(crowd[1]) == []
    assert large not in small


def test_in_a_thread_its_own_marks_count(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    root = team.say(ann, room)
    for one in (bo, cy):
        threads.follow(one, FollowThread(room=room, thread=root.id, on=True))
    said = send_message(ann, room, TextBody(content="aside"), new_id(), thread=root.id)
    unread.mark_read(cy, room, said.seq)
    assert names(ann, said) == []
    threads.mark_read(bo, MarkThreadRead(room=room, thread=root.id, seq=said.seq))
    found = of_message(ann, said.id)
    assert [one.user.username for one in found.readers] == ["bo"]
    assert found.readers[0].by >= said.timestamp
    assert (found.count, found.of) == (1, 2)


def test_only_of_what_one_sees(team: Team):
    ann, _, cy, dee = team.people("ann", "bo", "cy", "dee")
    wish = CreateRoom(kind="private", name="Den", members=["bo"], hides_history=True)
    room = rooms.create_room(ann, wish).id
    before = team.say(ann, room)
    rooms.add_member(ann, room, "cy")
    rooms.add_member(ann, room, "dee")
    after = team.say(ann, room)
    unread.mark_read(cy, room, after.seq)
    assert names(ann, before) == []
    rooms.leave_room(dee, room)
    for person, message in ((cy, before), (dee, after), (team.person("eve"), after)):
        with pytest.raises(NotFound):
            of_message(person, message.id)
    with pytest.raises(NotFound):
        service.of_room(dee, room)


def test_those_who_look_hear_of_it_gathered(team: Team, stage: Stage, clock: Clock):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, cy, dee)
    service.choose(cy, OwnReceipts(on=False))
    looking, hiding, elsewhere = (
        stage.connect(ann, room),
        stage.connect(cy, room),
        stage.connect(dee),
    )
    for _ in range(3):
        last = team.say(ann, room)
    clock.advance(INTERVAL_S)
    stage.clear()
    for seq in (1, 2, 3):
        unread.mark_read(bo, room, seq)
    unread.mark_read(dee, room, last.seq)
    unread.mark_read(cy, room, last.seq)
    clock.advance(INTERVAL_S)
    clock.advance(INTERVAL_S)
    told = stage.of("readersMoved", looking)
    assert 1 <= len(told) <= 2
    found = {one["user"]: one["readSeq"] for event in told for one in event["marks"]}
    assert found == {bo.id: 3, dee.id: 3}
    assert stage.of("readersMoved", hiding) == []
    assert stage.of("readersMoved", elsewhere) == []

    stage.clear()
    service.choose(bo, OwnReceipts(on=False))
    assert stage.of("readersMoved", looking) == [{"room": room, "marks": None}]


def test_in_a_large_room_nothing_is_told_live(team: Team, stage: Stage, clock: Clock):
    ann, *crowd = team.crowd(LISTED + 1)
    room = team.room(ann, *crowd)
    looking = stage.connect(ann, room)
    sent = team.say(ann, room)
    for one in crowd:
        unread.mark_read(one, room, sent.seq)
    clock.advance(INTERVAL_S)
    clock.advance(INTERVAL_S)
    assert stage.of("readersMoved", looking) == []
