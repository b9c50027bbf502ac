"""How a person orders their list of rooms: for them alone, on all of their devices."""

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.messages import room_list, unread
from weconnect.rooms import service as rooms
from weconnect.sections import service
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.rooms import RoomSummary
from weconnect.wire.sections import MOST_SECTIONS, Section, SectionChange

DEFAULT = ["favourites", "rooms", "direct"]


def names(found: list[Section]) -> list[str]:
    return [one.name or one.kind for one in found]


def shown(team: Team, actor, room: int) -> RoomSummary:
    found = room_list.summary(actor, room)
    assert found is not None
    return found


class TestSections:
    def test_are_made_named_moved_folded_and_deleted(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        tab, others = stage.connect(ann), stage.connect(bo)
        assert names(service.sections(ann)) == DEFAULT
        service.make(ann, "Work")
        found = service.make(ann, "Fun")
        assert names(found) == ["favourites", "Work", "Fun", "rooms", "direct"]
        fun = found[2]
        service.edit(ann, fun.id, SectionChange(place=0))
        service.edit(ann, fun.id, SectionChange(name="Free time", folded=True))
        found = service.edit(ann, 3, SectionChange(folded=True, place=1))
        assert names(found) == ["Free time", "direct", "favourites", "Work", "rooms"]
        assert [one.folded for one in found] == [True, True, False, False, False]
        assert service.sections(ann) == found
        assert names(service.remove(ann, fun.id)) == ["direct", "favourites", "Work", "rooms"]
        told = stage.of("sectionsChanged", tab)
        assert len(told) == 6
        assert [one["kind"] for one in told[-1]["sections"]] == [
            "direct",
            "favourites",
            "own",
            "rooms",
        ]
        assert stage.of("sectionsChanged", others) == []
        assert names(service.sections(bo)) == DEFAULT

    def test_of_one_name_there_is_one(self, team: Team, stage: Stage):
        ann = team.person("ann")
        service.make(ann, "Work")
        tab = stage.connect(ann)
        assert names(service.make(ann, "WORK")) == ["favourites", "Work", "rooms", "direct"]
        assert stage.of("sectionsChanged", tab) == []

    def test_there_are_not_more_than_anybody_could_use(self, team: Team):
        ann = team.person("ann")
        for number in range(MOST_SECTIONS - len(DEFAULT)):
            service.make(ann, f"Section {number}")
        with pytest.raises(Forbidden):
            service.make(ann, "one too many")

    def test_those_of_everybody_stay_as_they_are(self, team: Team):
        ann = team.person("ann")
        for number in (1, 2, 3):
            with pytest.raises(Forbidden):
                service.edit(ann, number, SectionChange(name="Mine"))
            with pytest.raises(Forbidden):
                service.remove(ann, number)
        with pytest.raises(NotFound):
            service.edit(ann, 99, SectionChange(folded=True))
        service.remove(ann, 99)


class TestPlaces:
    def test_a_room_stands_in_one_section_for_oneself(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        work = service.make(ann, "Work")[1].id
        tab, others = stage.connect(ann), stage.connect(bo)
        assert service.place(ann, room, 1).section == 1
        assert service.place(ann, room, work).section == work
        assert shown(team, ann, room).section == work
        assert shown(team, bo, room).section is None
        told = {"room": room, "section": work, "hiddenSeq": None}
        assert stage.of("roomPlaced", tab)[-1] == told
        assert stage.of("roomPlaced", others) == []
        service.remove(ann, work)
        assert shown(team, ann, room).section is None
        with pytest.raises(NotFound):
            service.place(ann, room, work)

    def test_only_rooms_of_ones_own(self, team: Team):
        ann, bo = team.people("ann", "bo")
        private, public = team.room(ann, kind="private"), team.room(ann)
        for room, error in ((private, NotFound), (public, Forbidden)):
            with pytest.raises(error):
                service.place(bo, room, 1)

    def test_what_was_put_somewhere_is_on_the_first_page(self, team: Team):
        ann = team.person("ann")
        first = team.room(ann)
        later = [team.room(ann) for _ in range(4)]
        for room in later:
            team.say(ann, room)
        assert room_list.my_rooms(ann)[-1].id == first
        service.place(ann, first, 1)
        assert room_list.my_rooms(ann)[0].id == first

    def test_whoever_leaves_a_room_begins_anew(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        service.place(bo, room, 1)
        rooms.leave_room(bo, room)
        rooms.join_room(bo, room)
        assert shown(team, bo, room).section is None


class TestHiding:
    def test_a_conversation_comes_back_with_the_next_message(self, team: Team):
        ann, bo = team.people("ann", "bo")
        direct = team.direct(ann, bo)
        team.say(bo, direct)
        unread.mark_read(ann, direct, 1)
        assert service.hide(ann, direct, hidden=True).hidden_seq == 1
        assert shown(team, ann, direct).is_hidden
        assert not shown(team, bo, direct).is_hidden
        team.say(bo, direct)
        assert not shown(team, ann, direct).is_hidden
        unread.mark_read(ann, direct, 2)
        assert not shown(team, ann, direct).is_hidden

    def test_what_is_unread_is_not_hidden(self, team: Team):
        ann, bo = team.people("ann", "bo")
        direct = team.direct(ann, bo)
        team.say(bo, direct)
        service.hide(ann, direct, hidden=True)
        assert not shown(team, ann, direct).is_hidden
        unread.mark_read(ann, direct, 1)
        assert shown(team, ann, direct).is_hidden
        unread.mark_unread(ann, direct, 1)
        assert not shown(team, ann, direct).is_hidden

    def test_only_conversations_are(self, team: Team):
        ann = team.person("ann")
        with pytest.raises(Forbidden):
            service.hide(ann, team.room(ann), hidden=True)

    def test_a_hidden_one_is_found_and_shown_again(self, team: Team):
        ann, bo = team.people("ann", "bo")
        direct = team.direct(ann, bo)
        service.hide(ann, direct, hidden=True)
        assert [one.id for one in room_list.my_rooms(ann)] == [direct]
        assert service.hide(ann, direct, hidden=False).hidden_seq is None
        assert not shown(team, ann, direct).is_hidden
