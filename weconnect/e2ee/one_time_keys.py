"""One-time keys: each is handed out once, and what is given when there is none left."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import delete, func, insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import after_commit, among, db, transaction
from weconnect.engine.limits import budget
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import e2ee as wire

from . import people, throttles
from .counters import counters
from .devices import IS_THERE, hold_device
from .models import Device, FallbackKey, OneTimeKey
from .signed_json import ONE_TIME, clash, read, refused, written

# What a device may have waiting; libraries keep half as many as fit into one account, 50.
MOST = 500


@counted(throttles.UPLOADS, "key uploads")
@transaction
def put_keys(actor: Actor, wish: wire.PutKeys) -> wire.KeyCounts:
    """Take in more keys of the actor's device; those that were taken before change nothing.

    Raises NotFound, BadRequest, and Conflict for another key under a name that is taken.
    """
    device = hold_device(actor)
    for name in (*wish.one_time_keys, *wish.fallback_keys):
        if not name.startswith(f"{ONE_TIME}:"):
            raise refused("keys", f"must be of the algorithm {ONE_TIME}")
    given = {name: written(key) for name, key in wish.one_time_keys.items()}
    _add(device.id, given)
    if len(wish.fallback_keys) > 1:
        raise refused("fallbackKeys", "there is one of each algorithm")
    for name, key in wish.fallback_keys.items():
        _replace_fallback(device.id, name, written(key))
    return counts(device.id)


def _add(device_id: int, given: Mapping[str, str]) -> None:
    if not given:
        return
    query = select(OneTimeKey.key_id, OneTimeKey.key, OneTimeKey.claimed_at)
    rows = db.session.execute(
        query.where(OneTimeKey.device_id == device_id, OneTimeKey.key_id.in_(given))
    ).all()
    if any(row.claimed_at is None and row.key != given[row.key_id] for row in rows):
        raise clash("oneTimeKeys", "another key of this name is there already")
    new = sorted(set(given) - {row.key_id for row in rows})
    if counts(device_id).one_time_keys[ONE_TIME] + len(new) > MOST:
        raise clash("oneTimeKeys", f"a device may have {MOST} here")
    if new:
        values = [{"device_id": device_id, "key_id": one, "key": given[one]} for one in new]
        db.session.execute(insert(OneTimeKey), values)


def _replace_fallback(device_id: int, name: str, key: str) -> None:
    found = db.session.get(FallbackKey, device_id, populate_existing=True)
    if found is not None and (found.key_id, found.key) == (name, key):
        return
    db.session.execute(delete(FallbackKey).where(FallbackKey.device_id == device_id))
    db.session.execute(insert(FallbackKey).values(device_id=device_id, key_id=name, key=key))


def counts(device_id: int) -> wire.KeyCounts:
    """What a device has left."""
    left = select(func.count()).where(
        OneTimeKey.device_id == device_id, OneTimeKey.claimed_at.is_(None)
    )
    fresh = select(FallbackKey.device_id).where(
        FallbackKey.device_id == device_id, FallbackKey.used.is_(False)
    )
    return wire.KeyCounts(
        one_time_keys={ONE_TIME: db.session.scalar(left) or 0},
        unused_fallback_keys=[ONE_TIME] if db.session.scalar(fresh) is not None else [],
    )


@counted(throttles.CLAIMS, "key claims")
def claim_keys(actor: Actor, wish: wire.ClaimKeys) -> wire.ClaimedKeys:
    """A key of each of these devices, of people with whom the actor shares a room."""
    budget.add(actor.id, len(wish.devices) * throttles.PIECE_MS)
    return wire.ClaimedKeys(keys=_claim(actor, wish))


@transaction
def _claim(actor: Actor, wish: wire.ClaimKeys) -> list[wire.ClaimedKey]:
    wanted = {(one.person, one.device) for one in wish.devices}
    owners = people.known(actor, {person for person, _ in wanted})
    rows = db.session.execute(
        select(Device.id, Device.user_id, Device.device)
        .where(among(Device.user_id, owners), IS_THERE)
        .order_by(Device.id)
    ).all()
    found = {row.id: (row.user_id, row.device) for row in rows}
    found = {key: one for key, one in found.items() if one in wanted}
    # Whoever claims of the same devices waits: so they see which keys are gone.
    held = select(Device.id).where(among(Device.id, found), IS_THERE).order_by(Device.id)
    ids = db.session.scalars(held.with_for_update(key_share=True)).all()
    given = {row.device_id: row for row in _take_one_time(ids)}
    claimed = len(given)
    left = [one for one in ids if one not in given]
    given |= {row.device_id: row for row in _take_fallback(left)}
    after_commit(_count, claimed, len(given) - claimed)
    return [
        wire.ClaimedKey(
            person=found[key][0], device=found[key][1], id=row.key_id, key=read(row.key)
        )
        for key, row in given.items()
    ]


def _take_one_time(ids: Iterable[int]) -> list[Any]:
    """The oldest key of each of these devices that has one, which is handed out herewith."""
    oldest = (
        select(func.min(OneTimeKey.id))
        .where(among(OneTimeKey.device_id, ids), OneTimeKey.claimed_at.is_(None))
        .group_by(OneTimeKey.device_id)
    )
    columns = select(OneTimeKey.id, OneTimeKey.device_id, OneTimeKey.key_id, OneTimeKey.key)
    rows = db.session.execute(columns.where(OneTimeKey.id.in_(oldest))).all()
    if rows:
        db.session.execute(
            update(OneTimeKey)
            .where(among(OneTimeKey.id, [row.id for row in rows]))
            .values(claimed_at=now(), key="")
            .execution_options(synchronize_session=False)
        )
    return cast(list[Any], rows)


def _take_fallback(ids: Iterable[int]) -> list[Any]:
    columns = select(FallbackKey.device_id, FallbackKey.key_id, FallbackKey.key)
    rows = db.session.execute(columns.where(among(FallbackKey.device_id, ids))).all()
    if rows:
        db.session.execute(
            update(FallbackKey)
            .where(among(FallbackKey.device_id, [row.device_id for row in rows]))
            .values(used=True)
            .execution_options(synchronize_session=False)
        )
    return cast(list[Any], rows)


def _count(claimed: int, fallbacks: int) -> None:
    counters.claimed += claimed
    counters.fallbacks += fallbacks
