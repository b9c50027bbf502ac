"""The backup of room keys and the sealed secrets: kept for their person, and what they replace."""

import pytest

from tests.e2ee.conftest import Crew, Login
from tests.e2ee.keys import session
from tests.harness.team import Team
from weconnect.auth.accounts import usage
from weconnect.auth.people.administration import set_quota
from weconnect.e2ee import backup, recovery
from weconnect.e2ee.cleaning import clean
from weconnect.e2ee.models import BackedUpSession, KeyBackup
from weconnect.e2ee.signed_json import written
from weconnect.engine.database.transactions import db
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound


def put(own: Login, version: int, *sessions: tuple[str, dict[str, object]]) -> wire.Backup:
    kept = [wire.BackedUp(room=7, session=name, data=data) for name, data in sessions]
    return backup.put_sessions(own.actor, version, wire.PutBackup(sessions=kept))


def kept(own: Login, version: int, **query: int | str) -> list[tuple[str, object]]:
    page = backup.page(own.actor, version, wire.BackupQuery.model_validate(query))
    return [(one.session, one.data["first_message_index"]) for one in page.sessions]


def begin(own: Login) -> int:
    return backup.begin(own.actor, wire.NewBackup(auth_data={"public_key": "x"})).version


def stored(own: Login) -> int:
    return usage.stored([own.id])[own.id].kept


@pytest.mark.parametrize(
    ("first", "second", "index"),
    [
        (session(5), session(3), 3),
        (session(3), session(5), 3),
        (session(3), session(5, verified=True), 5),
        (session(5, verified=True), session(3), 5),
        (session(5, forwarded=2), session(5, forwarded=1) | {"first_message_index": 5}, 5),
    ],
)
def test_of_two_copies_the_better_one_stays(crew: Crew, first, second, index):
    (ann,) = crew.people("ann")
    version = begin(ann)
    put(ann, version, ("a", first), ("b", first))
    told = put(ann, version, ("a", second), ("c", second), ("c", first))

    assert told.count == backup.current(ann.actor).count == 3
    assert dict(kept(ann, version))["a"] == dict(kept(ann, version))["c"] == index
    size = sum(len(written(one.data)) for one in _all(ann, version))
    assert stored(ann) == size + 3 * usage.ROW


def _all(own: Login, version: int) -> list[wire.BackedUp]:
    return backup.page(own.actor, version, wire.BackupQuery()).sessions


def test_it_comes_in_pages_and_by_session(crew: Crew):
    (ann,) = crew.people("ann")
    version = begin(ann)
    put(ann, version, *[(f"s{number}", session(number)) for number in range(5)])

    first = backup.page(ann.actor, version, wire.BackupQuery(limit=3))
    assert len(first.sessions) == 3
    assert first.next
    rest = backup.page(ann.actor, version, wire.BackupQuery(after=first.next, limit=3))
    assert [one.session for one in rest.sessions] == ["s3", "s4"]
    assert rest.next is None
    assert kept(ann, version, room=7, session="s2") == [("s2", 2)]
    assert kept(ann, version, room=8) == []


def test_a_new_one_takes_the_place_of_the_old_which_counts_no_more(team: Team, crew: Crew):
    ann, bo = crew.people("ann", "bo")
    with pytest.raises(NotFound):
        backup.current(ann.actor)
    old = begin(ann)
    put(ann, old, *[(f"s{number}", session(number)) for number in range(5)])
    for own, version in ((bo, old), (ann, old + 1)):
        with pytest.raises(NotFound):
            kept(own, version)
        with pytest.raises(NotFound):
            put(own, version, ("a", session()))

    made = team.together(*[lambda: begin(ann)] * 3)

    assert len(set(made)) == 3
    new = backup.current(ann.actor)
    assert (new.version, new.count, stored(ann)) == (max(made), 0, 0)
    with pytest.raises(NotFound):
        kept(ann, old)
    clean({})
    assert db.session.query(BackedUpSession).count() == 0
    assert [one.id for one in db.session.query(KeyBackup)] == [new.version]


def test_it_counts_as_what_the_person_stores(team: Team, crew: Crew):
    (ann,) = crew.people("ann")
    version = begin(ann)
    set_quota(None, ann.id, 0, 1000)
    put(ann, version, ("a", session()))
    with pytest.raises(Forbidden):
        put(ann, version, ("b", session()), ("c", session()))
    assert kept(ann, version) == [("a", 0)]


@pytest.mark.parametrize(
    "broken",
    [
        {"first_message_index": -1},
        {"first_message_index": True},
        {"forwarded_count": 2**63},
        {"is_verified": 1},
        {"is_verified": None},
    ],
)
def test_what_does_not_say_how_good_it_is_is_refused(crew: Crew, broken):
    (ann,) = crew.people("ann")
    with pytest.raises(BadRequest):
        put(ann, begin(ann), ("a", session() | broken))


def test_what_another_device_replaced_is_not_replaced_again(team: Team, crew: Crew):
    ann, bo = crew.people("ann", "bo")
    with pytest.raises(NotFound):
        recovery.get_recovery(ann.actor)
    first = wire.PutRecovery(sealed="first", replaces=0)
    assert recovery.put_recovery(ann.actor, first).version == 1
    assert recovery.put_recovery(ann.actor, first).version == 1
    with pytest.raises(Conflict):
        recovery.put_recovery(ann.actor, wire.PutRecovery(sealed="other", replaces=0))

    wishes = [wire.PutRecovery(sealed=f"second {one}", replaces=1) for one in range(4)]
    answers = team.together(
        *[lambda wish=wish: recovery.put_recovery(ann.actor, wish) for wish in wishes]
    )

    assert sum(isinstance(one, Conflict) for one in answers) == 3
    assert recovery.get_recovery(ann.actor) in answers
    with pytest.raises(NotFound):
        recovery.get_recovery(bo.actor)
