"""A person's identity: whose it is, who signs what, and what the log keeps of it."""

import hashlib
import json
from typing import Any

import pytest
from pydantic import ValidationError

from tests.e2ee import keys
from tests.e2ee.conftest import Crew, Login
from tests.e2ee.test_devices import give_password
from tests.harness.person import PASSWORD
from tests.harness.team import Team
from weconnect.auth.people.profile import CurrentPasswordWrong
from weconnect.auth.sign_in import tokens
from weconnect.e2ee import devices, directory, identity, identity_log
from weconnect.rooms.service import remove_member
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound


def found(by: Login, of: Login) -> wire.PersonKeys:
    """What somebody is shown of a person."""
    (one,) = directory.query_keys(by.actor, wire.QueryKeys(people=[of.id])).people
    return one


def sign(by: Login, person: Login, key_id: str, key: dict[str, object]) -> None:
    signed = wire.Signed(person=person.id, key_id=key_id, key=key)
    identity.put_signatures(by.actor, wire.PutSignatures(signed=[signed]))


def entries() -> list[wire.LogEntry]:
    return identity_log.page(wire.LogQuery()).entries


def removal(own: Login, **other: object) -> str:
    """The statement that a device is removed."""
    said = {
        "type": "weconnect.removed",
        "person": own.id,
        "device": own.device,
        "ed25519": keys.key(own.device),
        "signatures": {"ed25519:master": keys.signature("removal")},
    }
    return json.dumps(said | other)


