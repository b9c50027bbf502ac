"""One transaction of the message log: what is waiting, checked and written together.

Every check stands here, in the transaction that writes, so that nothing can change between the
two. The cost is a few queries a batch, however many entries it holds.
"""

import collections
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.errors import Failed
from weconnect.engine.database.prepared import Prepared
from weconnect.engine.database.transactions import Transaction, db, table_of, this_transaction
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import messages as wire
from weconnect.wire.base import RawJson
from weconnect.wire.body import Body, SealedBody
from weconnect.wire.errors import AppError, Forbidden, NotFound, StaleKeys, Unavailable

from . import batch_queries, hot_json, parts, throttles
from .serialize import (
    MessageRow,
    any_message,
    body_of,
    columns_of,
    edited,
    messages,
    posted,
    present,
    require_message,
    size_of,
    stored_size,
)

INSERT = Prepared(
    insert(messages).returning(messages.c.id, messages.c.sender_id, messages.c.client_id),
    # All that a new message has; the others are null.
    columns=[
        *("room_id", "seq", "version", "sender_id", "client_id", "content", "folded"),
        *("sealed", "reply_to", "thread_id", "in_room", "asides", "created_at", "deleted"),
    ],
)
MARK_READ = Prepared(
    update(table_of(Membership))
    .where(
        Membership.room_id == bindparam("in_room"),
        Membership.user_id == bindparam("reader"),
        Membership.read_seq < bindparam("seq"),
    )
    .values(read_seq=bindparam("seq"), read_at=bindparam("at"))
)
COUNT = Prepared(
    update(table_of(Room))
    .where(Room.id == bindparam("row"))
    .values(last_seq=bindparam("last_seq"), version=bindparam("version"))
)


@dataclass(eq=False, slots=True)
class Post:
    """A message to be written. `sid` is the socket that sends it, if one does.

    `at` is when it was said, for what is brought in from elsewhere; None: now. `thread` is the
    message in whose thread it is to stand, and `in_room` whether it stands in the room as well.
    """

    actor: Actor
    room_id: int
    body: Body
    client_id: str
    reply_to: int | None = None
    sid: str | None = None
    at: datetime | None = None
    # What its parts know of it beforehand.
    foreseen: Mapping[str, Any] = field(default_factory=dict)
    thread: int | None = None
    in_room: bool = False
    # What is to hang on it from the start, by the fields of the parts.
    extras: Mapping[str, Any] | None = None

    @property
    def aside(self) -> bool:
        """Whether it is to stand in a thread only."""
        return self.thread is not None and not self.in_room

    @property
    def key(self) -> tuple[int, str]:
        """What makes the post the same as another."""
        return self.actor.id, self.client_id


@dataclass(eq=False, slots=True)
class Change:
    """A change to a message. Without an actor it is the server's own, as when something ends.

    `alter` gets the message's row and the actor's role in its room; it returns the columns to
    set, or None if nothing changes, or raises AppError before it has written anything. `body` is
    what the message says from then on, if it is something else: its parts are told once `alter` has
    agreed and its author may store it. `size` is that of the body, in bytes, if the change sets one
    or takes it away; `told` are fields of MessageChanged that say what the change is. `unseen`: it
    may be one of the actor's own that they do not see any more.
    """

    actor: Actor | None
    message_id: int
    alter: Callable[[MessageRow, str], dict[str, Any] | None]
    told: Mapping[str, Any] | None = None
    size: int | None = None
    body: Body | None = None
    unseen: bool = False


Entry = Post | Change


@dataclass(frozen=True)
class Outcome:
    """What became of an entry; `news` tells whether anybody else has to hear of it.

    `people` is the version of the room's people at that moment: those are who may hear of it.
    `seen` is the message as whoever sent it sees it, if it was sent before; `written` is the
    message, if it was written by hand. `more` is told after it: the first messages of threads.
    """

    message: wire.NewMessage | wire.MessageChanged
    news: bool
    people: int = 0
    seen: wire.NewMessage | None = None
    written: RawJson[wire.NewMessage | wire.MessageChanged] | None = None
    more: tuple["Outcome", ...] = ()

    @functools.cached_property
    def json(self) -> RawJson[wire.NewMessage | wire.MessageChanged]:
        """The message: written once, for the acknowledgement and for everybody."""
        return self.written or RawJson.of(self.message)

    @property
    def answer(self) -> RawJson[wire.MessageAck]:
        """The acknowledgement."""
        return hot_json.message_ack(RawJson.of(self.seen) if self.seen else self.json)


