"""Pins: in order, for those who may, on messages that are there."""

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.messages.service import delete_message
from weconnect.pins import service
from weconnect.rooms import service as rooms
from weconnect.wire import pins as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound
from weconnect.wire.parts.pins import Pinned
from weconnect.wire.rooms import EditRoom


def shown(actor, room: int, **query: int) -> list[int]:
    page = service.list_pins(actor, room, wire.PinsQuery(**query))
    return [one.message.id for one in page.pins]


@pytest.fixture
def scene(team: Team):
    """Ann's room with Bo, and three messages of Ann's."""
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private")
    return ann, bo, room, [team.say(ann, room).id for _ in range(3)]


def test_what_was_pinned_last_stands_first_and_everybody_hears_of_it(scene, stage: Stage):
    ann, bo, room, (first, second, _) = scene
    tab = stage.connect(ann, room)
    assert Pinned.of(service.pin_message(bo, first, on=True)).pinned
    service.pin_message(ann, second, on=True)
    service.pin_message(ann, second, on=True)
    assert shown(bo, room) == [second, first]
    assert [one["pinned"] for one in stage.of("messageChanged", tab)] == [True, True]
    assert len(stage.of("pinsChanged", tab)) == 2
    page = service.list_pins(ann, room, wire.PinsQuery())
    assert [one.by.id for one in page.pins] == [ann.id, bo.id]
    assert not Pinned.of(service.pin_message(ann, first, on=False)).pinned
    assert shown(ann, room) == [second]


def test_they_are_moved(scene, stage: Stage):
    ann, bo, room, ids = scene
    for one in ids:
        service.pin_message(ann, one, on=True)
    first, second, third = ids
    assert shown(ann, room) == [third, second, first]
    service.move_pin(bo, first, 0)
    assert shown(ann, room) == [first, third, second]
    service.move_pin(bo, first, 99)
    assert shown(ann, room) == [third, second, first]
    tab = stage.connect(ann, room)
    service.move_pin(bo, first, 2)
    assert stage.of("pinsChanged", tab) == []
    service.pin_message(ann, second, on=False)
    service.move_pin(ann, second, 0)
    assert shown(ann, room, limit=1) == [third]
    assert shown(ann, room, after=1) == [first]


def test_a_deleted_message_is_pinned_no_more(scene):
    ann, _, room, (first, *_) = scene
    service.pin_message(ann, first, on=True)
    gone = delete_message(ann, first)
    assert not Pinned.of(gone).pinned
    assert shown(ann, room) == []
    with pytest.raises(Forbidden):
        service.pin_message(ann, first, on=True)


def test_who_may(scene, team: Team):
    ann, bo, room, (first, second, _) = scene
    eve, guest = team.people("eve", "guest")
    rooms.add_member(ann, room, "guest")
    rooms.change_role(ann, room, guest.id, "guest")
    with pytest.raises(NotFound):
        service.pin_message(eve, first, on=True)
    with pytest.raises(Forbidden):
        service.pin_message(guest, first, on=True)
    assert not service.list_pins(guest, room, wire.PinsQuery()).may_pin
    with pytest.raises(Forbidden):
        service.set_pinning(bo, room, "admins")
    service.pin_message(bo, first, on=True)
    service.set_pinning(ann, room, "admins")
    for act in (
        lambda: service.pin_message(bo, second, on=True),
        lambda: service.pin_message(bo, first, on=False),
        lambda: service.move_pin(bo, first, 0),
    ):
        with pytest.raises(Forbidden):
            act()
    assert not service.list_pins(bo, room, wire.PinsQuery()).may_pin
    service.pin_message(ann, second, on=True)
    rooms.remove_member(ann, room, bo.id)
    with pytest.raises(NotFound):
        shown(bo, room)


def test_an_archived_room_stays_as_it_is(scene):
    ann, _, room, (first, second, _) = scene
    service.pin_message(ann, first, on=True)
    rooms.edit_room(ann, room, EditRoom(archived=True))
    with pytest.raises(Forbidden):
        service.pin_message(ann, second, on=True)
    with pytest.raises(Forbidden):
        service.move_pin(ann, first, 0)
    with pytest.raises(Forbidden):
        service.set_pinning(ann, room, "admins")
    assert shown(ann, room) == [first]


def test_so_many_and_no_more(scene, team: Team, monkeypatch: pytest.MonkeyPatch):
    ann, _, _, ids = scene
    monkeypatch.setattr(wire, "MAX_PINS", 2)
    service.pin_message(ann, ids[0], on=True)
    service.pin_message(ann, ids[1], on=True)
    with pytest.raises(Conflict):
        service.pin_message(ann, ids[2], on=True)


def test_sealed_messages_are_pinned_unread(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    sent = team.seal(ann, room)
    service.pin_message(bo, sent.id, on=True)
    (pin,) = service.list_pins(ann, room, wire.PinsQuery()).pins
    assert pin.message.content == ""
    assert pin.message.sealed == sent.sealed


def test_by_plain_forms(shared_server):
    ann, bo, eve = (shared_server.person(f"{name}.pins") for name in ("ann", "bo", "eve"))
    room = ann.make_room("Board", "private", members=[bo.username])["id"]
    said = [
        ann.call_api("POST", f"/rooms/{room}/messages", {"content": text})["id"]
        for text in ("rules", "menu")
    ]
    for one in said:
        assert bo.post(f"/messages/{one}/pin", {"action": "pin"}).status_code == 200
    page = bo.get(f"/rooms/{room}/pins").text
    assert page.index("menu") < page.index("rules")
    bo.post(f"/messages/{said[0]}/pin", {"action": "move", "place": "0"})
    page = ann.get(f"/rooms/{room}/pins").text
    assert page.index("rules") < page.index("menu")
    bo.post(f"/messages/{said[0]}/pin", {"action": "unpin"})
    assert "rules" not in ann.get(f"/rooms/{room}/pins").text
    assert eve.get(f"/rooms/{room}/pins").status_code == 404
    assert eve.post(f"/messages/{said[0]}/pin", {"action": "pin"}).status_code == 404
    assert bo.post(f"/rooms/{room}/pinning", {"pinning": "admins"}).status_code == 403
    ann.post(f"/rooms/{room}/pinning", {"pinning": "admins"})
    assert "only admins" in bo.post(f"/messages/{said[0]}/pin", {"action": "pin"}).text
