"""Read receipts: who sees who has read what, and who does not."""

import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import gevent
import pytest

from tests.harness.clock import Clock
from tests.harness.questions import questions
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database import prepared
from weconnect.engine.realtime.hub.membership import join
from weconnect.messages import unread
from weconnect.messages.service import send_message
from weconnect.receipts import message_readers, service
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

    def read(statement: Any, values: Any) -> Any:
        asked.append(statement)
        return prepared.read(statement, values)

    monkeypatch.setattr(members, "read", read)
    with questions(of_all=True) as others:
        service.choose(ann, OwnReceipts(on=False))
    assert 0 < len(asked) + len(others) < 9
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


def answer(team: Team, actor: Actor, root: Message) -> Message:
    """What the actor says in a thread alone."""
    body = TextBody(content="aside")
    return send_message(actor, root.room, body, new_id(), thread=root.id)


def in_thread(actor: Actor, root: Message) -> dict[int, int]:
    """How far the others have read a thread."""
    found = service.of_thread(actor, root.room, root.id)
    return {one.user: one.read_seq for one in found.marks}


def read(actor: Actor, root: Message, seq: int) -> None:
    """Have the actor read a thread up to a seq."""
    threads.mark_read(actor, MarkThreadRead(room=root.room, thread=root.id, seq=seq))


def follow(actor: Actor, root: Message, *, on: bool = True) -> None:
    """Have the actor follow a thread."""
    threads.follow(actor, FollowThread(room=root.room, thread=root.id, on=on))


def test_how_far_a_thread_is_read_by_those_who_follow_it(team: Team):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, cy, dee)
    root = team.say(bo, room)
    first = answer(team, ann, root)
    body = TextBody(content=f"and you, @{cy.username}?")
    second = send_message(ann, room, body, new_id(), thread=root.id)
    # Who began it and who is called follow it, and have read nothing; who wrote has.
    assert in_thread(dee, root) == {ann.id: second.seq, bo.id: 0, cy.id: 0}
    assert names(dee, first) == names(dee, second) == []
    read(bo, root, first.seq)
    read(cy, root, second.seq)
    assert in_thread(ann, root) == {bo.id: first.seq, cy.id: second.seq}
    assert names(ann, second) == ["cy"]
    assert sorted(names(ann, first)) == ["bo", "cy"]
    # Whoever leaves it and comes back begins anew; who reads the room has read nothing in it.
    follow(cy, root, on=False)
    assert in_thread(ann, root) == {bo.id: first.seq, cy.id: 0}
    follow(cy, root)
    follow(dee, root)
    unread.mark_read(dee, room, second.seq)
    assert in_thread(ann, root) == {bo.id: first.seq, cy.id: 0, dee.id: 0}
    assert names(ann, second) == []


def test_what_stands_in_the_room_as_well_is_read_in_either(team: Team):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, cy, dee)
    root = team.say(ann, room)
    body = TextBody(content="in both")
    both = send_message(ann, room, body, new_id(), thread=root.id, in_room=True)
    follow(bo, root)
    third = answer(team, ann, root)
    read(bo, root, third.seq)
    unread.mark_read(cy, room, both.seq)
    assert sorted(names(ann, both)) == ["bo", "cy"]
    assert of_message(ann, both.id).of == 3
    assert of_message(ann, third.id).of == 1


def test_of_a_thread_as_of_the_room_only_who_may_and_wants_to(team: Team):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, cy)
    root = team.say(ann, room)
    said = answer(team, ann, root)
    for one in (bo, cy):
        follow(one, root)
    last = answer(team, ann, root)
    for one in (bo, cy):
        read(one, root, last.seq)
    service.choose(bo, OwnReceipts(on=False))
    assert in_thread(ann, root) == {cy.id: last.seq}
    assert service.of_thread(bo, room, root.id).dump() == {"shown": "nothing", "marks": []}
    service.set_room(ann, room, OFF)
    assert service.of_thread(ann, room, root.id).dump() == {"shown": "nothing", "marks": []}
    service.set_room(ann, room, ON)
    settings = team.app.config["WECONNECT"]
    team.app.config["WECONNECT"] = replace(settings, read_receipts=False)
    try:
        assert service.of_thread(ann, room, root.id).shown == "nothing"
    finally:
        team.app.config["WECONNECT"] = settings
    with pytest.raises(Forbidden):
        service.of_thread(dee, room, root.id)
    with pytest.raises(NotFound):
        service.of_thread(ann, room, said.id)
    rooms.leave_room(cy, room)
    assert in_thread(ann, root) == {}


def test_those_who_look_hear_of_it_in_threads(team: Team, stage: Stage, clock: Clock):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, cy, dee)
    service.choose(cy, OwnReceipts(on=False))
    root = team.say(ann, room)
    for one in (bo, cy):
        follow(one, root)
    said = [answer(team, ann, root) for _ in range(3)]
    looking, hiding, other = (stage.connect(one, room) for one in (ann, cy, dee))
    elsewhere = stage.connect(bo)
    clock.advance(INTERVAL_S)
    stage.clear()
    for each in said:
        read(bo, root, each.seq)
    read(cy, root, said[-1].seq)
    clock.advance(INTERVAL_S)
    clock.advance(INTERVAL_S)
    told = stage.of("threadReadersMoved", looking)
    assert 1 <= len(told) <= 2
    assert told[-1] == {
        "room": room,
        "thread": root.id,
        "marks": [{"user": bo.id, "readSeq": said[-1].seq}],
    }
    assert stage.of("threadReadersMoved", other) == told
    assert stage.of("threadReadersMoved", hiding) == []
    assert stage.of("threadReadersMoved", elsewhere) == []
    assert stage.of("readersMoved", looking) == []

    stage.clear()
    follow(bo, root, on=False)
    clock.advance(INTERVAL_S)
    (gone,) = stage.of("threadReadersMoved", looking)
    assert gone["marks"] == [{"user": bo.id, "readSeq": 0}]


