"""People with devices, made by the services."""

from typing import Any, NamedTuple

import pytest

from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.sign_in import logins
from weconnect.e2ee import backup, devices, identity, mail, one_time_keys, recovery
from weconnect.e2ee.sync import sync
from weconnect.engine.database.transactions import db, transaction
from weconnect.wire import e2ee as wire

from .keys import device_keys, fallback_key, new_device, public, session
from .keys import identity as identity_keys
from .keys import one_time_keys as made
from .keys import signed as with_signature


class Login(NamedTuple):
    """Somebody at a browser of theirs, which has a device."""

    actor: Actor
    device: str

    @property
    def id(self) -> int:
        return self.actor.id

    def sync(
        self, mail: int = 0, lists: int = 0, limit: int = wire.MAX_MAILBOX_PAGE
    ) -> wire.DeviceNews:
        """What the device has not seen yet."""
        return sync(self.actor, wire.SyncQuery(mail=mail, lists=lists, limit=limit))

    def send(
        self, *to: "Login", transaction: str = "t1", text: str = "hello", device: str = ""
    ) -> list[wire.Claimed]:
        """Put mail into these devices' boxes; returns what could not be delivered."""
        messages = [
            wire.MailTo(person=one.id, device=device or one.device, content={"text": text})
            for one in to
        ]
        wish = wire.SendMail(transaction=transaction, type="m.test", messages=messages)
        return mail.send_mail(self.actor, wish).undelivered

    def upload(self, count: int, start: int = 0, fallback: str | None = None) -> wire.KeyCounts:
        """More keys of the device."""
        return one_time_keys.put_keys(
            self.actor,
            wire.PutKeys(
                one_time_keys=made(count, start),
                fallback_keys=fallback_key(fallback) if fallback else {},
            ),
        )

    def claim(self, *of: "Login") -> list[wire.ClaimedKey]:
        """A key of each of these devices."""
        wanted = [wire.Claimed(person=one.id, device=one.device) for one in of]
        return one_time_keys.claim_keys(self.actor, wire.ClaimKeys(devices=wanted)).keys

    def identify(self, which: str = "first", **more: Any) -> dict[str, Any]:
        """The person's identity; returns it."""
        keys = identity_keys(self.id, which)
        wish = wire.PutIdentity.model_validate(keys | more)
        identity.put_identity(self.actor, wish, "127.0.0.1")
        return keys


class Crew:
    """Makes logins with devices. For use in the context of an application."""

    def __init__(self, team: Team) -> None:
        self.team = team

    def login(self, actor: Actor, device: str | None = None) -> Login:
        """Another login of somebody, with a device."""
        own = _log_in(actor.id)
        device = device or new_device()
        self.put(own, device)
        return Login(own, device)

    def put(self, actor: Actor, device: str, name: str = "") -> None:
        """Make or describe the device of a login."""
        keys = device_keys(actor.id, device)
        devices.put_device(actor, wire.PutDevice(device=device, keys=keys, name=name))

    def people(self, *names: str) -> list[Login]:
        """New people, each with a device, who share a room."""
        actors = self.team.people(*names)
        self.room = self.team.room(*actors, kind="private")
        return [self.login(one) for one in actors]


def something_of_everything(team: Team, first: Actor, second: Actor) -> None:
    """Put a row into each table of encryption: two people in a room, with devices."""
    crew = Crew(team)
    ann, bo = crew.login(first), crew.login(second)
    bo.upload(3, fallback="first")
    ann.claim(bo)
    ann.send(bo, text="a\0b 👍")
    mine, theirs = ann.identify(), bo.identify()
    master = theirs["masterKey"]
    signed = wire.Signed(
        person=bo.id,
        key_id=public(master),
        key=with_signature(master, ann.id, public(mine["userSigningKey"])),
    )
    identity.put_signatures(ann.actor, wire.PutSignatures(signed=[signed]))
    version = backup.begin(ann.actor, wire.NewBackup(auth_data={"public_key": "x"})).version
    kept = wire.BackedUp(room=1, session="s", data=session(3))
    backup.put_sessions(ann.actor, version, wire.PutBackup(sessions=[kept]))
    recovery.put_recovery(ann.actor, wire.PutRecovery(sealed="x", replaces=0))
    logins.log_out(crew.login(first).actor.secret)


@transaction
def _log_in(user_id: int) -> Actor:
    return logins.new_login(db.session.get_one(User, user_id), "a browser", "127.0.0.1")


@pytest.fixture
def crew(team: Team) -> Crew:
    return Crew(team)