def row_of(post: Post, seq: int, version: int) -> dict[str, Any]:
    """A post as a row of `messages`, but for its id, in this place."""
    return {
        "room_id": post.room_id,
        "seq": seq,
        "version": version,
        "sender_id": post.actor.id,
        "client_id": post.client_id,
        "reply_to": post.reply_to,
        "thread_id": post.thread,
        "in_room": None if post.thread is None else post.in_room,
        "asides": None,
        "created_at": post.at or now(),
        "deleted": False,
        **columns_of(post.body),
    }


def _require_fitting(room: batch_queries.RoomRow, body: Body) -> None:
    """Raise Forbidden for text in an encrypted room, or something sealed in another, and StaleKeys
    for what is sealed for others than those who are in the room.
    """
    if isinstance(body, SealedBody):
        if not room.encrypted:
            raise Forbidden("This room is not encrypted.")
        if body.keys_version != room.keys_version:
            raise StaleKeys
    elif room.encrypted:
        raise Forbidden("This room is encrypted: it takes no message that the server can read.")


def _require_root(root: batch_queries.Root | None, room_id: int) -> batch_queries.Root:
    """Raise NotFound for a message that is not in the room, and Forbidden for one that can have no
    thread."""
    if root is None or root.room_id != room_id:
        raise NotFound("The message that begins the thread is not there.")
    if root.thread_id is not None:
        raise Forbidden("This message stands in a thread itself.")
    if root.deleted:
        raise Forbidden("The message that began this thread was deleted.")
    return root


def _found(change: Change) -> tuple[MessageRow, str]:
    """The message, and the role of whoever changes it: the server may whatever anybody may."""
    if change.actor is None:
        return any_message(change.message_id), "owner"
    return require_message(change.actor, change.message_id, unseen=change.unseen)


def _said(post: Post, row: dict[str, Any]) -> parts.Posted:
    return parts.Posted(
        row["room_id"],
        row["seq"],
        row["sender_id"],
        post.body,
        post.foreseen,
        post.reply_to,
        post.thread,
        in_room=not post.aside,
        at=row["created_at"],
        extras=post.extras,
    )


def with_more(outcomes: list[Outcome | AppError], more: list[Outcome]) -> list[Outcome | AppError]:
    """The outcomes, the last one that is news with what is to be told after all of them."""
    for at in range(len(outcomes) - 1, -1, -1):
        last = outcomes[at]
        if isinstance(last, Outcome) and last.news:
            outcomes[at] = replace(last, more=(*more, *last.more))
            break
    return outcomes


@dataclass
class Counter:
    """A room's counters while its row is locked."""

    room: batch_queries.RoomRow
    last_seq: int
    version: int
    # How many of its messages stand in threads only; None: nobody has asked yet.
    asides: int | None = None


