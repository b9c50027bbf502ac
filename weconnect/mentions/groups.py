"""The groups that messages call for: those of their people who are members of the room."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select

from weconnect.engine.database.transactions import db, table_of
from weconnect.groups import calls
from weconnect.groups.models import Group
from weconnect.messages.models import Mention, RoomCall
from weconnect.messages.parts import Posted
from weconnect.wire.body import SealedBody
from weconnect.wire.parts.mentions import Called

from .people import Names, Place

mentions = table_of(Mention)


def called(group: Group, people: Iterable[int] = ()) -> Called:
    """A group, as the wire has it."""
    return Called(
        kind="group",
        id=group.id,
        name=group.name,
        display_name=group.display_name,
        people=sorted(people),
    )


def count(posts: Sequence[Posted], names: Mapping[Place, Names]) -> dict[Place, list[Called]]:
    """Within a transaction: count these new messages for the people of groups that they name.

    Returns the groups by the messages' room and seq, where there are any.
    """
    found = _named(posts, names)
    calls.write(found)
    told: dict[Place, list[Called]] = {}
    for post in posts:
        for group in found.get(post.place, ()):
            people = calls.people(post.room_id, [group]) - {post.sender_id}
            _add(post, people)
            told.setdefault(post.place, []).append(called(group, people))
    return told


def recount(post: Posted, names: Mapping[Place, Names]) -> bool:
    """Within a transaction: a message calls for other groups than before, or the same; returns
    whether it did, or does, for any.

    Where it also calls for those who are here, whoever was called stays so.
    """
    here = select(RoomCall.seq).where(
        RoomCall.room_id == post.room_id, RoomCall.seq == post.seq, RoomCall.kind == "here"
    )
    did = calls.forget(post.room_id, post.seq)
    if did and db.session.scalar(here) is None:
        _forget_people(post.room_id, post.seq)
    return bool(count([post], names)) or did


def forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message calls for no group any more. Returns whether it did."""
    did = calls.forget(room_id, seq)
    if did:
        _forget_people(room_id, seq)
    return did


def _named(posts: Sequence[Posted], names: Mapping[Place, Names]) -> dict[Place, list[Group]]:
    keys = {key for found in names.values() for name in found for key in name}
    by_key = calls.of_names(keys)
    found: dict[Place, list[Group]] = {}
    for post in posts:
        if isinstance(post.body, SealedBody):
            groups = calls.of_ids(post.body.groups)
        else:
            firsts = (
                next(filter(None, map(by_key.get, name)), None)
                for name in names.get(post.place, ())
            )
            groups = [one for one in firsts if one]
        if groups:
            found[post.place] = list({one.id: one for one in groups}.values())
    return found


def _add(post: Posted, people: set[int]) -> None:
    there = set(
        db.session.scalars(
            select(Mention.user_id).where(Mention.room_id == post.room_id, Mention.seq == post.seq)
        )
    )
    rows = [
        {"user_id": one, "room_id": post.room_id, "seq": post.seq, "named": False}
        for one in sorted(people - there)
    ]
    if rows:
        db.session.execute(insert(mentions), rows)


def _forget_people(room_id: int, seq: int) -> None:
    here = (mentions.c.room_id == room_id, mentions.c.seq == seq, ~mentions.c.named)
    db.session.execute(delete(mentions).where(*here))
