"""Mentions as what hangs on a message: whom it calls for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import after_commit, among, db, table_of
from weconnect.messages.activity import note_calls
from weconnect.messages.models import Mention, Message
from weconnect.messages.parts import Part, Posted
from weconnect.rooms.models import Membership
from weconnect.wire.body import Body, SealedBody, TextBody

from .names import may_mention, names_in

mentions = table_of(Mention)


class Mentions(Part):
    """Whom a message calls for: those members whom it named when it was written or edited.

    Whom a sealed one calls for, its sender's client says beside it.
    """

    field = "mentions"

    def load(self, rows: Sequence[Any]) -> Mapping[int, list[int]]:
        """The ids of the people, by the messages'."""
        wanted = [row.id for row in rows if row.sealed or may_mention(row.content)]
        grouped: defaultdict[int, list[int]] = defaultdict(list)
        if wanted:
            found = db.session.execute(
                select(Message.id, Mention.user_id)
                .join(Mention, (Mention.room_id == Message.room_id) & (Mention.seq == Message.seq))
                .where(among(Message.id, wanted))
                .order_by(Mention.user_id)
            )
            for message_id, user_id in found:
                grouped[message_id].append(user_id)
        return grouped

    def is_plain(self, body: TextBody) -> bool:
        """Whether it names nobody."""
        return not names_in(body)

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], list[int]]:
        """Count the messages for those whom they call for."""
        return note(posts)

    def edited(self, row: Any, body: Body) -> None:
        """Count it for those whom it now calls for, and for nobody else."""
        forgotten = _forget(row.room_id, row.seq)
        called = note([Posted(row.room_id, row.seq, row.sender_id, body)])
        if forgotten or called:
            after_commit(note_calls, row.room_id)

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """Nobody is called any more."""
        if _forget(row.room_id, row.seq):
            after_commit(note_calls, row.room_id)
        return {}


def note(posts: Sequence[Posted]) -> dict[tuple[int, int], list[int]]:
    """Within a transaction: count these new messages for those members whom they mention.

    Returns the ids of those members by the messages' room and seq, where there are any.
    """
    called = _named(posts) | _called(posts)
    if called:
        rows = [
            {"user_id": user_id, "room_id": room_id, "seq": seq}
            for (room_id, seq), people in called.items()
            for user_id in people
        ]
        db.session.execute(insert(mentions), rows)
    return {place: sorted(people) for place, people in called.items()}


def _named(posts: Sequence[Posted]) -> dict[tuple[int, int], set[int]]:
    """Whom those of these messages mention that are text."""
    wanted = [
        (post, names)
        for post in posts
        if isinstance(post.body, TextBody) and (names := names_in(post.body))
    ]
    if not wanted:
        return {}
    everybody = {key for _, names in wanted for keys in names for key in keys}
    found = _people({post.room_id for post, _ in wanted}, everybody)
    called: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for post, names in wanted:
        for keys in names:
            user_id = next(filter(None, (found.get((post.room_id, key)) for key in keys)), None)
            if user_id not in (None, post.sender_id):
                called[post.place].add(user_id)
    return called


def _called(posts: Sequence[Posted]) -> dict[tuple[int, int], set[int]]:
    """Whom those of these messages call for that are sealed: of whom they say so, the members."""
    wanted = {
        post.place: (post, set(post.body.calls) - {post.sender_id})
        for post in posts
        if isinstance(post.body, SealedBody) and post.body.calls
    }
    if not wanted:
        return {}
    everybody = set().union(*(ids for _, ids in wanted.values()))
    there = db.session.execute(
        select(Membership.room_id, Membership.user_id).where(
            Membership.room_id.in_({post.room_id for post, _ in wanted.values()}),
            among(Membership.user_id, everybody),
        )
    )
    members: defaultdict[int, set[int]] = defaultdict(set)
    for room_id, user_id in there:
        members[room_id].add(user_id)
    found = {place: ids & members[place[0]] for place, (_, ids) in wanted.items()}
    return {place: ids for place, ids in found.items() if ids}


def _forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message no longer calls for anybody. Returns whether it did."""
    gone = db.session.execute(
        delete(mentions)
        .where(mentions.c.room_id == room_id, mentions.c.seq == seq)
        .returning(mentions.c.user_id)
    )
    return bool(gone.all())


def _people(rooms: set[int], keys: set[str]) -> dict[tuple[int, str], int]:
    """By room and name key: the members of these rooms who have one of these names."""
    if not keys:
        return {}
    rows = db.session.execute(
        select(Membership.room_id, User.username_key, User.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.room_id.in_(rooms), User.username_key.in_(keys))
    )
    return {(row.room_id, row.username_key): row.id for row in rows}
