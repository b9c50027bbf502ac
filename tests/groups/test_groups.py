"""Groups: who makes them, whose name is whose, and whom they call for."""

from dataclasses import replace

import pytest

from tests.harness.questions import questions
from tests.harness.team import Team, new_id, sealed
from weconnect.auth.accounts.names import UsernameRefused
from weconnect.auth.people import registration
from weconnect.auth.people.registration import NameTaken
from weconnect.engine.database.transactions import db
from weconnect.groups import service
from weconnect.inbox import service as inbox
from weconnect.mentions import service as mentions
from weconnect.messages import service as messages
from weconnect.rooms import service as rooms
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.groups import CreateGroup, EditGroup, FindGroups, GroupDetails
from weconnect.wire.inbox import InboxQuery
from weconnect.wire.parts.mentions import Mentions


def make(actor, name: str, *members) -> GroupDetails:
    names = [one.username for one in members]
    return service.create(actor, CreateGroup(name=name, members=names))


@pytest.fixture
def admin(team: Team):
    return team.person("chief", admin=True)


def test_administrators_make_groups_and_change_them(team: Team, admin):
    ann, bo = team.people("ann", "bo")
    with pytest.raises(Forbidden):
        make(ann, "helpers")
    group = make(admin, "@Support", ann)
    assert (group.name, group.member_count, group.mine) == ("support", 1, False)
    service.edit(admin, group.id, EditGroup(display_name="First Aid"))
    service.add(admin, group.id, "@BO")
    found = service.find(bo, wish=FindGroups(q="aid")).groups
    assert [(one.display_name, one.mine, one.may_edit) for one in found] == [
        ("First Aid", True, False)
    ]
    for change in (
        lambda: service.edit(bo, group.id, EditGroup(display_name="Mine")),
        lambda: service.add(bo, group.id, "chief"),
        lambda: service.take_out(bo, group.id, ann.id),
        lambda: service.remove(bo, group.id),
    ):
        with pytest.raises(Forbidden):
            change()
    service.take_out(bo, group.id, bo.id)
    assert [one.username for one in service.details(ann, group.id).members] == ["ann"]
    service.remove(admin, group.id)
    with pytest.raises(NotFound):
        service.details(ann, group.id)
    make(admin, "support")


def test_whoever_the_team_allows_makes_and_changes_their_own(team: Team, admin, monkeypatch):
    settings = team.app.config["WECONNECT"]
    allowed = type(settings)(**{**vars(settings), "groups_by": "everybody"})
    monkeypatch.setitem(team.app.config, "WECONNECT", allowed)
    ann, bo = team.people("ann", "bo")
    group = make(ann, "helpers")
    service.add(ann, group.id, "bo")
    service.edit(admin, group.id, EditGroup(display_name="All"))
    with pytest.raises(Forbidden):
        service.remove(bo, group.id)


def test_no_name_is_a_persons_and_a_groups(team: Team, admin):
    team.person("paypal")
    for name in ("paypal", "PayPal", "раураl"):
        with pytest.raises((NameTaken, UsernameRefused)):
            make(admin, name)
    make(admin, "helpers")
    for name in ("helpers", "HELPERS", "hеlреrѕ"):
        with pytest.raises((NameTaken, UsernameRefused)):
            registration.create(name, "correct horse battery staple")
    with pytest.raises(NameTaken):
        make(admin, "Helpers")
    for name in ("room", "here", "all", "x", ".team"):
        with pytest.raises(UsernameRefused):
            make(admin, name)


def test_a_group_calls_for_those_of_it_who_are_in_the_room(team: Team, admin):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, cy)
    group = make(admin, "support", ann, bo, dee)
    said = team.say(ann, room, "@support and @cy, please")
    called = Mentions.of(said).called
    assert [(one.kind, one.name, one.people) for one in called] == [
        ("person", "cy", []),
        ("group", "support", [bo.id]),
    ]
    assert Mentions.of(said).mentions == [cy.id]
    assert [team.unread(one, room)[1] for one in (ann, bo, cy)] == [0, 1, 1]
    mine = {one.username: team.history(one, room).messages[0] for one in (ann, bo)}
    assert {name: Mentions.of(one).calls_me for name, one in mine.items()} == {
        "ann": False,
        "bo": True,
    }
    assert [one.kind for one in inbox.inbox(bo, InboxQuery()).items] == ["mention"]
    # Who comes into the room, or into the group, later was not called.
    rooms.join_room(dee, room)
    service.add(admin, group.id, "cy")
    assert team.unread(dee, room) == (0, 0)
    asked = mentions.would_call(ann, room, "support")
    assert (asked.people, asked.outside) == (3, [])


def test_what_is_edited_or_deleted_calls_for_it_no_more(team: Team, admin):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    make(admin, "support", bo)
    said = team.say(ann, room, "hm")
    for text, calls in (("@support", 1), ("@bo @support", 1), ("@bo", 1), ("@support", 1), ("", 0)):
        team.edit(ann, said, text or "nobody")
        assert team.unread(bo, room)[1] == calls, text
    team.edit(ann, said, "@support")
    messages.delete_message(ann, said.id)
    assert team.unread(bo, room)[1] == 0


def test_in_an_encrypted_room_the_client_names_it(team: Team, admin):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy, kind="private", encrypted=True)
    group = make(admin, "support", bo)
    body = sealed("psst").model_copy(update={"groups": [group.id, 12345]})
    said = messages.send_message(ann, room, body, new_id())
    assert [one.name for one in Mentions.of(said).called] == ["support"]
    assert [team.unread(one, room)[1] for one in (bo, cy)] == [1, 0]


def test_one_message_calls_for_a_few_groups_only(team: Team, admin):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    for number in range(5):
        make(admin, f"team{number}", bo)
    make(admin, "team5", cy)
    said = team.say(ann, room, " ".join(f"@team{number}" for number in range(6)))
    assert len(Mentions.of(said).called) == 5
    assert [team.unread(one, room)[1] for one in (bo, cy)] == [1, 0]


def test_groups_of_many_are_for_those_who_may_call_for_everybody(team: Team, admin, monkeypatch):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    make(admin, "support", ann)
    make(admin, "sales", cy)
    settings = replace(team.app.config["WECONNECT"], call_everybody_up_to=1)
    monkeypatch.setitem(team.app.config, "WECONNECT", settings)
    assert [one.name for one in Mentions.of(team.say(bo, room, "@sales")).called] == ["sales"]
    said = team.say(bo, room, "@sales @support")
    assert Mentions.of(said).called == []
    assert mentions.would_call(bo, room, "sales support").refused
    assert team.unread(cy, room)[1] == 1
    assert len(Mentions.of(team.say(ann, room, "@sales")).called) == 1
    make(admin, "crowd", bo, cy)
    assert len(Mentions.of(team.say(ann, room, "@crowd")).called) == 1, "she is the owner"


def test_however_many_groups_they_are_found_by_as_many_questions(team: Team, admin):
    bo = team.person("bo")
    make(admin, "first", bo)
    db.session.remove()
    with questions() as of_one:
        service.find(bo, FindGroups())
    for number in range(5):
        make(admin, f"more.{number}", bo)
    db.session.remove()
    with questions() as of_many:
        assert [one.member_count for one in service.find(bo, FindGroups()).groups] == [1] * 6
    assert len(of_many) == len(of_one)
