"""Entries come and go in the transaction of what causes them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, false, insert, select, tuple_

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, table_of
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.models import Mention, RoomCall
from weconnect.messages.parts import Posted
from weconnect.messages.serialize import messages
from weconnect.reactions.models import Reaction
from weconnect.rooms.models import Membership
from weconnect.wire.inbox import InboxChanged
from weconnect.wire.parts.reactions import Reacted

from .models import InboxEntry, InboxState

Place = tuple[int, int]
# Whom a message calls for; None among them are all members at once.
Called = dict[Place, set[int | None]]

entries = table_of(InboxEntry)


def called(places: Collection[Place]) -> Called:
    """Whom these messages call for, as it was written in this transaction."""
    found: Called = {}
    here = tuple_(Mention.room_id, Mention.seq).in_(list(places))
    for room_id, seq, user_id in db.session.execute(
        select(Mention.room_id, Mention.seq, Mention.user_id).where(here)
    ):
        found.setdefault((room_id, seq), set()).add(user_id)
    all_members = tuple_(RoomCall.room_id, RoomCall.seq).in_(list(places))
    somebody = exists().where(
        Membership.room_id == RoomCall.room_id, Membership.user_id != RoomCall.sender_id
    )
    for room_id, seq in db.session.execute(
        select(RoomCall.room_id, RoomCall.seq).where(all_members, RoomCall.kind == "room", somebody)
    ):
        found[room_id, seq] = {None}
    return found


def add_mentions(posts: Iterable[Posted], called: Called) -> None:
    """Entries for those whom new messages call for."""
    _add(
        _entry(user_id, post.place, "mention", post.sender_id)
        for post in posts
        for user_id in called.get(post.place, ())
    )


def add_replies(posts: Sequence[Posted], called: Called) -> None:
    """Entries for those whom new messages answer, unless they call for them as well."""
    if not posts:
        return
    wrote = (Membership.room_id == messages.c.room_id) & (
        Membership.user_id == messages.c.sender_id
    )
    answered = [post.reply_to for post in posts if post.reply_to]
    there = db.session.execute(
        select(messages.c.id, messages.c.sender_id)
        .join(Membership, wrote)
        .where(messages.c.id.in_(answered))
    )
    authors: dict[int, int] = {row.id: row.sender_id for row in there}
    _add(
        _entry(author, post.place, "reply", post.sender_id)
        for post in posts
        if (author := authors.get(post.reply_to or 0))
        and author != post.sender_id
        and author not in called.get(post.place, ())
    )


def move_threads(posts: Iterable[Posted]) -> None:
    """The entries of threads, each to the newest of these messages in it."""
    newest = {post.thread: post for post in posts if post.thread is not None}
    if newest:
        db.session.execute(delete(entries).where(among(InboxEntry.thread_id, newest)))
        _add(
            _entry(None, post.place, "thread", post.sender_id, thread_id=thread)
            for thread, post in newest.items()
        )


def move_thread_back(gone: Any) -> None:
    """A message in a thread goes: the thread's entry, if it stood there, to the newest one that is
    left."""
    room_id, thread_id = gone.room_id, gone.thread_id
    there = select(entries.c.id).where(entries.c.thread_id == thread_id)
    if db.session.execute(there).first():
        return
    left = db.session.execute(
        select(messages.c.seq, messages.c.sender_id, messages.c.created_at)
        .where(messages.c.thread_id == thread_id, messages.c.deleted.is_(false()))
        .where(messages.c.id != gone.id)
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).first()
    if left is not None:
        entry = _entry(None, (room_id, left.seq), "thread", left.sender_id, thread_id=thread_id)
        _add([entry | {"at": left.created_at}])


def change_mentions(post: Posted) -> None:
    """A message calls for others than before."""
    wanted = called([post.place]).get(post.place, set())
    there = db.session.execute(
        select(entries.c.id, entries.c.user_id, entries.c.kind).where(*_at(post.place))
    ).all()
    before = {one.user_id: one.id for one in there if one.kind == "mention"}
    answered = {one.user_id for one in there if one.kind == "reply"}
    _remove({before[one]: one for one in before.keys() - wanted})
    new = wanted - before.keys() - answered
    _add(_entry(one, post.place, "mention", post.sender_id) for one in new)


def change_reactions(row: Any, reacted: Reacted) -> None:
    """One entry for all reactions to a message: that of the last one that is still there."""
    place = row.room_id, row.seq
    of_reactions = (*_at(place), entries.c.kind == "reaction")
    if row.sender_id == reacted.user:
        return
    if reacted.added:
        db.session.execute(delete(entries).where(*of_reactions))
        if db.session.get(Membership, (row.room_id, row.sender_id)) is not None:
            _add([_entry(row.sender_id, place, "reaction", reacted.user, reacted.emoji)])
        return
    last = db.session.execute(
        select(Reaction.user_id, Reaction.emoji)
        .where(Reaction.message_id == row.id, Reaction.user_id != row.sender_id)
        .order_by(Reaction.id.desc())
        .limit(1)
    ).first()
    if last is None:
        gone = db.session.execute(
            delete(entries).where(*of_reactions).returning(entries.c.id, entries.c.user_id)
        )
        _tell(user_id for _, user_id in gone)
    else:
        values = {"actor_id": last.user_id, "emoji": last.emoji}
        db.session.execute(entries.update().where(*of_reactions).values(values))


def ask(post: Posted, until: datetime) -> None:
    """An entry for all members of a room who are asked to confirm a message: also those who come
    before `until`. It stands for whatever else the message has for some of them."""
    others = (*_at(post.place), entries.c.kind.in_(("mention", "reply")))
    db.session.execute(delete(entries).where(*others))
    _add([_entry(None, post.place, "confirm", post.sender_id) | {"asked_until": until}])


def settle(user_id: int, place: Place) -> None:
    """Somebody has confirmed a message: what asked them to is read."""
    asks = db.session.scalar(select(entries.c.id).where(*_at(place), entries.c.kind == "confirm"))
    if asks is None:
        # It is too old for any inbox.
        return
    said = {"user_id": user_id, "entry_id": asks}
    there = table_of(InboxState)
    db.session.execute(delete(there).filter_by(**said))
    db.session.execute(insert(there).values(**said, read=True))
    _tell([user_id])


def forget(room_id: int, seq: int) -> None:
    """A message is gone, and with it what it brought into inboxes."""
    gone = db.session.execute(
        delete(entries).where(*_at((room_id, seq))).returning(entries.c.user_id)
    )
    _tell(user_id for (user_id,) in gone)


def _at(place: Place) -> tuple[Any, Any]:
    return entries.c.room_id == place[0], entries.c.seq == place[1]


def _entry(
    user_id: int | None,
    place: Place,
    kind: str,
    actor_id: int,
    emoji: str | None = None,
    thread_id: int | None = None,
) -> dict[str, Any]:
    room_id, seq = place
    return {
        "user_id": user_id,
        "room_id": room_id,
        "seq": seq,
        "kind": kind,
        "actor_id": actor_id,
        "emoji": emoji,
        "thread_id": thread_id,
        "at": now(),
    }


def _add(rows: Iterable[dict[str, Any]]) -> None:
    found = list(rows)
    if found:
        db.session.execute(insert(entries), found)
        _tell(one["user_id"] for one in found)


def _remove(gone: dict[int, int | None]) -> None:
    if gone:
        db.session.execute(delete(entries).where(among(InboxEntry.id, gone)))
        _tell(gone.values())


def _tell(user_ids: Iterable[int | None]) -> None:
    ids = {one for one in user_ids if one is not None}
    if ids:
        publish(InboxChanged(), to=people(sorted(ids)))
