"""Devices: each ends with its login or token, for good, and everybody concerned learns of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.e2ee.conftest import Crew, Login
from tests.e2ee.keys import device_keys, new_device
from tests.harness.person import PASSWORD
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts import models
from weconnect.auth.accounts.actor import Actor, actor_of
from weconnect.auth.accounts.expiry import delete_expired
from weconnect.auth.people import administration, profile
from weconnect.auth.sign_in import logins, passwords, tokens
from weconnect.e2ee import devices, directory
from weconnect.e2ee.cleaning import clean
from weconnect.e2ee.models import Device, Mail
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.rooms.encryption import people_of
from weconnect.rooms.service import add_member, create_room, remove_member
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import AppError, BadRequest, Conflict, NotFound, Unauthorized
from weconnect.wire.rooms import CreateRoom


def seen(by: Login, of: int) -> list[str]:
    """The devices of a person that somebody is shown."""
    (found,) = directory.query_keys(by.actor, wire.QueryKeys(people=[of])).people
    return [one.device for one in found.devices]


@transaction
def expire(table: type[models.Login] | type[models.AccessToken], user_id: int) -> None:
    db.session.execute(
        update(table).where(table.user_id == user_id).values(expires_at=now() - timedelta(days=1))
    )


def give_password(actor: Actor) -> None:
    hashed = passwords.hash_password(PASSWORD)
    transaction(
        lambda: setattr(db.session.get_one(models.User, actor.id), "password_hash", hashed)
    )()


def box(own: Login) -> list[wire.MailFrom]:
    """The mail that somebody can still read."""
    try:
        return own.sync().messages
    except NotFound:
        return []


def log_out(own: Login) -> None:
    logins.log_out(own.actor.secret)


def end_login(own: Login) -> None:
    assert own.actor.login_id
    logins.end_login(own.actor, own.actor.login_id)


def end_others(own: Login) -> None:
    logins.end_others(replace(own.actor, login_id=None))


def change_password(own: Login) -> None:
    give_password(own.actor)
    profile.change_password(own.actor, PASSWORD, "another long password", "", "127.0.0.1")


def ban(own: Login) -> None:
    founder = db.session.scalars(select(models.User).where(models.User.is_admin)).one()
    administration.ban(actor_of(founder), own.id)


def expires(own: Login) -> None:
    expire(models.Login, own.id)
    delete_expired({})


def expires_and_is_noticed_earlier(own: Login) -> None:
    expire(models.Login, own.id)
    clean({})


def is_removed(own: Login) -> None:
    devices.remove_device(own.actor, own.device, None)


def takes_another(own: Login) -> None:
    device = new_device()
    wish = wire.PutDevice(device=device, keys=device_keys(own.id, device))
    devices.put_device(own.actor, wish)


@pytest.mark.parametrize(
    "way",
    [
        *(log_out, end_login, end_others, change_password, ban, expires),
        *(expires_and_is_noticed_earlier, is_removed, takes_another),
    ],
)
def test_a_device_ends_with_its_login_and_all_members_learn_of_it(
    team: Team, crew: Crew, stage: Stage, way
):
    team.person("founder", admin=True)
    ann, bo = (crew.login(one) for one in team.people("ann", "bo"))
    wish = CreateRoom(name="Room", kind="private", members=["bo"], encrypted=True)
    room = create_room(ann.actor, wish).id
    socket = stage.connect(bo.actor)
    bo.send(ann)
    ann.upload(3, fallback="first")
    before, version = bo.sync().lists, people_of(bo.actor, room).keys_version
    assert seen(bo, ann.id) == [ann.device]

    way(ann)

    assert ann.device not in seen(bo, ann.id)
    assert bo.sync(lists=before).changed == [ann.id]
    assert people_of(bo.actor, room).keys_version > version
    told = [one["keysVersion"] for one in stage.of("keysChanged", socket)]
    assert told == [*range(version + 1, people_of(bo.actor, room).keys_version + 1)]
    assert bo.claim(ann) == []
    assert bo.send(ann, transaction="t2") == [wire.Claimed(person=ann.id, device=ann.device)]
    assert box(ann) == []
    with pytest.raises((Conflict, Unauthorized)):
        crew.put(ann.actor, ann.device)
    clean({})
    assert db.session.scalars(select(Mail)).all() == []
    # Its id and its public key are remembered, and nothing else of it.
    row = db.session.scalars(select(Device).where(Device.device == ann.device)).one()
    assert (row.keys, row.name) == ("", "")
    assert row.ed25519


def test_a_token_has_a_device_of_its_own(team: Team, crew: Crew):
    (ann,) = crew.people("ann")
    token = tokens.create_token(ann.actor, "bot", None)
    bot = tokens.resume(token.token)
    assert bot
    program = Login(bot, new_device())
    crew.put(bot, program.device, "bot")

    listed = devices.list_devices(bot).devices
    assert [(one.device, one.current, one.name) for one in listed] == [
        (program.device, True, "bot"),
        (ann.device, False, ""),
    ]
    assert listed[0].login is None
    assert listed[1].login == ann.actor.login_id
    ann.send(program)
    assert len(program.sync().messages) == 1
    tokens.revoke_token(ann.actor, token.id)
    assert seen(ann, ann.id) == [ann.device]
    with pytest.raises(NotFound):
        program.sync()


def test_an_expired_token_takes_its_device_with_it(crew: Crew):
    (ann,) = crew.people("ann")
    bot = tokens.resume(tokens.create_token(ann.actor, "bot", 1).token)
    assert bot
    crew.put(bot, new_device())
    expire(models.AccessToken, ann.id)

    clean({})

    assert seen(ann, ann.id) == [ann.device]


def test_the_same_once_more_changes_nothing_and_another_name_does(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    lists = bo.sync().lists
    crew.put(ann.actor, ann.device)
    assert bo.sync(lists=lists).changed == []
    crew.put(ann.actor, ann.device, "phone")
    assert bo.sync(lists=lists).changed == [ann.id]


def test_no_id_is_taken_twice_and_no_device_is_given_other_keys(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    other = device_keys(ann.id, ann.device)
    other["keys"][f"ed25519:{ann.device}"] = "A" * 43
    of_another = device_keys(bo.id, ann.device)
    for keys, error in ((other, Conflict), (of_another, BadRequest), ({}, BadRequest)):
        with pytest.raises(error):
            devices.put_device(ann.actor, wire.PutDevice(device=ann.device, keys=keys))
    takes_another(ann)
    with pytest.raises(Conflict):
        crew.put(ann.actor, ann.device)
    # Another person may have the same: it is theirs.
    assert crew.login(bo.actor, ann.device).device in seen(ann, bo.id)


def test_only_so_many_at_a_time(crew: Crew, monkeypatch):
    monkeypatch.setattr(devices, "MOST", 1)
    (ann,) = crew.people("ann")
    with pytest.raises(Conflict):
        crew.login(ann.actor)
    takes_another(ann)


def test_who_shares_no_room_sees_nothing_and_is_not_told(team: Team, crew: Crew):
    ann, bo = crew.people("ann", "bo")
    stranger = crew.login(team.person("stranger"))
    for wanted in (ann.id, 10**6):
        wish = wire.QueryKeys(people=[wanted, wanted])
        assert directory.query_keys(stranger.actor, wish).people == [
            wire.PersonKeys(
                person=wanted,
                devices=[],
                master_key=None,
                self_signing_key=None,
                user_signing_key=None,
            )
        ]
    lists = stranger.sync().lists
    crew.login(ann.actor)
    assert stranger.sync(lists=lists).changed == []
    assert seen(stranger, stranger.id) == [stranger.device]
    remove_member(ann.actor, crew.room, bo.id)
    assert seen(bo, ann.id) == []


def test_changes_of_many_at_once_are_all_seen(team: Team, crew: Crew):
    people = crew.people("ann", "bo", "cy", "dee")
    ann = people[0]
    lists = ann.sync().lists

    made = team.together(*[lambda one=one: crew.login(one.actor) for one in people * 3])

    assert not [one for one in made if isinstance(one, AppError)]
    news = ann.sync(lists=lists)
    assert news.changed == sorted(one.id for one in people)
    assert news.lists == lists + 12


def test_who_shared_no_room_for_a_while_learns_what_changed_meanwhile(team: Team, crew: Crew):
    ann, bo, cy = (crew.login(one) for one in team.people("ann", "bo", "cy"))
    wish = CreateRoom(name="Room", kind="private", members=["bo", "cy"], encrypted=True)
    room = create_room(ann.actor, wish).id
    remove_member(ann.actor, room, bo.id)
    for one in (ann, bo, cy):
        crew.login(one.actor)
    lists = {one: one.sync().lists for one in (ann, bo, cy)}
    assert all(one.sync(lists=lists[one]).changed == [] for one in lists)

    add_member(ann.actor, room, "bo")

    assert ann.sync(lists=lists[ann]).changed == cy.sync(lists=lists[cy]).changed == [bo.id]
    assert bo.sync(lists=lists[bo]).changed == [ann.id, bo.id, cy.id]