def test_of_threads_that_one_does_not_see_one_hears_nothing(team: Team, stage: Stage, clock: Clock):
    ann, bo, cy = team.people("ann", "bo", "cy")
    wish = CreateRoom(kind="private", name="Den", members=["bo"], hides_history=True)
    room = rooms.create_room(ann, wish).id
    root = team.say(ann, room)
    follow(bo, root)
    before = answer(team, ann, root)
    rooms.add_member(ann, room, "cy")
    with pytest.raises(NotFound):
        service.of_thread(cy, room, root.id)
    looking, newcomer = stage.connect(ann, room), stage.connect(cy)
    join(newcomer, room, since=before.seq + 1)
    clock.advance(INTERVAL_S)
    stage.clear()
    read(bo, root, before.seq)
    clock.advance(INTERVAL_S)
    assert len(stage.of("threadReadersMoved", looking)) == 1
    assert stage.of("threadReadersMoved", newcomer) == []

    # Once something is said there that they see, they see the thread.
    after = answer(team, ann, root)
    clock.advance(INTERVAL_S)
    stage.clear()
    read(bo, root, after.seq)
    clock.advance(INTERVAL_S)
    assert len(stage.of("threadReadersMoved", newcomer)) == 1


def test_of_a_thread_in_a_large_room_its_few_followers_hear(team: Team, stage: Stage, clock: Clock):
    ann, *crowd = team.crowd(LISTED + 5)
    room = team.room(ann, *crowd)
    root = team.say(ann, room)
    bo, other = crowd[:2]
    follow(bo, root)
    said = answer(team, ann, root)
    looking, stranger = stage.connect(ann, room), stage.connect(other, room)
    assert service.of_thread(ann, room, root.id).dump() == {"shown": "number", "marks": []}
    found = of_message(ann, said.id)
    assert (found.shown, found.count, found.of) == ("number", 0, 1)
    clock.advance(INTERVAL_S)
    stage.clear()
    read(bo, root, said.seq)
    clock.advance(INTERVAL_S)
    assert stage.of("threadReadersMoved", looking) == [
        {"room": room, "thread": root.id, "marks": None}
    ]
    assert stage.of("threadReadersMoved", stranger) == []
    # What was counted before is not told any more.
    assert of_message(ann, said.id).count == 1

    # Where many follow nobody hears of it: each of them would ask.
    for one in crowd:
        follow(one, root)
        stage.connect(one, room)
    clock.advance(INTERVAL_S)
    stage.clear()
    last = answer(team, ann, root)
    read(bo, root, last.seq)
    clock.advance(INTERVAL_S)
    assert stage.of("threadReadersMoved") == []


def test_in_a_large_room_a_number_is_counted_once_for_all_who_ask(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    ann, *crowd = team.crowd(LISTED + 1)
    room = team.room(ann, *crowd)
    sent = team.say(ann, room)
    for one in crowd[:3]:
        unread.mark_read(one, room, sent.seq)
    counted: list[int] = []
    count = message_readers._count

    def slowly(row: Any) -> message_readers.Number:
        counted.append(row.id)
        gevent.sleep(0.05)
        return count(row)

    monkeypatch.setattr(message_readers, "_count", slowly)
    found: list[tuple[int, int]] = []

    def ask(actor: Actor) -> None:
        with team.app.app_context():
            readers = of_message(actor, sent.id)
            found.append((readers.count, readers.of))

    gevent.joinall([gevent.spawn(ask, one) for one in [ann, *crowd]], raise_error=True)
    assert counted == [sent.id]
    # Each is told of the others.
    assert sorted(found) == [(2, LISTED - 1)] * 3 + [(3, LISTED - 1)] * (LISTED - 3) + [(3, LISTED)]

    # It holds for some seconds.
    unread.mark_read(crowd[5], room, sent.seq)
    assert of_message(ann, sent.id).count == 3
    later = time.monotonic() + message_readers.FRESH_S
    monkeypatch.setattr(message_readers, "time", SimpleNamespace(monotonic=lambda: later))
    assert of_message(ann, sent.id).count == 4
    # What fails is told to all who wait, and not kept.
    monkeypatch.setattr(message_readers, "_count", lambda _: 1 / 0)
    later += message_readers.FRESH_S
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            of_message(ann, sent.id)
    monkeypatch.setattr(message_readers, "_count", count)
    assert of_message(ann, sent.id).count == 4


def test_a_large_rooms_people_are_not_counted_to_know_that_it_is_large(team: Team):
    ann, *crowd = team.crowd(LISTED + 1)
    small, large = team.room(ann, *crowd[:-1]), team.room(ann, *crowd)
    assert not members.are_more(small, LISTED)
    assert members.are_more(large, LISTED)
    rooms.join_room(crowd[-1], small)
    assert members.are_more(small, LISTED)
    assert members.count(small) == LISTED + 1
