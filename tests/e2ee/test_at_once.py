"""What comes at the same moment on PostgreSQL: nobody waits crosswise, nothing is lost."""

from collections.abc import Callable, Iterator
from typing import Any

import gevent.event
import pytest
from flask import Flask
from sqlalchemy import text

from tests.e2ee.conftest import Crew, Login
from tests.e2ee.keys import device_keys, public, session
from tests.e2ee.keys import signed as with_signature
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.auth.accounts import usage
from weconnect.auth.sign_in import logins
from weconnect.e2ee import backup, devices, identity
from weconnect.e2ee.directory import query_keys
from weconnect.engine.database import transactions
from weconnect.engine.database.transactions import db
from weconnect.rooms import encryption
from weconnect.rooms import service as rooms
from weconnect.wire import e2ee as wire
from weconnect.wire.rooms import CreateRoom


@pytest.fixture
def app(_apps: Any, tmp_path: Any, postgres: Any) -> Iterator[Flask]:
    """SQLite has one writer at a time."""
    with _apps.make(tmp_path, postgres) as app, app.app_context():
        yield app


@pytest.fixture(autouse=True)
def never_tried_again(monkeypatch):
    # What waited crosswise would be tried again, after a second.
    monkeypatch.setattr(transactions, "RETRYABLE", set())


class Hold:
    """Stops whoever comes by a function, until they are let go."""

    def __init__(self, monkeypatch: Any, module: Any, name: str) -> None:
        self.came, self.go = gevent.event.Event(), gevent.event.Event()
        inner = getattr(module, name)

        def stop(*args: Any, **kwargs: Any) -> Any:
            if not self.came.is_set():
                self.came.set()
                self.go.wait(10)
            return inner(*args, **kwargs)

        monkeypatch.setattr(module, name, stop)


def waits_for_a_lock() -> bool:
    db.session.remove()
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    query += " AND datname = current_database()"
    return bool(db.session.scalar(text(query)))


def meet(team: Team, hold: Hold, first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Let `first` come to where it is held, then `second` as far as it gets, then both go on."""
    is_done = gevent.event.Event()

    def later() -> Any:
        hold.came.wait(10)
        try:
            return second()
        finally:
            is_done.set()

    def let_go() -> None:
        hold.came.wait(10)
        eventually(lambda: is_done.is_set() or waits_for_a_lock(), "the second waits")
        hold.go.set()

    return team.together(first, later, let_go)[:2]


def encrypted_room(owner: Login, *members: Login) -> int:
    names = [one.actor.username for one in members]
    wish = CreateRoom(name="Room", kind="private", members=names, encrypted=True)
    return rooms.create_room(owner.actor, wish).id


def test_who_makes_an_identity_and_is_brought_into_a_room(team: Team, crew: Crew, monkeypatch):
    ann, bo = crew.people("ann", "bo")
    room = encrypted_room(bo)
    hold = Hold(monkeypatch, identity, "_same")

    answers = meet(
        team, hold, ann.identify, lambda: rooms.add_member(bo.actor, room, ann.actor.username)
    )

    assert not [one for one in answers if isinstance(one, Exception)]
    assert encryption.people_of(bo.actor, room).people == [ann.id, bo.id]


def test_two_logins_of_one_person_that_make_their_devices(team: Team, crew: Crew, monkeypatch):
    (ann,) = crew.people("ann")
    room = encrypted_room(ann)
    before = encryption.people_of(ann.actor, room).keys_version
    hold = Hold(monkeypatch, devices, "note_changed")

    answers = meet(team, hold, *[lambda: crew.login(ann.actor)] * 2)

    assert not [one for one in answers if isinstance(one, Exception)]
    assert encryption.people_of(ann.actor, room).keys_version == before + 2


def test_a_device_that_is_removed_while_it_logs_out(team: Team, crew: Crew, monkeypatch):
    (ann,) = crew.people("ann")
    phone = crew.login(ann.actor)
    hold = Hold(monkeypatch, logins, "end_login")

    answers = meet(
        team,
        hold,
        lambda: devices.remove_device(ann.actor, phone.device, None),
        lambda: logins.log_out(phone.actor.secret),
    )

    assert answers == [None, None]
    assert [one.device for one in devices.list_devices(ann.actor).devices] == [ann.device]


def test_a_device_that_is_signed_while_it_signs_itself(team: Team, crew: Crew, monkeypatch):
    (ann,) = crew.people("ann")
    by = public(ann.identify()["selfSigningKey"])
    keys = device_keys(ann.id, ann.device)
    again = with_signature(keys, ann.id, "again")
    key = with_signature(keys, ann.id, by)
    wish = wire.PutSignatures(signed=[wire.Signed(person=ann.id, key_id=ann.device, key=key)])
    hold = Hold(monkeypatch, devices, "_describe")

    answers = meet(
        team,
        hold,
        lambda: devices.put_device(ann.actor, wire.PutDevice(device=ann.device, keys=again)),
        lambda: identity.put_signatures(ann.actor, wish),
    )

    assert answers == [None, None]
    (found,) = query_keys(ann.actor, wire.QueryKeys(people=[ann.id])).people
    (signatures,) = found.devices[0].keys["signatures"].values()
    assert signatures.keys() == {f"ed25519:{one}" for one in (ann.device, "again", by)}


def test_a_backup_that_is_replaced_while_it_grows(team: Team, crew: Crew, monkeypatch):
    (ann,) = crew.people("ann")
    version = backup.begin(ann.actor, wire.NewBackup(auth_data={})).version
    put = wire.PutBackup(sessions=[wire.BackedUp(room=1, session="s", data=session())])
    hold = Hold(monkeypatch, backup, "_upsert")

    grown, begun = meet(
        team,
        hold,
        lambda: backup.put_sessions(ann.actor, version, put),
        lambda: backup.begin(ann.actor, wire.NewBackup(auth_data={})),
    )

    assert (grown.count, begun.count) == (1, 0)
    assert usage.stored([ann.id])[ann.id].kept == 0
