"""How far people have read, what they have not, and who called for them."""

import json

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.chat.room_entry import enter, enter_json
from weconnect.engine.limits import rate_limit
from weconnect.messages import read_marks, room_list, service, unread
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody
from weconnect.wire.errors import RateLimited
from weconnect.wire.rooms import EditRoom


def test_what_others_say_is_unread_what_one_says_oneself_is_read(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for _ in range(3):
        team.say(ann, room)
    assert team.unread(bo, room) == (3, 0)
    assert team.unread(ann, room) == (0, 0)
    team.say(bo, room)
    assert team.unread(bo, room) == (0, 0)
    assert team.unread(ann, room) == (1, 0)


def test_what_was_said_before_one_came_is_not_unread(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann)
    team.say(ann, room, "@bo is not here yet")
    rooms.join_room(bo, room)
    assert team.unread(bo, room) == (0, 0)


def test_the_mark_goes_forward_only_and_not_past_the_end(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for _ in range(5):
        team.say(ann, room)
    assert [unread.mark_read(bo, room, seq) for seq in (2, 1, 0, 4, 3, 99, 1)] == [
        2, 2, 2, 4, 4, 5, 5,
    ]  # fmt: skip
    team.say(ann, room)
    assert team.unread(bo, room) == (1, 0), "a mark beyond the end reads nothing in advance"


def test_marks_at_once_end_at_the_highest(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for _ in range(20):
        team.say(ann, room)
    team.together(*(lambda seq=seq: unread.mark_read(bo, room, seq) for seq in range(20, 0, -1)))
    assert team.unread(bo, room) == (0, 0)


def test_whoever_asks_hears_what_stands_in_threads_wherever_the_mark_stands(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    root = team.say(ann, room)

    def advance(seq: int, set_back: int | None = None) -> read_marks.Standing:
        return unread.submit_mark(bo, room, seq, set_back=set_back).get()

    assert advance(1) == (1, 0, 0)
    for _ in range(2):
        service.send_message(ann, room, TextBody(content="aside"), new_id(), thread=root.id)
    team.say(ann, room)
    assert team.unread(bo, room) == (1, 0)
    # Where it stands already.
    assert advance(1) == (1, 0, 2)
    # It moves, but not to the end.
    assert advance(2) == (2, 0, 1)
    # Nothing is to be set back.
    assert unread.mark_unread(bo, room, 4) == (2, 0, 1)
    assert unread.mark_unread(bo, room, 2) == (1, 1, 2)
    # It was set back since.
    assert advance(4, set_back=0) == (1, 1, 2)
    assert advance(4) == (4, 1, 0)
    assert advance(3) == (4, 1, 0)


def test_the_other_tabs_of_the_reader_hear_of_it_and_nobody_else(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    team.say(ann, room)
    others, reading_tab, second_tab = (stage.connect(one, room) for one in (ann, bo, bo))
    stage.clear()
    unread.submit_mark(bo, room, 1, reading_tab.sid).get()
    unread.submit_mark(bo, room, 1, reading_tab.sid).get()
    assert stage.of("readState", second_tab) == [{"room": room, "readSeq": 1, "setBack": 0}]
    assert stage.of("readState", reading_tab) == []
    assert stage.of("readState", others) == []


class TestMarkedAsUnread:
    """From a message on: on all devices, until it is read again."""

    def test_the_mark_goes_back_and_is_told_to_all_of_ones_sockets(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for text in ("one", "two @bo", "three", "four @bo"):
            team.say(ann, room, text)
        unread.mark_read(bo, room, 4)
        others, tab, phone = (stage.connect(one, room) for one in (ann, bo, bo))
        stage.clear()
        assert unread.mark_unread(bo, room, 2) == (1, 1, 0)
        assert team.unread(bo, room) == (3, 2)
        told = [{"room": room, "readSeq": 1, "setBack": 1, "mentions": 2}]
        assert stage.of("readState", tab) == stage.of("readState", phone) == told
        assert stage.of("readState", others) == []
        assert unread.mark_read(bo, room, 3) == 3
        assert team.unread(bo, room) == (1, 1)

    def test_what_is_unread_stays_as_it_is(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for _ in range(3):
            team.say(ann, room)
        tab = stage.connect(bo)
        assert [unread.mark_unread(bo, room, seq) for seq in (1, 3, 99)] == [(0, 0, 0)] * 3
        assert stage.of("readState", tab) == []

    def test_it_is_counted(self, team: Team):
        (ann,) = team.people("ann")
        room = team.room(ann)
        with rate_limit.EventOfASocket():
            for _ in range(60):
                unread.mark_unread(ann, room, 1)
            with pytest.raises(RateLimited):
                unread.mark_unread(ann, room, 1)

    def test_whoever_does_not_know_of_it_yet_does_not_undo_it(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for _ in range(3):
            team.say(ann, room)
        unread.mark_read(bo, room, 3)
        unread.mark_unread(bo, room, 2)
        late = unread.submit_mark(bo, room, 3, None, 0).get()
        assert late == (1, 1, 0)
        assert team.unread(bo, room) == (2, 0)
        assert unread.submit_mark(bo, room, 3, None, 1).get() == (3, 1, 0)

    def test_of_two_tabs_the_one_that_knows_of_it_is_followed(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for _ in range(3):
            team.say(ann, room)
        unread.mark_read(bo, room, 3)
        unread.mark_unread(bo, room, 1)
        knowing = unread.submit_mark(bo, room, 2, None, 1)
        ignorant = unread.submit_mark(bo, room, 3, None, 0)
        assert knowing.get() == ignorant.get() == (2, 1, 0)

    def test_writing_reads_it_all(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for _ in range(3):
            team.say(ann, room)
        team.say(bo, room)
        unread.mark_unread(bo, room, 2)
        assert team.unread(bo, room) == (3, 0)
        team.say(bo, room)
        assert team.unread(bo, room) == (0, 0)

    def test_coming_in_and_news_tell_how_often(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for _ in range(3):
            team.say(ann, room)
        unread.mark_read(bo, room, 3)
        unread.mark_unread(bo, room, 3)
        entered = enter(bo, room)
        assert (entered.read_seq, entered.set_back) == (2, 1)
        assert json.loads(enter_json(bo, room).text)["setBack"] == 1
        news = unread.unread(room, [bo.id])[bo.id]
        assert (news.unread, news.read_seq, news.set_back) == (1, 2, 1)


class TestAllRead:
    """Everything, in all rooms at once."""

    def test_all_rooms_are_read_and_told(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        some = [team.room(ann, bo) for _ in range(3)]
        direct, quiet = team.direct(ann, bo), team.room(ann, bo)
        for room in (*some, direct):
            team.say(ann, room, "@bo")
        tab = stage.connect(bo)
        assert unread.mark_all_read(bo) == 4
        assert {team.unread(bo, room) for room in (*some, direct, quiet)} == {(0, 0)}
        assert room_list.totals(bo).unread == 0
        told = {(one["room"], one["readSeq"]) for one in stage.of("readState", tab)}
        assert told == {(room, 1) for room in (*some, direct)}
        assert unread.mark_all_read(bo) == 0
        assert team.unread(ann, direct) == (0, 0)

    def test_of_nobody_else(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        team.say(ann, room)
        unread.mark_all_read(bo)
        assert team.unread(cy, room) == (1, 0)


class TestMentions:
    def test_are_counted_until_they_are_read(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for text in ("@bo!", "no one", "@BO and @bo again", "@nobody"):
            team.say(ann, room, text)
        assert team.unread(bo, room) == (4, 2)
        unread.mark_read(bo, room, 1)
        assert team.unread(bo, room) == (3, 1)
        unread.mark_read(bo, room, 4)
        assert team.unread(bo, room) == (0, 0)

    def test_of_oneself_do_not_count(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        team.say(bo, room, "note to @bo")
        team.say(ann, room, "hm")
        assert team.unread(bo, room) == (1, 0)

    def test_of_people_elsewhere_reach_nobody(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room, other = team.room(ann, bo), team.room(ann, cy)
        team.say(ann, room, "@cy should not know")
        assert team.unread(cy, other) == (0, 0)

    def test_go_with_the_message(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        sent = team.say(ann, room, "@bo")
        service.delete_message(ann, sent.id)
        assert team.unread(bo, room) == (1, 0)

    def test_follow_an_edit(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        sent = team.say(ann, room, "for @bo")
        team.edit(ann, sent, "for @cy")
        assert team.unread(bo, room) == (1, 0)
        assert team.unread(cy, room) == (1, 1)

    def test_of_many_in_one_batch(self, team: Team):
        people = team.crowd(12)
        room = team.room(people[0], *people[1:])
        text = " ".join(f"@{one.username}" for one in people)
        team.together(*[lambda: team.say(people[0], room, text)] * 20)
        assert {team.unread(one, room) for one in people[1:]} == {(20, 20)}


def test_rooms_in_use_come_first_each_with_its_own_figures(team: Team):
    ann, bo = team.people("ann", "bo")
    quiet = team.room(ann, bo, name="a quiet one")
    busy = team.room(ann, bo, name="B busy")
    archived = team.room(ann, bo, name="0 archived")
    direct = team.direct(ann, bo)
    team.say(ann, busy, "@bo")
    team.say(ann, direct)
    rooms.edit_room(ann, archived, EditRoom(archived=True))
    found = {one.id: one for one in room_list.my_rooms(bo)}
    assert list(found)[-1] == archived
    assert set(found) == {quiet, busy, archived, direct}
    figures = {key: (one.unread, one.mentions, one.read_seq) for key, one in found.items()}
    assert figures == {
        quiet: (0, 0, 0), busy: (1, 1, 0), archived: (0, 0, 0), direct: (1, 0, 0),
    }  # fmt: skip
    assert found[direct].name == "Ann"
    assert [one.username for one in found[direct].people] == ["ann"]
