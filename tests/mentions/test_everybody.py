"""`@room` and `@here`: who is called, who may do it, and what becomes of it."""

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team, sealed
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.limits import rate_limit
from weconnect.mentions import many, service
from weconnect.messages import room_list, unread
from weconnect.messages import service as messages
from weconnect.rooms import service as rooms
from weconnect.wire.errors import AppError, Forbidden
from weconnect.wire.mentions import RoomCallers
from weconnect.wire.parts.mentions import Mentions
from weconnect.wire.rooms import RoomSearch


def kinds(message) -> list[str]:
    return [one.kind for one in Mentions.of(message).called]


def calls(team: Team, room: int, *people: Actor) -> list[int]:
    return [team.unread(one, room)[1] for one in people]


def test_all_members_are_called_but_whoever_says_it(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    said = team.say(ann, room, "@room, lunch? @bo brings it")
    assert kinds(said) == ["person", "room"]
    assert Mentions.of(said).mentions == [bo.id]
    assert calls(team, room, ann, bo, cy) == [0, 1, 1], "by name and among all, it is one message"
    totals = room_list.my_page(cy, RoomSearch()).totals
    assert totals
    assert totals.mentions == 1
    unread.mark_read(cy, room, said.seq)
    assert calls(team, room, cy) == [0]


def test_who_comes_later_was_not_called(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo)
    said = team.say(ann, room, "@room")
    rooms.join_room(cy, room)
    assert calls(team, room, bo, cy) == [1, 0]
    seen = {one.id: team.history(one, room).messages[-1] for one in (ann, bo, cy)}
    mine = {one: Mentions.of(message).calls_me for one, message in seen.items()}
    assert mine == {ann.id: False, bo.id: True, cy.id: False}
    assert Mentions.of(said).calls_me is None, "what is told to all says it to nobody"


def test_here_are_those_who_are_here_when_it_is_said(team: Team, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    stage.connect(ann, room)
    stage.connect(bo)
    said = team.say(ann, room, "@here, anybody?")
    stage.connect(cy, room)
    assert kinds(said) == ["here"]
    assert calls(team, room, ann, bo, cy) == [0, 1, 0]
    team.edit(ann, said, "@here and @cy, anybody?")
    assert calls(team, room, bo, cy) == [1, 1]
    team.edit(ann, said, "never mind")
    assert calls(team, room, bo, cy) == [0, 0]
    team.edit(ann, said, "@here after all")
    assert calls(team, room, bo, cy) == [0, 0], "who was here then, nobody knows any more"


def test_what_is_edited_or_deleted_calls_nobody_any_more(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    said = team.say(ann, room, "lunch")
    assert kinds(team.edit(ann, said, "lunch, @room")) == ["room"]
    assert calls(team, room, bo) == [1]
    assert kinds(team.edit(ann, said, "lunch, `@room`")) == []
    assert calls(team, room, bo) == [0]
    team.edit(ann, said, "lunch, @room")
    messages.delete_message(ann, said.id)
    assert calls(team, room, bo) == [0]


@pytest.mark.parametrize(
    ("callers", "may"),
    [
        ("team", {"owner": True, "admin": True, "member": True, "guest": True}),
        ("everybody", {"owner": True, "admin": True, "member": True, "guest": True}),
        ("members", {"owner": True, "admin": True, "member": True, "guest": False}),
        ("admins", {"owner": True, "admin": True, "member": False, "guest": False}),
    ],
)
def test_who_may_do_it(team: Team, callers, may):
    people = dict(zip(may, team.people(*may), strict=True))
    owner, listener = people["owner"], team.person("listener")
    room = team.room(
        owner, people["member"], listener, admin=people["admin"], guest=people["guest"]
    )
    service.set_callers(owner, room, RoomCallers(callers=callers))
    for role, person in people.items():
        before = calls(team, room, listener)[0]
        assert service.would_call(person, room, "room").refused is not may[role]
        said = team.say(person, room, "@room")
        assert kinds(said) == (["room"] if may[role] else [])
        assert calls(team, room, listener) == [before + may[role]]


def test_in_a_large_room_it_is_for_admins(team: Team, monkeypatch):
    settings = team.app.config["WECONNECT"]
    monkeypatch.setitem(
        team.app.config,
        "WECONNECT",
        type(settings)(**{**vars(settings), "call_everybody_up_to": 2}),
    )
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    assert kinds(team.say(bo, room, "@room @here")) == []
    assert kinds(team.say(ann, room, "@room")) == ["room"]
    with pytest.raises(Forbidden):
        service.set_callers(bo, room, RoomCallers(callers="everybody"))


def test_in_an_encrypted_room_the_client_says_it(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    body = sealed("psst").model_copy(update={"everybody": "room"})
    said = messages.send_message(ann, room, body, "00000000-0000-4000-8000-000000000001")
    assert kinds(said) == ["room"]
    assert calls(team, room, bo) == [1]


def test_one_is_told_whom_one_would_call(team: Team, stage: Stage):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, kind="private", guest=cy)
    asked = service.would_call(ann, room, "bo dee. nobody Ann")
    assert (asked.people, asked.refused, asked.may_add) == (1, False, True)
    assert [one.username for one in asked.outside] == ["dee"]
    assert service.would_call(ann, room, "room dee").people == 2
    stage.connect(bo)
    assert service.would_call(ann, room, "here").people == 1
    assert not service.would_call(cy, room, "dee").may_add, "guests add nobody"
    team.ban(dee)
    assert service.would_call(ann, room, "dee").outside == []
    with pytest.raises(AppError):
        service.would_call(dee, room, "bo")


def test_who_calls_for_many_too_often_calls_for_nobody(team: Team, monkeypatch):
    monkeypatch.setattr(many, "OFTEN", rate_limit.rule("2 per hour", often=True))
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    said = team.say(ann, room, "@room")
    assert not service.would_call(ann, room, "room").spent
    assert kinds(team.edit(ann, said, "@room, all of you")) == ["room"], "that is no further call"
    team.say(ann, room, "@room @here")
    asked = service.would_call(ann, room, "room bo")
    assert (asked.people, asked.refused, asked.spent) == (1, False, True)
    assert not service.would_call(ann, room, "bo").spent
    posted = team.say(ann, room, "@room and @bo")
    assert kinds(posted) == ["person"]
    assert kinds(team.edit(ann, posted, "@room!")) == []
    assert calls(team, room, bo, cy) == [2, 2]
    assert kinds(team.say(bo, room, "@room")) == ["room"], "others may go on"
