"""Devices: each belongs to a login or an access token, and ends with it, for good."""

from collections.abc import Collection

from flask import Flask
from sqlalchemy import ColumnElement, delete, func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.endings import on_ended
from weconnect.auth.accounts.models import AccessToken, Login
from weconnect.auth.sign_in import logins, tokens
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.rooms.encryption import hold_rooms_of
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import Conflict, NotFound, Unauthorized

from . import identity_log, signed_json, throttles
from .models import Device, FallbackKey, OneTimeKey
from .people import note_changed

# The most devices of one person at a time: logins and access tokens may be more.
MOST = 200

NO_DEVICE = "This login has no device."
IS_THERE = Device.ended_at.is_(None)


def of_actor(actor: Actor) -> ColumnElement[bool]:
    """In SQL: the device of the login, or the access token, by which the actor came."""
    if actor.login_id is not None:
        own = Device.login_id == actor.login_id
    else:
        own = Device.token_id == (actor.token_id or 0)
    return (Device.user_id == actor.id) & IS_THERE & own


def require_device(actor: Actor) -> Device:
    """The device by which the actor came. Raises NotFound."""
    found = db.session.scalar(select(Device).where(of_actor(actor)))
    if found is None:
        raise NotFound(NO_DEVICE)
    return found


def hold_device(actor: Actor) -> Device:
    """The same within a transaction, in which nobody else changes it. Raises NotFound."""
    found = _held(actor)
    if found is None:
        raise NotFound(NO_DEVICE)
    return found


def _held(actor: Actor) -> Device | None:
    query = select(Device).where(of_actor(actor)).with_for_update(key_share=True)
    return db.session.scalar(query.execution_options(populate_existing=True))


@counted(throttles.DEVICES, "devices")
@transaction
def put_device(actor: Actor, wish: wire.PutDevice) -> None:
    """Make, or describe anew, the device of the actor's login or token.

    Raises BadRequest, Unauthorized, and Conflict for an id that was another device's.
    """
    ed25519 = signed_json.device_key(wish.keys, actor.id, wish.device)
    given = signed_json.signatures_of(wish.keys, actor.id)
    _hold_login(actor)
    found = _held(actor)
    if found is not None and found.device == wish.device:
        if _describe(found, wish, given):
            note_changed([actor.id])
        return
    taken = select(Device.id).where(Device.user_id == actor.id, Device.device == wish.device)
    if db.session.scalar(taken) is not None:
        raise signed_json.clash("device", "this id was another one's: make a new one")
    if found is not None:
        found.login_id = found.token_id = None
        db.session.flush()
        _end([found])
    # Another login of theirs may do the same: whoever is second sees the first one's device.
    hold_rooms_of(actor.id)
    there = select(func.count()).where(Device.user_id == actor.id, IS_THERE)
    if (db.session.scalar(there) or 0) >= MOST:
        raise Conflict("You have {most} devices. Please remove some first.", most=MOST)
    db.session.add(
        Device(
            user_id=actor.id,
            device=wish.device,
            login_id=actor.login_id,
            token_id=actor.token_id,
            name=wish.name,
            keys=signed_json.written(_own(wish.keys, actor.id, given)),
            ed25519=ed25519,
        )
    )
    db.session.flush()
    note_changed([actor.id])


def _describe(found: Device, wish: wire.PutDevice, given: signed_json.Signatures) -> bool:
    """Another name, or more signatures; whether anything is another than before."""
    stored = signed_json.read(found.keys)
    if signed_json.bare(stored) != signed_json.bare(wish.keys):
        raise signed_json.clash("keys", "a device keeps its own: make a new one")
    keys = signed_json.written(signed_json.with_signatures(stored, found.user_id, given))
    if (found.name, found.keys) == (wish.name, keys):
        return False
    found.name, found.keys = wish.name, keys
    db.session.flush()
    return True


def _own(keys: dict[str, object], user_id: int, given: signed_json.Signatures) -> dict[str, object]:
    """A device's keys with its person's signatures, and nobody else's."""
    return signed_json.with_signatures(signed_json.bare(keys), user_id, given)


def _hold_login(actor: Actor) -> None:
    """Within a transaction: the login or token does not end before it does. Raises Unauthorized."""
    logins.require_current(actor)
    if actor.login_id is not None:
        query = select(Login.id).where(Login.id == actor.login_id)
    else:
        query = select(AccessToken.id).where(AccessToken.id == actor.token_id)
    if db.session.scalar(query.with_for_update()) is None:
        raise Unauthorized


def list_devices(actor: Actor) -> wire.Devices:
    """The actor's own devices, newest first."""
    rows = db.session.execute(
        select(
            *(Device.device, Device.name, Device.login_id, Device.token_id, Device.created_at),
            func.coalesce(Login.last_seen_at, AccessToken.last_used_at).label("seen"),
        )
        .outerjoin(Login, Login.id == Device.login_id)
        .outerjoin(AccessToken, AccessToken.id == Device.token_id)
        .where(Device.user_id == actor.id, IS_THERE)
        .order_by(Device.id.desc())
    )
    return wire.Devices(
        devices=[
            wire.Device(
                device=row.device,
                name=row.name,
                current=(row.login_id or 0, row.token_id or 0)
                == (actor.login_id or 0, actor.token_id or 0),
                login=row.login_id,
                created_at=row.created_at,
                last_seen_at=row.seen,
            )
            for row in rows
        ]
    )


@counted(throttles.CHANGES, "keys")
@transaction
def remove_device(actor: Actor, device: str, statement: str | None) -> None:
    """End a device of the actor's with its login or token, and write it into the log of identities.

    What has ended already may still be written there. Raises NotFound, BadRequest.
    """
    query = select(Device).where(Device.user_id == actor.id, Device.device == device)
    # What it belongs to first, as whoever logs out.
    for key, belongs in ((Login.id, Device.login_id), (AccessToken.id, Device.token_id)):
        its = query.with_only_columns(belongs).scalar_subquery()
        db.session.execute(select(key).where(key == its).with_for_update())
    found = db.session.scalar(query.with_for_update())
    if found is None or (found.ended_at is not None and statement is None):
        raise NotFound
    if statement is not None:
        identity_log.check_removal(statement, actor.id, device, found.ed25519)
    if found.login_id is not None:
        logins.end_login(actor, found.login_id)
    elif found.token_id is not None:
        tokens.revoke_token(actor, found.token_id)
    if statement is not None and not found.removed:
        found.removed = True
        note_changed([actor.id])
        identity_log.append(actor.id, "removed", statement)


def end_of(user_ids: Collection[int]) -> None:
    """Within a transaction that ended logins or tokens of these people: their devices end, too."""
    is_left = Device.login_id.is_(None) & Device.token_id.is_(None)
    query = select(Device).where(among(Device.user_id, user_ids), IS_THERE, is_left)
    _end(db.session.scalars(query.execution_options(populate_existing=True)).all())


def _end(ended: Collection[Device]) -> None:
    """Devices are gone: their keys at once, what is large by and by (`cleaning.py`)."""
    if not ended:
        return
    ids = [one.id for one in ended]
    for one in ended:
        one.ended_at, one.keys, one.name = now(), "", ""
        one.login_id = one.token_id = None
    db.session.flush()
    for table in (OneTimeKey, FallbackKey):
        db.session.execute(delete(table).where(table.device_id.in_(ids)))
    note_changed({one.user_id for one in ended})


def init_app(app: Flask) -> None:
    """Have devices end with what they belong to."""
    on_ended(app, end_of)
