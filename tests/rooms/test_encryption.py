"""Rooms are encrypted from their beginning or from a moment on, for good."""

from collections.abc import Iterator

import pytest

from tests.harness.apps import Apps
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.messages import room_list
from weconnect.rooms import encryption, reach, service
from weconnect.settings import BadSetting, Settings
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.rooms import CreateRoom, EditRoom, Room, RoomKind

ON = EditRoom(encrypted=True)


def now(actor: Actor, room: int) -> Room:
    found = room_list.summary(actor, room)
    assert found is not None
    return found


class TestFromTheBeginning:
    @pytest.mark.parametrize("kind", ["private", "direct"])
    def test_a_room_is_made_so_and_its_people_are_told(
        self, team: Team, stage: Stage, kind: RoomKind
    ):
        ann, bo = team.people("ann", "bo")
        tab = stage.connect(bo)
        name = "Den" if kind == "private" else None
        wish = CreateRoom(kind=kind, name=name, members=["bo"], encrypted=True)
        made = service.create_room(ann, wish)
        assert (made.encrypted, made.encrypted_from) == (True, 0)
        (told,) = stage.of("roomAdded", tab)
        assert (told["encrypted"], told["encryptedFrom"]) == (True, 0)
        keys = encryption.people_of(bo, made.id)
        assert keys.people == [ann.id, bo.id]
        assert keys.keys_version == stage.of("keysChanged", tab)[-1]["keysVersion"]

    def test_a_direct_conversation_that_is_there_stays_as_it_is(self, team: Team):
        ann, bo = team.people("ann", "bo")
        there = team.direct(ann, bo)
        wish = CreateRoom(kind="direct", members=["ann"], encrypted=True)
        found = service.create_room(bo, wish)
        assert (found.id, found.encrypted, found.encrypted_from) == (there, False, None)


class TestTurningItOn:
    def test_its_owner_does_and_everybody_is_told(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo, kind="private")
        team.say(ann, room)
        team.say(bo, room)
        tab = stage.connect(bo, room)
        turned = service.edit_room(ann, room, ON)
        assert (turned.encrypted, turned.encrypted_from) == (True, 2)
        (told,) = stage.of("roomChanged", tab)
        assert (told["encrypted"], told["encryptedFrom"], told["role"]) == (True, 2, "member")
        assert [one["room"] for one in stage.of("keysChanged", tab)] == [room]
        # A second time nothing changes.
        team.seal(ann, room)
        assert service.edit_room(ann, room, ON).encrypted_from == 2
        assert len(stage.of("roomChanged", tab)) == 1

    def test_nobody_else_does(self, team: Team):
        ann, bo, cy, dan, eve, fay = team.people("ann", "bo", "cy", "dan", "eve", "fay")
        room = team.room(ann, cy, kind="private", admin=bo, guest=dan)
        service.add_member(ann, room, "fay")
        service.remove_member(ann, room, fay.id)
        for person in (bo, cy, dan):
            with pytest.raises(Forbidden):
                service.edit_room(person, room, ON)
        for person in (eve, fay):
            with pytest.raises(NotFound):
                service.edit_room(person, room, ON)
            with pytest.raises(NotFound):
                encryption.people_of(person, room)
        assert not now(ann, room).encrypted

    @pytest.mark.parametrize("who", [0, 1, 2])
    def test_in_a_direct_conversation_anybody_does(self, team: Team, who: int):
        people = team.people("ann", "bo", "cy")
        room = team.direct(*people)
        assert service.edit_room(people[who], room, ON).encrypted
        assert all(now(one, room).encrypted for one in people)

    def test_nothing_else_of_a_direct_conversation_changes(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.direct(ann, bo)
        for change in (
            *(EditRoom(name="Us"), EditRoom(topic="us"), EditRoom(archived=True)),
            *(EditRoom(encrypted=False), EditRoom(encrypted=True, topic="us")),
        ):
            with pytest.raises(Forbidden):
                service.edit_room(ann, room, change)
        assert not now(ann, room).encrypted

    def test_no_public_and_no_archived_room_is(self, team: Team):
        ann, bo = team.people("ann", "bo")
        public, old = team.room(ann), team.room(ann, kind="private")
        between = team.direct(ann, bo)
        service.edit_room(ann, old, EditRoom(archived=True))
        reach.block(ann, bo.id)
        for room in (public, old, between):
            with pytest.raises(Forbidden):
                service.edit_room(ann, room, ON)
            assert not now(ann, room).encrypted

    def test_it_is_never_turned_off(self, team: Team):
        ann, bo = team.people("ann", "bo")
        rooms = [team.room(ann, kind="private", encrypted=True), team.direct(ann, bo)]
        service.edit_room(ann, rooms[1], ON)
        for room in rooms:
            with pytest.raises(Forbidden):
                service.edit_room(ann, room, EditRoom(encrypted=False))
        service.edit_room(ann, rooms[0], EditRoom(name="Another", archived=True))
        service.edit_room(ann, rooms[0], EditRoom(archived=False))
        assert all(now(ann, room).encrypted for room in rooms)

    def test_the_keys_of_before_are_no_good(self, team: Team):
        """Who asked for the people of a plain room does not know who has gone since."""
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo, kind="private")
        before = encryption.people_of(ann, room)
        service.remove_member(ann, room, bo.id)
        service.edit_room(ann, room, ON)
        assert encryption.people_of(ann, room).keys_version > before.keys_version


