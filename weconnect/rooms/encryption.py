"""Encrypted rooms: how a room becomes one, and the count by which a message is sealed for the right
people.

Whoever seals a message says for which `keys_version` of the room; the message log takes no other
(`weconnect/messages/batch.py`). It counts up in the transaction that changes who is in the room, or
which devices they have: so nothing that is accepted after somebody was removed was sealed for them.
"""

from collections.abc import Callable, Collection, Iterable

from flask import Flask
from sqlalchemy import Row, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.engine.app_state import Key
from weconnect.engine.database.transactions import among, db
from weconnect.engine.realtime.hub.audience import members
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire import rooms as wire
from weconnect.wire.errors import BadRequest, Forbidden
from weconnect.wire.words import N_

from . import access
from .models import Membership, Room

# Is called with the ids of people who have come into an encrypted room.
Came = Callable[[Collection[int]], None]
_CAME: Key[list[Came]] = Key("weconnect_came_into_encrypted")

PUBLIC = N_("A public room can't be encrypted: anybody may join and read it.")


def check_new(wish: wire.CreateRoom) -> None:
    """Raise BadRequest if such a room can't be encrypted from its beginning."""
    if wish.encrypted and wish.kind == "public":
        raise BadRequest(PUBLIC)


def turn_on(own: access.RoomMembership) -> bool:
    """Within a transaction that holds the room: from now on it is encrypted, for good.

    For its owner; in a direct conversation for everybody. Returns whether it was not so before.
    Raises Forbidden.
    """
    room, membership = own
    if room.encrypted:
        return False
    if room.kind == "public":
        raise Forbidden(PUBLIC)
    if room.kind != "direct" and membership.role != "owner":
        raise Forbidden("Only the owner of a room can turn on its encryption.")
    access.require_open(room)
    # So that no device of a member comes or goes unnoticed meanwhile: see `count_keys_of`.
    there = select(Membership.user_id).where(Membership.room_id == room.id)
    ids = select(User.id).where(User.id.in_(there)).order_by(User.id)
    db.session.execute(ids.with_for_update(read=True, key_share=True))
    room.encrypted = True
    room.encrypted_from = room.last_seq
    db.session.flush()
    # Whoever asked for its people before learns that they may be others.
    count_keys(room.id, db.session.scalars(there).all())
    return True


def count_keys(room_id: int, came: Collection[int] = ()) -> None:
    """Within a transaction: if the room is encrypted, its people are others now; they are told.

    `came` are the ids of those who may not have shared it before.
    """
    counted = db.session.execute(
        update(Room)
        .where(Room.id == room_id, Room.encrypted)
        .values(keys_version=Room.keys_version + 1)
        .returning(Room.id, Room.keys_version)
        .execution_options(synchronize_session=False)
    ).all()
    if counted and came:
        for told in _CAME.found() or ():
            told(came)
    _tell(counted)


def on_came(app: Flask, told: Came) -> None:
    """Have `told` called within each transaction that brings people into an encrypted room."""
    _CAME.keep(app, [*(_CAME.of(app) if _CAME.is_kept(app) else ()), told])


def hold_rooms_of(*user_ids: int) -> None:
    """Within a transaction that will change these people's devices or identities: hold their
    encrypted rooms, then them. Before any row that refers to them, or is one of theirs in
    `e2ee_people`: whoever comes into a room at that moment goes this way, too.
    """
    theirs = select(Membership.room_id).where(among(Membership.user_id, user_ids))
    # In the order of their ids, as whoever else locks rooms.
    rooms = select(Room.id).where(Room.id.in_(theirs), Room.encrypted).order_by(Room.id)
    db.session.execute(rooms.with_for_update())
    # Waits for whoever just now brings them into a room, or encrypts one that they are in, and lets
    # others wait. Not before the rooms: who writes messages locks these first as well.
    people = select(User.id).where(among(User.id, user_ids)).order_by(User.id)
    db.session.execute(people.with_for_update())


def count_keys_of(*user_ids: int) -> None:
    """Within a transaction that changes these people's devices or identities: so it is in all
    encrypted rooms of theirs, whose members are told.
    """
    hold_rooms_of(*user_ids)
    theirs = select(Membership.room_id).where(among(Membership.user_id, user_ids))
    _tell(
        db.session.execute(
            update(Room)
            .where(Room.id.in_(theirs), Room.encrypted)
            .values(keys_version=Room.keys_version + 1)
            .returning(Room.id, Room.keys_version)
            .execution_options(synchronize_session=False)
        ).all()
    )


def people_of(actor: Actor, room_id: int) -> wire.RoomPeople:
    """For whom a message in one of the actor's rooms is sealed. Raises NotFound, Forbidden."""
    access.require_member(actor, room_id)
    # The version first: of people who change meanwhile, it is that before.
    version = db.session.scalar(select(Room.keys_version).where(Room.id == room_id))
    people = db.session.scalars(
        select(Membership.user_id).where(Membership.room_id == room_id).order_by(Membership.user_id)
    ).all()
    return wire.RoomPeople(people=list(people), keys_version=version or 0)


def _tell(counted: Iterable[Row[int, int]]) -> None:
    for room_id, version in counted:
        publish(wire.KeysChanged(room=room_id, keys_version=version), to=members(room_id))
