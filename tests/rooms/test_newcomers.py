"""Where new people come in: the rooms for newcomers, and the room of an invite."""

import pytest

from tests.harness.person import PASSWORD
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor, actor_of
from weconnect.auth.accounts.models import User
from weconnect.auth.people import administration, invites, registration
from weconnect.auth.people.directory import require_person
from weconnect.engine.database.transactions import db
from weconnect.rooms import service
from weconnect.rooms.members import rooms_of
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.rooms import EditRoom


def actor(name: str) -> Actor:
    return actor_of(db.session.get_one(User, require_person(name).id))


@pytest.fixture
def chief(app, team: Team) -> Actor:
    registration.create("chief", PASSWORD)
    return actor("chief")


def newcomer(name: str, invite: str = "") -> int:
    registration.register(name, PASSWORD, invite=invite)
    return require_person(name).id


def rooms_after(name: str, invite: str = "") -> set[int]:
    return set(rooms_of(newcomer(name, invite)))


def opened(team: Team, chief: Actor, *members: Actor) -> int:
    room = team.room(chief, *members)
    service.edit_room(chief, room, EditRoom(newcomers=True))
    return room


def test_whoever_makes_an_account_is_in_the_rooms_for_newcomers(team, stage: Stage, chief):
    lobby, garden = opened(team, chief), opened(team, chief)
    team.room(chief)
    tab = stage.connect(chief)

    assert rooms_after("bo") == {lobby, garden}
    # An operator's accounts as well.
    registration.create("cy", PASSWORD)
    assert set(rooms_of(require_person("cy").id)) == {lobby, garden}
    assert not stage.of("roomAdded", tab), "that is nobody else's news"


def test_not_in_those_that_are_archived_or_closed_again(team, chief):
    lobby, garden = opened(team, chief), opened(team, chief)
    service.edit_room(chief, lobby, EditRoom(archived=True))
    service.edit_room(chief, garden, EditRoom(newcomers=False))

    assert rooms_after("bo") == set()


def test_what_was_said_before_is_not_unread(team, chief):
    lobby = opened(team, chief)
    team.say(chief, lobby)

    newcomer("bo")

    assert team.unread(actor("bo"), lobby) == (0, 0)


def test_who_may_open_a_room_to_newcomers(team, chief):
    bo, cy, dee = team.people("bo", "cy", "dee")
    room = team.room(bo, cy, chief, admin=chief)
    private = team.room(chief, bo, kind="private")
    wish = EditRoom(newcomers=True)

    for person in (bo, cy):
        with pytest.raises(Forbidden):
            service.edit_room(person, room, wish)
    with pytest.raises(Forbidden):
        service.edit_room(dee, room, wish)
    with pytest.raises(Forbidden, match="public"):
        service.edit_room(chief, private, wish)
    assert service.edit_room(chief, room, wish).newcomers
    service.remove_member(bo, room, chief.id)
    with pytest.raises(Forbidden):
        service.edit_room(chief, room, EditRoom(newcomers=False))


def test_an_invite_leads_into_its_room(team, chief):
    lobby, den = opened(team, chief), team.room(chief, kind="private")
    link = service.make_invite(chief, den, days=7, max_uses=2)

    assert rooms_after("bo", link) == {lobby, den}
    assert rooms_after("cy", link) == {lobby, den}
    # It is used up; and nobody needs one where everybody may register.
    assert rooms_after("dee", link) == {lobby}


@pytest.mark.parametrize("change", ["left", "guest", "archived", "deleted", "revoked"])
def test_only_as_long_as_whoever_made_it_could_add_somebody(team, chief, change):
    (bo,) = team.people("bo")
    den = team.room(bo, chief, kind="private")
    link = service.make_invite(chief, den, days=7, max_uses=2)
    if change == "left":
        service.leave_room(chief, den)
    elif change == "guest":
        service.change_role(bo, den, chief.id, "guest")
    elif change == "archived":
        service.edit_room(bo, den, EditRoom(archived=True))
    elif change == "deleted":
        service.delete_room(bo, den)
    else:
        (invite,) = invites.list_invites(chief)
        invites.revoke_invite(chief, invite.id)

    assert rooms_after("cy", link) == set()


def test_who_may_make_a_link_into_a_room(team, chief):
    bo, cy = team.people("bo", "cy")
    room = team.room(bo, chief, guest=cy)
    elsewhere = team.room(bo, kind="private")
    direct = team.direct(chief, bo)

    for person, where, error in (
        (bo, room, Forbidden),
        (cy, room, Forbidden),
        (chief, elsewhere, NotFound),
        (chief, direct, Forbidden),
    ):
        with pytest.raises(error):
            service.make_invite(person, where, days=7, max_uses=1)
    administration.set_admin(chief, cy.id, True)
    with pytest.raises(Forbidden):
        service.make_invite(actor("cy"), room, days=7, max_uses=1)
