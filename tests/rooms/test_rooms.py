"""Rooms come, change and go; people come into them and leave."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.engine.database.transactions import db
from weconnect.messages.models import Mention, Message
from weconnect.reactions.models import Reaction
from weconnect.reactions.service import add_reaction
from weconnect.rooms import members, service
from weconnect.rooms.directory import public_rooms
from weconnect.rooms.models import Membership, Room
from weconnect.wire.errors import BadRequest, Forbidden, NotFound
from weconnect.wire.rooms import CreateRoom, EditRoom, Role


def roles(room: int) -> dict[int, str]:
    rows = db.session.execute(
        select(Membership.user_id, Membership.role).where(Membership.room_id == room)
    )
    return {row.user_id: row.role for row in rows}


class TestMaking:
    def test_whoever_makes_a_room_owns_it(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        tabs = [stage.connect(one) for one in (ann, bo)]
        wish = CreateRoom(name="  The   Den ", kind="private", topic="quiet", members=["BO", "ann"])
        room = service.create_room(ann, wish)
        assert (room.name, room.kind, room.topic) == ("The Den", "private", "quiet")
        assert room.role == "owner"
        assert (room.last_seq, room.version, room.encrypted, room.archived) == (0, 0, False, False)
        assert roles(room.id) == {ann.id: "owner", bo.id: "member"}
        (told,) = stage.of("roomAdded", tabs[1])
        assert told == {**room.dump(), "role": "member"}
        assert stage.of("roomAdded", tabs[0]) == [room.dump()]

    @pytest.mark.parametrize(
        "wish",
        [
            {"kind": "public"},
            {"kind": "direct"},
            {"kind": "direct", "members": ["ann"]},
            {"kind": "public", "name": "x", "encrypted": True},
        ],
    )
    def test_what_cannot_be_made(self, team: Team, wish: dict[str, Any]):
        ann = team.person("ann")
        with pytest.raises(BadRequest):
            service.create_room(ann, CreateRoom(**wish))
        assert db.session.scalars(select(Room)).all() == []

    def test_a_name_that_nobody_has_stops_it_all(self, team: Team):
        ann, bo, banned = team.people("ann", "bo", "banned")
        team.ban(banned)
        for name in ("nobody", "banned"):
            with pytest.raises(NotFound):
                service.create_room(ann, CreateRoom(kind="private", name="x", members=["bo", name]))
        assert db.session.scalars(select(Room)).all() == []
        assert bo.id


class TestDirect:
    def test_there_is_one_between_the_same_people(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.direct(ann, bo)
        assert team.direct(bo, ann) == room
        assert team.direct(ann, ann, bo, bo) == room
        three = team.direct(ann, bo, cy)
        assert three != room
        assert team.direct(cy, bo, ann) == three
        assert roles(room) == {ann.id: "member", bo.id: "member"}

    def test_made_by_all_at_once_it_is_one(self, team: Team):
        ann, bo = team.people("ann", "bo")
        calls = [lambda: team.direct(ann, bo), lambda: team.direct(bo, ann)]
        assert len(set(team.together(*calls * 10))) == 1

    def test_its_name_is_that_of_the_others(self, team: Team):
        ann, _, cy = team.people("ann", "bo", "cy")
        room = service.create_room(ann, CreateRoom(kind="direct", members=["bo", "cy"]))
        assert room.name == "Bo, Cy"
        assert [one.username for one in room.people] == ["bo", "cy"]
        seen_by_cy = service.create_room(cy, CreateRoom(kind="direct", members=["bo", "ann"]))
        assert seen_by_cy.name == "Ann, Bo"

    def test_it_stays_between_them(self, team: Team):
        ann, bo, _ = team.people("ann", "bo", "cy")
        room = team.direct(ann, bo)
        for act in (
            lambda: service.add_member(ann, room, "cy"),
            lambda: service.remove_member(ann, room, bo.id),
            lambda: service.leave_room(ann, room),
            lambda: service.change_role(ann, room, bo.id, "guest"),
            lambda: service.edit_room(ann, room, EditRoom(name="x")),
            lambda: service.delete_room(ann, room),
        ):
            with pytest.raises(Forbidden):
                act()
        assert set(roles(room)) == {ann.id, bo.id}

    def test_the_finding_of_one_makes_no_news(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        tab = stage.connect(bo)
        team.direct(ann, bo)
        team.direct(ann, bo)
        assert len(stage.of("roomAdded", tab)) == 1


class TestComing:
    def test_into_a_public_room(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann)
        tab = stage.connect(bo)
        assert service.join_room(bo, room).role == "member"
        assert service.join_room(bo, room).role == "member"
        assert service.join_room(ann, room).role == "owner"
        assert len(stage.of("roomAdded", tab)) == 1

    def test_from_many_tabs_at_once(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann)
        tab = stage.connect(bo)
        answers = team.together(*[lambda: service.join_room(bo, room)] * 20)
        assert {one.role for one in answers} == {"member"}
        assert len(stage.of("roomAdded", tab)) == 1

    def test_a_private_room_is_as_one_that_does_not_exist(self, team: Team):
        ann, eve = team.people("ann", "eve")
        room = team.room(ann, kind="private")
        for place in (room, team.direct(ann, team.person("bo")), 10**9):
            with pytest.raises(NotFound) as error:
                service.join_room(eve, place)
            assert error.value.body() == NotFound().body()

    def test_not_into_an_archived_one(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann)
        service.edit_room(ann, room, EditRoom(archived=True))
        with pytest.raises(Forbidden):
            service.join_room(bo, room)
        with pytest.raises(Forbidden):
            service.add_member(ann, room, "bo")

    def test_invited_by_many_at_once(self, team: Team, stage: Stage):
        people = team.crowd(10)
        room = team.room(people[0], *people[1:], kind="private")
        guest = team.person("new")
        tab = stage.connect(guest)
        answers = team.together(
            *(lambda one=one: service.add_member(one, room, "new") for one in people)
        )
        assert {user_id for _, user_id in answers} == {guest.id}
        assert len(stage.of("roomAdded", tab)) == 1


class TestLeaving:
    def test_the_place_is_empty_and_the_sockets_are_out(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        tab, second = stage.connect(bo, room), stage.connect(bo)
        service.leave_room(bo, room)
        assert stage.of("roomRemoved", tab) == stage.of("roomRemoved", second) == [{"room": room}]
        stage.clear()
        team.say(ann, room)
        assert stage.of("newMessage", tab) == []
        assert roles(room) == {ann.id: "owner"}

    @pytest.mark.parametrize(
        ("others", "heir"),
        [
            ({"admin": "admin", "member": "member", "guest": "guest"}, "admin"),
            ({"member": "member", "guest": "guest"}, "member"),
            ({"guest": "guest"}, "guest"),
        ],
    )
    def test_the_owner_leaves_the_room_to_the_next_in_rank(
        self, team: Team, stage: Stage, others: dict[str, str], heir: str
    ):
        ann, *rest = team.people("ann", *others)
        by_name: dict[str, Any] = {one.username: one for one in rest}
        room = team.room(ann, **by_name)
        tab = stage.connect(by_name[heir])
        service.leave_room(ann, room)
        assert roles(room)[by_name[heir].id] == "owner"
        assert [one["role"] for one in stage.of("roomChanged", tab)] == ["owner"]

    def test_and_among_equals_to_whoever_came_first(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann)
        service.join_room(cy, room)
        service.join_room(bo, room)
        service.leave_room(ann, room)
        assert roles(room) == {cy.id: "owner", bo.id: "member"}

    def test_a_second_owner_is_heir_enough(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        service.change_role(ann, room, bo.id, "owner")
        service.leave_room(ann, room)
        assert roles(room) == {bo.id: "owner", cy.id: "member"}

    def test_owners_who_leave_at_once_leave_an_owner_behind(self, team: Team):
        people = team.crowd(6)
        for _ in range(5):
            room = team.room(people[0], *people[1:])
            for one in people[1:4]:
                service.change_role(people[0], room, one.id, "owner")
            team.together(
                *(lambda one=one, room=room: service.leave_room(one, room) for one in people[:4])
            )
            left = roles(room)
            assert set(left) == {one.id for one in people[4:]}
            assert list(left.values()).count("owner") == 1

    def test_whoever_comes_into_a_deserted_room_owns_it(self, team: Team):
        ann, *rest = team.crowd(8)
        for _ in range(5):
            room = team.room(ann)
            service.leave_room(ann, room)
            assert roles(room) == {}
            team.together(
                *(lambda one=one, room=room: service.join_room(one, room) for one in rest)
            )
            assert sorted(roles(room).values()) == ["member"] * 6 + ["owner"]


class TestRemoving:
    def test_at_once_and_for_all_sockets(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo, kind="private")
        tabs = [stage.connect(bo, room), stage.connect(bo, room)]
        service.remove_member(ann, room, bo.id)
        assert all(stage.of("roomRemoved", tab) == [{"room": room}] for tab in tabs)
        stage.clear()
        team.say(ann, room, "now that bo is gone")
        service.edit_room(ann, room, EditRoom(name="Without bo"))
        assert stage.of("newMessage", tabs[0]) == []
        assert stage.of("roomChanged", tabs[0]) == []
        assert not any(room in tab.rooms for tab in tabs)

    def test_of_somebody_who_is_not_there(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann)
        for user_id in (bo.id, 10**9):
            with pytest.raises(NotFound):
                service.remove_member(ann, room, user_id)

    def test_and_back_again(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, kind="private", admin=bo)
        team.say(ann, room)
        service.remove_member(ann, room, bo.id)
        service.add_member(ann, room, "bo")
        assert roles(room)[bo.id] == "member", "the old role does not come back"
        assert len(team.everything(bo, room)) == 1
        assert team.unread(bo, room) == (0, 0)


class TestRoles:
    def test_given_and_told(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        tab = stage.connect(bo)
        service.change_role(ann, room, bo.id, "admin")
        assert [one["role"] for one in stage.of("roomChanged", tab)] == ["admin"]
        assert members.get_member(ann, room, bo.id).role == "admin"

    @pytest.mark.parametrize(
        ("who", "whom", "to", "allowed"),
        [
            ("owner", "admin", "guest", True),
            ("owner", "member", "owner", True),
            ("owner", "second", "member", True),
            ("owner", "owner", "member", False),
            ("admin", "member", "admin", True),
            ("admin", "guest", "member", True),
            ("admin", "member", "owner", False),
            ("admin", "admin", "member", False),
            ("admin", "peer", "member", False),
            ("admin", "owner", "guest", False),
            ("member", "guest", "member", False),
            ("member", "member", "admin", False),
            ("guest", "guest", "owner", False),
        ],
    )
    def test_who_gives_which_to_whom(
        self, team: Team, who: str, whom: str, to: Role, allowed: bool
    ):
        names = ("owner", "second", "admin", "peer", "member", "guest")
        people = dict(zip(names, team.people(*names), strict=True))
        room = team.room(people["owner"], *list(people.values())[1:])
        given: dict[str, Role] = {
            "second": "owner",
            "admin": "admin",
            "peer": "admin",
            "guest": "guest",
        }
        for name, role in given.items():
            service.change_role(people["owner"], room, people[name].id, role)
        before = roles(room)
        if allowed:
            service.change_role(people[who], room, people[whom].id, to)
            assert roles(room) == before | {people[whom].id: to}
        else:
            with pytest.raises(Forbidden):
                service.change_role(people[who], room, people[whom].id, to)
            assert roles(room) == before


class TestChanging:
    def test_every_member_hears_of_it_in_their_own_role(self, team: Team, stage: Stage):
        ann, bo, eve = team.people("ann", "bo", "eve")
        room = team.room(ann, bo)
        tabs = {one.username: stage.connect(one) for one in (ann, bo, eve)}
        changed = service.edit_room(ann, room, EditRoom(name="New", topic="fresh", archived=True))
        assert (changed.name, changed.topic, changed.archived) == ("New", "fresh", True)
        assert stage.of("roomChanged", tabs["ann"]) == [changed.dump()]
        assert stage.of("roomChanged", tabs["bo"]) == [{**changed.dump(), "role": "member"}]
        assert stage.of("roomChanged", tabs["eve"]) == []

    def test_what_changes_nothing_is_no_news(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        name = service.edit_room(ann, room, EditRoom(topic="fresh")).name
        tab = stage.connect(bo)

        service.edit_room(ann, room, EditRoom())
        service.edit_room(ann, room, EditRoom(name=name, topic="fresh", archived=False))
        service.change_role(ann, room, bo.id, "member")

        assert stage.of("roomChanged", tab) == []

    def test_what_is_not_named_stays(self, team: Team):
        ann = team.person("ann")
        room = service.create_room(ann, CreateRoom(name="Old", kind="public", topic="topic"))
        assert service.edit_room(ann, room.id, EditRoom(name="New")).topic == "topic"
        assert service.edit_room(ann, room.id, EditRoom(topic="")).name == "New"

    def test_archived_and_back(self, team: Team):
        ann = team.person("ann")
        room = team.room(ann)
        sent = team.say(ann, room)
        service.edit_room(ann, room, EditRoom(archived=True))
        assert team.everything(ann, room) == [sent]
        assert not service.edit_room(ann, room, EditRoom(archived=False)).archived
        team.say(ann, room)

    def test_messages_posted_meanwhile_keep_their_numbers(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        rename = EditRoom(name="X")
        calls = (lambda: team.say(bo, room), lambda: service.edit_room(ann, room, rename))
        team.together(*calls * 50)
        assert [one.seq for one in team.everything(ann, room)] == list(range(1, 51))


def test_a_deleted_room_is_gone_with_all_that_was_in_it(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room, other = team.room(ann, bo), team.room(ann, bo)
    sent = team.say(ann, room, "@bo")
    add_reaction(bo, sent.id, "🎉")
    team.say(ann, other, "stays")
    tabs = [stage.connect(bo, room), stage.connect(ann)]
    service.delete_room(ann, room)
    assert all(stage.of("roomRemoved", tab) == [{"room": room}] for tab in tabs)
    with pytest.raises(NotFound):
        team.history(ann, room)
    with pytest.raises(NotFound):
        team.say(bo, room)
    assert [row.room_id for row in db.session.scalars(select(Message))] == [other]
    assert db.session.scalars(select(Reaction)).all() == []
    assert db.session.scalars(select(Mention)).all() == []
    assert room not in roles(room)


def test_the_directory_has_the_open_public_rooms_and_no_others(team: Team):
    ann, bo = team.people("ann", "bo")
    den = team.room(ann, bo, name="The Den")
    team.room(ann, kind="private", name="Hidden den")
    team.direct(ann, bo)
    old = team.room(ann, name="Old den")
    service.edit_room(ann, old, EditRoom(archived=True))
    percent = service.create_room(ann, CreateRoom(name="100%", kind="public", topic="of_it")).id
    assert [(one.id, one.role, one.member_count) for one in public_rooms(bo)] == [
        (den, "member", 2),
        (percent, None, 1),
    ]
    for search, found in (("DEN", [den]), ("%", [percent]), ("_", [percent]), ("nothing", [])):
        assert [one.id for one in public_rooms(bo, search)] == found
    assert [one.id for one in public_rooms(bo, limit=1)] == [den]
    assert [one.id for one in public_rooms(bo, after=den)] == [percent]
