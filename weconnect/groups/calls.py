"""Groups that messages call for, in the transaction that writes them."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, insert, select

from weconnect.engine.database.transactions import among, db, table_of
from weconnect.rooms.models import Membership

from .models import Group, GroupCall, GroupMember

Place = tuple[int, int]

calls = table_of(GroupCall)


def of_names(keys: Collection[str]) -> dict[str, Group]:
    """The groups that have these names, by their keys."""
    if not keys:
        return {}
    found = db.session.scalars(select(Group).where(Group.name_key.in_(keys)))
    return {one.name_key: one for one in found}


def of_ids(ids: Collection[int]) -> list[Group]:
    """The groups with these ids."""
    return list(db.session.scalars(select(Group).where(among(Group.id, ids)))) if ids else []


def people(room_id: int, groups: Iterable[Group]) -> set[int]:
    """Who of these groups belongs to a room."""
    in_room = (Membership.user_id == GroupMember.user_id) & (Membership.room_id == room_id)
    query = (
        select(GroupMember.user_id)
        .join(Membership, in_room)
        .where(among(GroupMember.group_id, [one.id for one in groups]))
    )
    return set(db.session.scalars(query))


def write(found: Mapping[Place, Collection[Group]]) -> None:
    """Within a transaction: these messages call for these groups."""
    rows = [
        {"room_id": room_id, "seq": seq, "group_id": one.id}
        for (room_id, seq), groups in found.items()
        for one in groups
    ]
    if rows:
        db.session.execute(insert(calls), rows)


def forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message calls for no group. Returns whether it did."""
    gone = db.session.execute(
        delete(calls)
        .where(calls.c.room_id == room_id, calls.c.seq == seq)
        .returning(calls.c.group_id)
    )
    return bool(gone.all())
