"""Groups that messages call for, in the transaction that writes them."""

from collections import defaultdict
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


def of_ids(ids: Collection[int]) -> dict[int, Group]:
    """The groups with these ids, by them."""
    if not ids:
        return {}
    return {one.id: one for one in db.session.scalars(select(Group).where(among(Group.id, ids)))}


def people(
    rooms: Collection[int], groups: Iterable[Group]
) -> defaultdict[tuple[int, int], set[int]]:
    """Who of these groups belongs to these rooms, by the ids of room and group."""
    ids = {one.id for one in groups}
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    if not ids:
        return found
    query = (
        select(Membership.room_id, GroupMember.group_id, GroupMember.user_id)
        .join(Membership, Membership.user_id == GroupMember.user_id)
        .where(among(Membership.room_id, rooms), among(GroupMember.group_id, ids))
    )
    for room_id, group_id, user_id in db.session.execute(query):
        found[room_id, group_id].add(user_id)
    return found


def write(found: Mapping[Place, Collection[Group]]) -> None:
    """Within a transaction: these messages call for these groups."""
    rows = [
        {"room_id": room_id, "seq": seq, "group_id": one.id}
        for (room_id, seq), groups in found.items()
        for one in groups
    ]
    if rows:
        db.session.execute(insert(calls), rows)


def forget(room_id: int, seq: int) -> set[int]:
    """Within a transaction: a message calls for no group. Returns the ids of those that it did."""
    gone = db.session.scalars(
        delete(calls)
        .where(calls.c.room_id == room_id, calls.c.seq == seq)
        .returning(calls.c.group_id)
    )
    return set(gone)
