"""The people whom messages call for by name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select

from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import among, db, table_of
from weconnect.messages.models import Mention
from weconnect.messages.parts import Posted
from weconnect.rooms.models import Membership
from weconnect.wire.body import SealedBody
from weconnect.wire.parts.mentions import Called

Place = tuple[int, int]
# For each name that a text mentions, the keys that it may mean.
Names = list[list[str]]

mentions = table_of(Mention)


def named(posts: Sequence[Posted], names: Mapping[Place, Names]) -> dict[Place, list[Called]]:
    """Within a transaction: the members whom these messages name, by room and seq."""
    return _named(posts, names) | _called(posts)


def count(found: Mapping[Place, Sequence[Called]], *, again: bool = False) -> None:
    """Within a transaction: count messages for those whom they name.

    `again` is for one that was there before: it may have called for some of them otherwise.
    """
    for (room_id, seq), people in found.items() if again else ():
        here = mentions.c.user_id.in_([one.id for one in people])
        db.session.execute(
            delete(mentions).where(mentions.c.room_id == room_id, mentions.c.seq == seq, here)
        )
    rows = [
        {"user_id": one.id, "room_id": room_id, "seq": seq, "named": True}
        for (room_id, seq), people in found.items()
        for one in people
    ]
    if rows:
        db.session.execute(insert(mentions), rows)


def forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message no longer names anybody. Returns whether it did."""
    gone = db.session.execute(
        delete(mentions)
        .where(mentions.c.room_id == room_id, mentions.c.seq == seq, mentions.c.named)
        .returning(mentions.c.user_id)
    )
    return bool(gone.all())


def called(user_id: int, username: str, display_name: str) -> Called:
    """A person whom a message names, as the wire has it."""
    return Called(kind="person", id=user_id, name=username, display_name=display_name)


def _named(posts: Sequence[Posted], names: Mapping[Place, Names]) -> dict[Place, list[Called]]:
    """Whom those of these messages mention that are text."""
    keys = {key for found in names.values() for name in found for key in name}
    if not keys:
        return {}
    query = (
        select(Membership.room_id, User.username_key, User.id, User.username, User.display_name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.room_id.in_({post.room_id for post in posts}))
        .where(User.username_key.in_(keys))
    )
    members = {
        (row.room_id, row.username_key): called(row.id, row.username, row.display_name)
        for row in db.session.execute(query)
    }
    found: defaultdict[Place, dict[int, Called]] = defaultdict(dict)
    for post in posts:
        for name in names.get(post.place, ()):
            person = next(filter(None, (members.get((post.room_id, key)) for key in name)), None)
            if person and person.id and person.id != post.sender_id:
                found[post.place][person.id] = person
    return {place: [one for _, one in sorted(people.items())] for place, people in found.items()}


def _called(posts: Sequence[Posted]) -> dict[Place, list[Called]]:
    """Whom those of these messages call for that are sealed: of whom they say so, the members."""
    wanted = {
        post.place: set(post.body.calls) - {post.sender_id}
        for post in posts
        if isinstance(post.body, SealedBody) and post.body.calls
    }
    if not any(wanted.values()):
        return {}
    there = db.session.execute(
        select(Membership.room_id, User.id, User.username, User.display_name)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.room_id.in_({room_id for room_id, _ in wanted}),
            among(Membership.user_id, set().union(*wanted.values())),
        )
        .order_by(User.id)
    )
    found: defaultdict[Place, list[Called]] = defaultdict(list)
    for row in there:
        for place, ids in wanted.items():
            if place[0] == row.room_id and row.id in ids:
                found[place].append(called(row.id, row.username, row.display_name))
    return dict(found)
