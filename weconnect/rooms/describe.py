"""Rooms as the wire shows them to one person."""

import functools
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from weconnect.auth.people import directory
from weconnect.engine.database.transactions import among, db
from weconnect.wire import auth as wire_auth
from weconnect.wire import rooms as wire
from weconnect.wire.base import RawJson

from .access import RoomMembershipRow, RoomRow
from .models import Membership, Room

# Rooms whose description is kept as text, each as it was when somebody last came in.
KEPT = 1000

Others = dict[int, list[wire_auth.User]]


def room_fields(
    room: Room | RoomRow, role: str | None, others: Iterable[wire_auth.User] = ()
) -> dict[str, object]:
    """The fields of the wire's Room; `others` are those beside its reader in a direct one."""
    others = list(others)
    return {
        "id": room.id,
        "name": ", ".join(one.display_name for one in others) if others else room.name,
        "kind": room.kind,
        "topic": room.topic,
        "encrypted": bool(room.encrypted),
        "encrypted_from": room.encrypted_from,
        "archived": room.archived_at is not None,
        "newcomers": bool(room.newcomers),
        "hides_history": bool(room.hides_history),
        "role": role,
        "last_seq": room.last_seq,
        "version": room.version,
        "people": others,
    }


def describe(room: Room | RoomRow, role: str | None, reader: int) -> wire.Room:
    """The room as the person with id `reader` sees it."""
    return wire.Room.model_validate(
        room_fields(room, role, others_in([room], reader).get(room.id, ()))
    )


def described_json(membership: RoomMembershipRow, reader: int) -> RawJson[wire.Room]:
    """The same as JSON."""
    if membership.room.kind == "direct":
        return RawJson.of(describe(membership.room, membership.role, reader))
    return _described(membership.room, membership.role)


@functools.lru_cache(maxsize=KEPT)
def _described(room: RoomRow, role: str) -> RawJson[wire.Room]:
    """A room that looks the same to everybody of the same role."""
    return RawJson.of(wire.Room.model_validate(room_fields(room, role)))


def others_in(rooms: Iterable[Room | RoomRow], reader: int) -> Others:
    """For each direct conversation among `rooms`: the people in it beside the reader."""
    direct = [room.id for room in rooms if room.kind == "direct"]
    if not direct:
        return {}
    rows = db.session.execute(
        select(Membership.room_id, Membership.user_id)
        .where(among(Membership.room_id, direct))
        .order_by(Membership.user_id)
    ).all()
    people = directory.people(row.user_id for row in rows)
    found: Others = defaultdict(list)
    for room_id, user_id in rows:
        if user_id != reader:
            found[room_id].append(people[user_id])
    return found
