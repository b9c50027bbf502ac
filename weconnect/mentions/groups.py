"""The groups that messages call for: those of their people who are members of the room."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from flask import current_app
from sqlalchemy import delete, insert, select

from weconnect.engine.database.transactions import db, table_of
from weconnect.groups import calls
from weconnect.groups.models import Group
from weconnect.messages.models import Mention, RoomCall
from weconnect.messages.parts import Posted
from weconnect.settings import Settings
from weconnect.wire.body import SealedBody
from weconnect.wire.parts.mentions import Called

from . import everybody
from .many import Turns
from .people import Names, Place

# So many groups are called by one message.
MOST = 5

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


def firsts(names: Names, by_key: Mapping[str, Group]) -> list[Group]:
    """The groups that the names of a text stand for, the first few."""
    found = (next(filter(None, map(by_key.get, name)), None) for name in names)
    return _few(one for one in found if one)


def are_too_many(people: Collection[int]) -> bool:
    """Whether only those may call for so many who may call for everybody."""
    settings: Settings = current_app.config["WECONNECT"]
    return len(people) > settings.call_everybody_up_to


def count(
    posts: Sequence[Posted], names: Mapping[Place, Names], turns: Turns
) -> dict[Place, list[Called]]:
    """Within a transaction: count these new messages for the people of groups that they name,
    where they may call for so many.

    Returns the groups by the messages' room and seq, where there are any.
    """
    found = _named(posts, names)
    there = calls.people({room_id for room_id, _ in found}, chain.from_iterable(found.values()))
    told: dict[Place, list[Called]] = {}
    for post in posts:
        people = {
            one.id: there[post.room_id, one.id] - {post.sender_id}
            for one in found.get(post.place, ())
        }
        everybody_of = set().union(*people.values())
        if not people or (are_too_many(everybody_of) and not everybody.may_sender(post)):
            continue
        if turns.take(post):
            _add(post, everybody_of)
            told[post.place] = [called(one, people[one.id]) for one in found[post.place]]
    calls.write({place: found[place] for place in told})
    return told


def recount(post: Posted, names: Mapping[Place, Names], turns: Turns) -> bool:
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
    if did >= {one.id for one in _named([post], names).get(post.place, ())}:
        turns.spare(post)
    return bool(count([post], names, turns) or did)


def forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message calls for no group any more. Returns whether it did."""
    did = bool(calls.forget(room_id, seq))
    if did:
        _forget_people(room_id, seq)
    return did


def _named(posts: Sequence[Posted], names: Mapping[Place, Names]) -> dict[Place, list[Group]]:
    by_key = calls.of_names({key for found in names.values() for name in found for key in name})
    sealed = {post.place: post.body.groups for post in posts if isinstance(post.body, SealedBody)}
    by_id = calls.of_ids(set(chain.from_iterable(sealed.values())))
    found: dict[Place, list[Group]] = {}
    for post in posts:
        if ids := sealed.get(post.place):
            groups = _few(by_id[one] for one in ids if one in by_id)
        else:
            groups = firsts(names.get(post.place, []), by_key)
        if groups:
            found[post.place] = groups
    return found


def _few(groups: Iterable[Group]) -> list[Group]:
    return list({one.id: one for one in groups}.values())[:MOST]


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