def test_everybody_in_the_room_sees_it_but_for_the_key_that_signs_others(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    lists = bo.sync().lists
    made = ann.identify()

    assert bo.sync(lists=lists).changed == [ann.id]
    shown, own = found(bo, ann), found(ann, ann)
    assert shown.master_key == own.master_key == made["masterKey"] | {"signatures": {}}
    assert shown.self_signing_key == made["selfSigningKey"] | {"signatures": {}}
    assert shown.user_signing_key is None
    assert own.user_signing_key == made["userSigningKey"] | {"signatures": {}}
    # Once more is the same.
    lists = bo.sync().lists
    ann.identify()
    assert bo.sync(lists=lists).changed == []


def test_another_one_needs_the_password_and_a_login(crew: Crew):
    ann, _ = crew.people("ann", "bo")
    give_password(ann.actor)
    ann.identify()
    bot = tokens.resume(tokens.create_token(ann.actor, "bot", None).token)
    assert bot
    program = Login(bot, keys.new_device())

    with pytest.raises(Forbidden):
        ann.identify("second")
    with pytest.raises(CurrentPasswordWrong):
        ann.identify("second", password="wrong")
    with pytest.raises(Forbidden):
        program.identify("second", password=PASSWORD)
    assert [one.statement for one in entries()] == [keys.public(keys.identity(ann.id)["masterKey"])]

    made = ann.identify("second", password=PASSWORD)
    assert found(ann, ann).master_key == made["masterKey"] | {"signatures": {}}
    assert [one.kind for one in entries()] == ["identity"] * 2


def test_only_ones_own_keys_are_taken(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    with pytest.raises(BadRequest):
        ann.identify(**keys.identity(bo.id))
    swapped = keys.identity(ann.id)["selfSigningKey"]
    with pytest.raises(BadRequest):
        ann.identify(masterKey=swapped)


def test_signatures_on_ones_own_devices_are_for_everybody(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    own = ann.identify()
    by = keys.public(own["selfSigningKey"])
    master = keys.public(own["masterKey"])
    lists = bo.sync().lists
    device = keys.device_keys(ann.id, ann.device)

    sign(ann, ann, ann.device, keys.signed(device, ann.id, by))
    sign(ann, ann, master, keys.signed(own["masterKey"], ann.id, ann.device))

    (shown,) = found(bo, ann).devices
    assert set(shown.keys["signatures"][keys.user(ann.id)]) == {
        f"ed25519:{by}",
        f"ed25519:{ann.device}",
    }
    assert found(bo, ann).master_key == keys.signed(own["masterKey"], ann.id, ann.device)
    assert bo.sync(lists=lists).changed == [ann.id]
    # What nobody of hers signed is left out; describing the device keeps what is there.
    lists = bo.sync().lists
    sign(ann, ann, ann.device, keys.signed(device, ann.id, "nobody"))
    crew.put(ann.actor, ann.device)
    assert found(bo, ann).devices == [shown]
    assert bo.sync(lists=lists).changed == []


def test_signatures_on_others_are_for_oneself(team: Team, crew: Crew):
    ann, bo, cy = crew.people("ann", "bo", "cy")
    mine, theirs = ann.identify(), bo.identify()
    key = theirs["masterKey"]
    by = keys.public(mine["userSigningKey"])
    signed = keys.signed(key, ann.id, by)

    sign(ann, bo, keys.public(key), signed)

    assert found(ann, bo).master_key == signed
    for other in (bo, cy):
        assert found(other, bo).master_key == key | {"signatures": {}}
    with pytest.raises(Conflict):
        sign(ann, bo, keys.public(key), signed | {"usage": ["other"]})
    with pytest.raises(NotFound):
        sign(ann, bo, bo.device, keys.device_keys(bo.id, bo.device))
    with pytest.raises(NotFound):
        sign(ann, bo, keys.public(mine["masterKey"]), signed)
    # It says nothing of another identity of theirs.
    give_password(bo.actor)
    second = bo.identify("second", password=PASSWORD)
    assert found(ann, bo).master_key == second["masterKey"] | {"signatures": {}}
    remove_member(ann.actor, crew.room, bo.id)
    with pytest.raises(NotFound):
        sign(ann, bo, keys.public(second["masterKey"]), second["masterKey"])


def test_the_log_is_a_chain_in_one_order(team: Team, crew: Crew):
    people = crew.people("ann", "bo", "cy", "dee", "eve")

    team.together(*[one.identify for one in people])

    page = identity_log.page(wire.LogQuery())
    before = ""
    for number, one in enumerate(page.entries, 1):
        lines = [str(number), before, str(one.person), one.kind, one.statement]
        before = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        assert (one.index, one.hash) == (number, before)
    assert sorted(one.person for one in page.entries) == sorted(one.id for one in people)
    assert page.head == people[0].sync().log == wire.LogHead(index=5, hash=before)
    rest = identity_log.page(wire.LogQuery(after=3, limit=1))
    assert ([one.index for one in rest.entries], rest.head) == ([4], page.head)


def test_a_removed_device_is_in_the_log_once(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    ann.identify()
    phone = crew.login(ann.actor)
    lists = bo.sync().lists

    for wrong in (removal(ann), removal(phone, ed25519="x"), removal(phone, more=1), "[]", "{"):
        with pytest.raises(BadRequest):
            devices.remove_device(ann.actor, phone.device, wrong)
    for who, device in ((bo, phone.device), (ann, "A" * 16)):
        with pytest.raises(NotFound):
            devices.remove_device(who.actor, device, removal(phone))
    devices.remove_device(ann.actor, phone.device, removal(phone))
    devices.remove_device(ann.actor, phone.device, removal(phone))

    assert [(one.person, one.kind) for one in entries()][1:] == [(ann.id, "removed")]
    assert entries()[1].statement == removal(phone)
    assert [one.device for one in found(bo, ann).devices] == [ann.device]
    assert bo.sync(lists=lists).changed == [ann.id]
    with pytest.raises(NotFound):
        phone.sync()
    # Without a statement there must be something to end.
    with pytest.raises(NotFound):
        devices.remove_device(ann.actor, phone.device, None)


def test_a_statement_is_short_and_what_does_not_fit_is_told(crew: Crew):
    with pytest.raises(ValidationError, match="at most 1000 characters"):
        wire.RemoveDevice(statement="x" * 1001)
    deep: dict[str, Any] = {}
    for _ in range(400):
        deep = {"a": deep}
    for content, problem in ((deep, "nested less deeply"), ({"a": "\ud800"}, "lone surrogates")):
        with pytest.raises(ValidationError, match=problem):
            wire.MailTo(person=1, device="A" * 16, content=content)


def test_without_an_identity_nothing_can_have_signed_a_removal(crew: Crew):
    (ann,) = crew.people("ann")
    phone = crew.login(ann.actor)
    with pytest.raises(BadRequest):
        devices.remove_device(ann.actor, phone.device, removal(phone))
    devices.remove_device(ann.actor, phone.device, None)
    assert entries() == []
