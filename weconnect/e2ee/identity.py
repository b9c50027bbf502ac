"""A person's identity: the cross-signing keys, and the signatures by them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.profile import prove
from weconnect.auth.sign_in import logins
from weconnect.auth.sign_in.authenticate import Proof
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.rooms.encryption import hold_rooms_of
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import Forbidden, NotFound

from . import identity_log, people, throttles
from .devices import IS_THERE
from .models import Device, KeyOwner, KeySignature
from .signed_json import (
    Signatures,
    bare,
    clash,
    public_key,
    read,
    signatures_of,
    with_signatures,
    written,
)

USAGES = ("master", "self_signing", "user_signing")


@counted(throttles.CHANGES, "keys")
def put_identity(actor: Actor, wish: wire.PutIdentity, address: str) -> None:
    """Make these the actor's cross-signing keys; others than the first need the password.

    Raises BadRequest, CurrentPasswordWrong, Forbidden, RateLimited, Unavailable.
    """
    keys = wish.master_key, wish.self_signing_key, wish.user_signing_key
    given = dict(zip(USAGES, keys, strict=True))
    for usage, key in given.items():
        public_key(key, actor.id, usage)
        signatures_of(key, actor.id)
    proof = None
    if wish.password is not None and actor.login_id is not None:
        # Not for what is there already: a client that repeats itself guesses at nothing.
        found = db.session.get(KeyOwner, actor.id)
        if found is not None and found.master_key is not None and not _same(found, given):
            proof = prove(actor, wish.password, address)
    _put(actor, given, proof)


@transaction
def _put(actor: Actor, given: Mapping[str, dict[str, Any]], proof: Proof | None) -> None:
    logins.require_current(actor)
    hold_rooms_of(actor.id)
    found = people.owner(actor.id)
    if _same(found, given):
        return
    master = public_key(given["master"], actor.id, "master")
    is_new = found.master_key is None
    if not is_new:
        _require_replacing(actor, proof)
    is_other = is_new or public_key(read(found.master_key or ""), actor.id, "master") != master
    found.master_key, found.self_signing_key, found.user_signing_key = (
        written(with_signatures(bare(key), actor.id, signatures_of(key, actor.id)))
        for key in given.values()
    )
    db.session.flush()
    # What the old keys signed, and what was signed of them, says nothing of the new ones.
    is_of_old = KeySignature.user_id == actor.id
    if is_other:
        is_of_old |= KeySignature.person_id == actor.id
    db.session.execute(delete(KeySignature).where(is_of_old))
    people.note_changed([actor.id])
    if is_other:
        identity_log.append(actor.id, "identity", master)


def _require_replacing(actor: Actor, proof: Proof | None) -> None:
    if actor.login_id is None:
        raise Forbidden("Only somebody logged in can replace an identity.")
    if proof is None:
        raise Forbidden("To replace your identity, please send your password.")
    if proof.require_user().id != actor.id:
        raise Forbidden


def _same(found: KeyOwner, given: Mapping[str, dict[str, Any]]) -> bool:
    """Whether these keys are there already, whoever signed them since."""
    stored = (found.master_key, found.self_signing_key, found.user_signing_key)
    return all(
        text is not None and bare(read(text)) == bare(key)
        for text, key in zip(stored, given.values(), strict=True)
    )


@counted(throttles.CHANGES, "keys")
@transaction
def put_signatures(actor: Actor, wish: wire.PutSignatures) -> None:
    """Keep signatures of the actor's on their own devices and identity, and on others'.

    Raises BadRequest, NotFound, and Conflict for what was signed of a key that is another now.
    """
    # Devices, rooms, people: in the order of whoever ends a device.
    names = [one.key_id for one in wish.signed if one.person == actor.id]
    signed = select(Device.id).where(Device.user_id == actor.id, Device.device.in_(names))
    db.session.execute(signed.order_by(Device.id).with_for_update())
    hold_rooms_of(actor.id)
    own = people.owner(actor.id)
    changed = False
    for one in wish.signed:
        given = signatures_of(one.key, actor.id)
        if one.person != actor.id:
            _sign_other(actor, own, one, given)
        elif own.master_key and _is_master(own.master_key, one.key_id):
            changed |= _sign_master(own, one, given)
        else:
            changed |= _sign_device(own, one, given)
    if changed:
        db.session.flush()
        people.note_changed([actor.id])


def _sign_device(own: KeyOwner, one: wire.Signed, given: Signatures) -> bool:
    """By the self-signing key on a device of the same person."""
    query = select(Device).where(
        Device.user_id == own.user_id, Device.device == one.key_id, IS_THERE
    )
    device = db.session.scalar(query.with_for_update())
    if device is None:
        raise NotFound
    by = _ids_of(own.self_signing_key)
    keys = _signed(device.keys, one, {name: one for name, one in given.items() if name in by})
    changed = keys != device.keys
    device.keys = keys
    return changed


def _sign_master(own: KeyOwner, one: wire.Signed, given: Signatures) -> bool:
    """By devices on the master key of the same person."""
    query = select(Device.device).where(Device.user_id == own.user_id, IS_THERE)
    by = {f"ed25519:{device}" for device in db.session.scalars(query)}
    stored = own.master_key or ""
    own.master_key = _signed(stored, one, {name: one for name, one in given.items() if name in by})
    return own.master_key != stored


def _sign_other(actor: Actor, own: KeyOwner, one: wire.Signed, given: Signatures) -> None:
    """By the user-signing key on somebody's master key; nobody else learns of it."""
    if one.person not in people.known(actor, [one.person]):
        raise NotFound
    theirs = db.session.scalar(select(KeyOwner.master_key).where(KeyOwner.user_id == one.person))
    if theirs is None or not _is_master(theirs, one.key_id):
        raise NotFound
    _require_same(theirs, one)
    by = _ids_of(own.user_signing_key)
    kept = {name: signature for name, signature in given.items() if name in by}
    if not kept:
        return
    found = db.session.get(KeySignature, (actor.id, one.person))
    if found is None:
        found = KeySignature(user_id=actor.id, person_id=one.person)
        db.session.add(found)
    found.master, found.signatures = one.key_id, written(dict(kept))
    db.session.flush()


def _signed(stored: str, one: wire.Signed, more: Signatures) -> str:
    _require_same(stored, one)
    return written(with_signatures(read(stored), one.person, more))


def _require_same(stored: str, one: wire.Signed) -> None:
    if bare(read(stored)) != bare(one.key):
        raise clash("key", "is another one by now")


def _is_master(text: str, key_id: str) -> bool:
    return f"ed25519:{key_id}" in read(text)["keys"]


def _ids_of(text: str | None) -> set[str]:
    return set(read(text)["keys"]) if text else set()