@dataclass
class Batch:
    """The entries of one transaction, in the order in which they came.

    Hardly any message was sent before. So a batch is first written without asking; if one was, the
    unique key (sender, client id) fails the transaction with an IntegrityError, and the batch is
    written again, `careful` this time: it looks for earlier messages first. What is refused is
    looked for in any case: the room may have been archived since it was written.

    It waits for rooms that somebody else has locked; without patience, their entries are refused.
    """

    entries: list[Entry]
    careful: bool = False
    patient: bool = True
    _at: Transaction = field(default_factory=this_transaction)
    _counters: dict[int, Counter] = field(default_factory=dict)
    _posts: dict[batch_queries.Key, tuple[Post, dict[str, Any]]] = field(default_factory=dict)
    # Messages in whose threads something may be said, as they are; and those in whose threads
    # something was said or taken back.
    _roots: dict[int, batch_queries.Root] = field(default_factory=dict)
    _answered: dict[int, list[parts.Posted]] = field(default_factory=dict)
    # How many messages of a thread were taken back.
    _gone: collections.Counter[int] = field(default_factory=collections.Counter)
    _usage: usage.UsageCounts = field(init=False)

    def __post_init__(self) -> None:
        self._usage = usage.UsageCounts(self._at)

    def write(self) -> list[Outcome | AppError]:
        """Check and write all entries; what is wrong with one is its outcome and no one else's."""
        with usage.counting(self._usage):
            return self._write()

    def _write(self) -> list[Outcome | AppError]:
        posts = [entry for entry in self.entries if isinstance(entry, Post)]
        changes = [entry for entry in self.entries if isinstance(entry, Change)]
        self._lock(posts, changes)
        members = batch_queries.memberships(
            self._at, {(post.room_id, post.actor.id) for post in posts}
        )
        for (_, user_id), member in members.items():
            self._usage.know(user_id, member.stored)
        earlier = (
            batch_queries.earlier(self._at, {post.key for post in posts}) if self.careful else {}
        )
        replies = batch_queries.places_of(
            self._at, {post.reply_to for post in posts if post.reply_to}
        )
        if threads := {post.thread for post in posts if post.thread is not None}:
            self._roots = batch_queries.roots(self._at, threads)
        refusals: dict[Entry, AppError] = {}
        changed: dict[Entry, Outcome] = {}
        for entry in self.entries:
            try:
                if isinstance(entry, Change):
                    changed[entry] = self._change(entry)
                elif earlier and entry.key in earlier:
                    access.require_member(entry.actor, earlier[entry.key])
                else:
                    self._post(entry, members, replies)
            except Failed:
                raise
            except AppError as error:
                refusals[entry] = error
        if refusals and not self.careful:
            earlier = self._recall(refusals)
        written = self._insert()
        more = self._change_roots()
        self._save_counters()
        self._usage.save()
        if earlier:
            written.update(batch_queries.posts(self._at, set(earlier)))
        outcomes = self._outcomes(refusals, changed, written, told=set(earlier))
        return with_more(outcomes, more) if more else outcomes

    def _lock(self, posts: list[Post], changes: list[Change]) -> None:
        """Lock the rows of all rooms concerned, in the order of their ids against deadlocks."""
        touched = batch_queries.places_of(self._at, {change.message_id for change in changes})
        ids = {post.room_id for post in posts} | {room_id for room_id, _ in touched.values()}
        self._counters = {
            room.id: Counter(room, room.last_seq, room.version)
            for room in batch_queries.locked(self._at, ids, patient=self.patient)
        }

    def _counter(self, room_id: int) -> Counter:
        """The counter of a room that takes more. Raises Forbidden, Unavailable."""
        counter = self._counters.get(room_id)
        if counter is None:
            raise Unavailable(retry_after=1)
        access.require_open(counter.room)
        return counter

    def _post(
        self,
        post: Post,
        members: Mapping[tuple[int, int], batch_queries.Member],
        replies: dict[int, tuple[int, int]],
    ) -> None:
        key = post.key
        if key in self._posts:
            return
        member = members.get((post.room_id, post.actor.id))
        if member is None:
            access.require_member(post.actor, post.room_id)
        visible_from = member.visible_from_seq if member else 0
        counter = self._counter(post.room_id)
        if post.reply_to is not None:
            room_id, seq = replies.get(post.reply_to, (0, 0))
            if room_id != post.room_id or seq < visible_from:
                raise NotFound("The message to reply to is not there.")
        if post.thread is not None:
            root = _require_root(self._roots.get(post.thread), post.room_id)
            if root.seq < visible_from and not self._goes_on(root, visible_from):
                raise NotFound("The message that begins the thread is not there.")
        _require_fitting(counter.room, post.body)
        size = size_of(post.body) + usage.ROW
        if post.extras is not None:
            parts.admit(post.actor, post.room_id, post.body, post.extras)
            size += parts.weight(post.extras)
        self._usage.take(post.actor.id, size)
        counter.last_seq += 1
        counter.version += 1
        row = row_of(post, counter.last_seq, counter.version)
        if post.aside:
            if counter.asides is None:
                counter.asides = batch_queries.asides(self._at, post.room_id)
            counter.asides += 1
            row["asides"] = counter.asides
        self._posts[key] = post, row

    def _goes_on(self, root: batch_queries.Root, visible_from: int) -> bool:
        """Whether something was said in a thread that somebody sees who does not see its root."""
        return batch_queries.was_answered(self._at, root.id, visible_from)

    def _recall(self, refusals: dict[Entry, AppError]) -> dict[batch_queries.Key, int]:
        """Take back the refusals of what was sent before; returns the rooms of those messages."""
        posts = [entry for entry in refusals if isinstance(entry, Post)]
        earlier = batch_queries.earlier(self._at, {post.key for post in posts})
        for post in posts:
            if post.key in earlier:
                del refusals[post]
                try:
                    access.require_member(post.actor, earlier[post.key])
                except Failed:
                    raise
                except AppError as error:
                    refusals[post] = error
        return earlier

    def _change(self, change: Change) -> Outcome:
        row, role = _found(change)
        counter = self._counter(row.room_id)
        # Before anything is written: what is refused leaves nothing behind.
        said = None if change.body is None else edited(row, change.body)
        if said is not None and not row.deleted and body_of(row) != said:
            _require_fitting(counter.room, said)
        throttles.count_change(change.actor, row.room_id)
        values = change.alter(row, role)
        if values is None:
            return Outcome(present([row], wire.MessageChanged)[0], news=False)
        self._count_size(change, row)
        if said is not None:
            for part in parts.PARTS:
                part.edited(row, said)
        counter.version += 1
        this = messages.c.id == row.id
        db.session.execute(update(messages).where(this).values(**values, version=counter.version))
        changed = db.session.execute(select(messages).where(this)).one()
        people = counter.room.members_version
        if values.get("deleted"):
            if row.thread_id is not None:
                self._answered.setdefault(row.thread_id, [])
                self._gone[row.thread_id] += 1
            if row.id in self._roots:
                self._roots[row.id] = self._roots[row.id]._replace(deleted=True)
        (message,) = present([changed], wire.MessageChanged)
        if change.told is not None:
            for part in parts.PARTS:
                part.told(row, change.told)
            message = message.model_copy(update=change.told)
        return Outcome(message, news=True, people=people)

    def _count_size(self, change: Change, row: MessageRow) -> None:
        """Count what a change stores, or gives back. Raises Forbidden."""
        grown = 0 if change.size is None else change.size - stored_size(row)
        besides = 0 if change.body is None else parts.edit_weight(row)
        # What a shorter text gives back makes no room for what is kept of the longer one.
        if more := max(0, grown) + besides:
            self._usage.take(row.sender_id, more)
        if grown < 0:
            self._usage.take(row.sender_id, grown)

    def _insert(self) -> dict[batch_queries.Key, wire.NewMessage]:
        """Write the posts, and how far their senders have read; returns them as messages."""
        if not self._posts:
            return {}
        rows = [row for _, row in self._posts.values()]
        ids = {
            (sender_id, client_id): message_id
            for ((message_id, sender_id, client_id),) in INSERT.ask(self._at, rows)
        }
        marks = [
            {
                "in_room": row["room_id"],
                "reader": row["sender_id"],
                "seq": row["seq"],
                "at": row["created_at"],
            }
            for post, row in self._posts.values()
            # Who writes in a thread has not read the room.
            if not post.aside
        ]
        if marks:
            MARK_READ.run(self._at, marks)
        said = [_said(post, row) for post, row in self._posts.values()]
        for one in said:
            if one.thread is not None:
                self._answered.setdefault(one.thread, []).append(one)
        hanging = parts.posted(said)
        return {
            key: posted(
                row, ids[key], post.actor.user, hanging.get((row["room_id"], row["seq"]), {})
            )
            for key, (post, row) in self._posts.items()
        }

    def _change_roots(self) -> list[Outcome]:
        """Change the first message of each thread in which something was said or taken back, once
        for all of it: its version counts up, so that everybody comes to know."""
        outcomes: list[Outcome] = []
        for message_id, said in self._answered.items():
            this = messages.c.id == message_id
            row = db.session.execute(select(messages).where(this)).one()
            counter = self._counters[row.room_id]
            counter.version += 1
            values = parts.answered(row, said, self._gone[message_id])
            db.session.execute(
                update(messages).where(this).values(**values, version=counter.version)
            )
            changed = db.session.execute(select(messages).where(this)).all()
            (message,) = present(changed, wire.MessageChanged)
            outcomes.append(Outcome(message, news=True, people=counter.room.members_version))
        return outcomes

    def _save_counters(self) -> None:
        values = [
            {"row": room_id, "last_seq": counter.last_seq, "version": counter.version}
            for room_id, counter in self._counters.items()
            if counter.version != counter.room.version
        ]
        if values:
            COUNT.run(self._at, values)

    def _outcomes(
        self,
        refusals: dict[Entry, AppError],
        changed: dict[Entry, Outcome],
        written: dict[batch_queries.Key, wire.NewMessage],
        told: set[batch_queries.Key],
    ) -> list[Outcome | AppError]:
        outcomes: list[Outcome | AppError] = []
        for entry in self.entries:
            if entry in refusals:
                outcomes.append(refusals[entry])
            elif isinstance(entry, Change):
                outcomes.append(changed[entry])
            else:
                key = entry.key
                outcomes.append(self._posted(entry.actor, written[key], news=key not in told))
                told.add(key)
        return outcomes

    def _posted(self, actor: Actor, message: wire.NewMessage, *, news: bool) -> Outcome:
        counter = self._counters.get(message.room)
        people = counter.room.members_version if counter else 0
        if not news:
            # By now, something may hang on it that each sees in another way.
            return Outcome(message, news, people, seen=parts.seen_by(actor, [message])[0])
        return Outcome(message, news, people)