def test_who_comes_and_goes_is_counted_and_who_has_gone_is_not_told(team: Team, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, kind="private", encrypted=True)
    tabs = [stage.connect(one) for one in (ann, cy)]
    versions = [encryption.people_of(ann, room).keys_version]

    def count() -> int:
        versions.append(encryption.people_of(ann, room).keys_version)
        return versions[-1] - versions[-2]

    service.add_member(ann, room, "cy")
    assert count() == 1
    service.add_member(ann, room, "cy")
    service.change_role(ann, room, cy.id, "admin")
    service.edit_room(ann, room, EditRoom(topic="ours"))
    assert count() == 0
    service.remove_member(ann, room, cy.id)
    assert count() == 1
    service.leave_room(bo, room)
    assert count() == 1
    told = [[one["keysVersion"] for one in stage.of("keysChanged", tab)] for tab in tabs]
    assert told == [[versions[1], versions[3], versions[4]], [versions[1]]]


@pytest.fixture(scope="module")
def server(_apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(_apps.lay_out(tmp_path_factory.mktemp("safe")), ENCRYPT_PRIVATE_ROOMS="default")
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, Person]:
    return {name: server.person(f"{name}.safe") for name in ("ann", "bo", "eve")}


def last_room(person: Person) -> dict[str, object]:
    rooms: list[dict[str, object]] = person.call_api("GET", "/rooms")["rooms"]
    return max(rooms, key=lambda one: one["id"])  # type: ignore[arg-type, return-value]


TICKED = '<input type="checkbox" name="encrypted" value="yes" checked>'


def test_forms_ask_for_it_and_the_tick_can_be_taken_out(people):
    ann, bo = people["ann"], people["bo"]
    assert TICKED in ann.get("/rooms/new").text
    assert TICKED in ann.get("/rooms/direct").text
    for form, encrypted in (
        ({"kind": "private", "encrypted": "yes"}, True),
        ({"kind": "private"}, False),
        ({"kind": "public", "encrypted": "yes"}, False),
    ):
        ann.post("/rooms/new", {"name": "Den", **form})
        assert last_room(ann)["encrypted"] is encrypted, form
    ann.post("/rooms/direct", {"people": bo.username, "encrypted": "yes"})
    assert (last_room(ann)["kind"], last_room(ann)["encrypted"]) == ("direct", True)


def test_a_form_turns_it_on(people):
    ann, bo, eve = people.values()
    den = ann.make_room("Den", "private", members=[bo.username])["id"]
    hall = ann.make_room("Hall")["id"]
    between = ann.make_room(None, "direct", members=[bo.username, eve.username])["id"]
    address = f'action="/rooms/{den}/encrypt"'
    assert address in ann.get(f"/rooms/{den}/settings").text
    assert address not in bo.get(f"/rooms/{den}/settings").text
    assert eve.get(f"/rooms/{den}/encrypt").status_code == 404
    assert eve.post(f"/rooms/{den}/encrypt").status_code == 404
    assert "Only the owner" in bo.get(f"/rooms/{den}/encrypt").text
    for person, room, turned in ((bo, den, False), (ann, hall, False), (ann, den, True)):
        person.post(f"/rooms/{room}/encrypt")
        assert person.call_api("GET", f"/rooms/{room}")["encrypted"] is turned
    assert f'href="/rooms/{between}/encrypt"' in bo.get(f"/rooms/{between}").text
    bo.post(f"/rooms/{between}/encrypt")
    page = eve.get(f"/rooms/{between}").text
    assert '<span class="tag" data-part="encrypted">' in page
    assert f'href="/rooms/{between}/encrypt" hidden' in page
    assert "for good" in ann.get(f"/rooms/{den}/settings").text


def test_the_setting_is_one_of_two(tmp_path):
    given = {"DATA_DIR": str(tmp_path)}
    assert Settings.from_env(given).encrypt_private_rooms == "off"
    with pytest.raises(BadSetting):
        Settings.from_env(given | {"ENCRYPT_PRIVATE_ROOMS": "on"})
