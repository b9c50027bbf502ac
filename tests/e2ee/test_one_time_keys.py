"""Each key is given to one person, and there is always something to give."""

import pytest

from tests.e2ee.conftest import Crew
from tests.harness.team import Team
from weconnect.e2ee import one_time_keys
from weconnect.rooms.service import remove_member
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import BadRequest, Conflict, NotFound


def test_each_key_is_given_once_and_then_the_fallback(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    assert bo.upload(3, fallback="first").one_time_keys == {"signed_curve25519": 3}

    given = [bo_key.id for _ in range(5) for bo_key in ann.claim(bo)]

    assert len(set(given[:3])) == 3
    assert given[3:] == ["signed_curve25519:Ffirst"] * 2
    counts = bo.sync().keys
    assert counts == wire.KeyCounts(one_time_keys={"signed_curve25519": 0}, unused_fallback_keys=[])
    assert bo.upload(0, fallback="second").unused_fallback_keys == ["signed_curve25519"]
    assert [one.id for one in ann.claim(bo)] == ["signed_curve25519:Fsecond"]


def test_of_many_who_claim_at_once_nobody_gets_the_same(team: Team, crew: Crew):
    ann, bo, cy = crew.people("ann", "bo", "cy")
    bo.upload(12)
    cy.upload(12)

    claims = team.together(*[lambda one=one: one.claim(bo, cy) for one in (ann, bo, cy) * 5])

    for person in (bo, cy):
        given = [key.id for keys in claims for key in keys if key.person == person.id]
        assert len(given) == len(set(given)) == 12


def test_an_upload_that_is_repeated_brings_no_key_back(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    bo.upload(2)
    first = ann.claim(bo)

    assert bo.upload(2).one_time_keys == {"signed_curve25519": 1}

    second = ann.claim(bo)
    assert first[0].id != second[0].id
    assert ann.claim(bo) == []


def test_another_key_of_the_same_name_is_refused_and_so_are_too_many(crew: Crew):
    ann, _ = crew.people("ann", "bo")
    ann.upload(1)
    other = {"signed_curve25519:AAAA0": {"key": "another"}}
    with pytest.raises(Conflict):
        one_time_keys.put_keys(ann.actor, wire.PutKeys(one_time_keys=other))
    with pytest.raises(BadRequest):
        one_time_keys.put_keys(ann.actor, wire.PutKeys(one_time_keys={"curve25519:a": {}}))
    for start in (1, 200):
        ann.upload(200, start)
    with pytest.raises(Conflict):
        ann.upload(200, 500)


def test_strangers_former_members_and_whoever_has_no_device_get_nothing(team: Team, crew: Crew):
    ann, bo = crew.people("ann", "bo")
    stranger = crew.login(team.person("stranger"))
    bo.upload(5, fallback="first")

    assert stranger.claim(bo) == []
    assert len(ann.claim(bo)) == 1
    remove_member(ann.actor, crew.room, bo.id)
    assert ann.claim(bo) == []
    assert bo.sync().keys.one_time_keys == {"signed_curve25519": 4}
    with pytest.raises(NotFound):
        one_time_keys.put_keys(team.person("cy"), wire.PutKeys())
