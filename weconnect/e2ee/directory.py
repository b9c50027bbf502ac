"""The public keys of people, as the actor may see them."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import among, db
from weconnect.engine.limits import budget
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import e2ee as wire

from . import people, throttles
from .devices import IS_THERE
from .models import Device, KeyOwner, KeySignature
from .signed_json import read, with_signatures


@counted(throttles.QUERIES, "key queries")
def query_keys(actor: Actor, wish: wire.QueryKeys) -> wire.FoundKeys:
    """The keys of these people; of whom the actor shares no room with, none."""
    wanted = list(dict.fromkeys(wish.people))
    known = people.known(actor, wanted)
    devices = _devices(known)
    owners = {
        one.user_id: one
        for one in db.session.scalars(select(KeyOwner).where(among(KeyOwner.user_id, known)))
    }
    signatures = _signatures(actor, known)
    budget.add(actor.id, sum(map(len, devices.values())) * throttles.PIECE_MS)
    return wire.FoundKeys(
        people=[
            _keys(actor, one, devices.get(one, []), owners.get(one), signatures.get(one))
            for one in wanted
        ]
    )


def _devices(user_ids: set[int]) -> dict[int, list[wire.DeviceKeys]]:
    rows = db.session.execute(
        select(Device.user_id, Device.device, Device.name, Device.keys)
        .where(among(Device.user_id, user_ids), IS_THERE)
        .order_by(Device.id)
    )
    found = defaultdict(list)
    for row in rows:
        one = wire.DeviceKeys(device=row.device, name=row.name, keys=read(row.keys))
        found[row.user_id].append(one)
    return found


def _signatures(actor: Actor, user_ids: set[int]) -> dict[int, KeySignature]:
    """The actor's own on others' master keys."""
    query = select(KeySignature).where(
        KeySignature.user_id == actor.id, among(KeySignature.person_id, user_ids)
    )
    return {one.person_id: one for one in db.session.scalars(query)}


def _keys(
    actor: Actor,
    person: int,
    devices: list[wire.DeviceKeys],
    found: KeyOwner | None,
    signature: KeySignature | None,
) -> wire.PersonKeys:
    master = _read(found.master_key) if found else None
    if master and signature and f"ed25519:{signature.master}" in master["keys"]:
        master = with_signatures(master, actor.id, read(signature.signatures))
    return wire.PersonKeys(
        person=person,
        devices=devices,
        master_key=master,
        self_signing_key=_read(found.self_signing_key) if found else None,
        user_signing_key=_read(found.user_signing_key) if found and person == actor.id else None,
    )


def _read(text: str | None) -> dict[str, Any] | None:
    return None if text is None else read(text)
