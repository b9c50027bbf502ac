"""Who follows which thread, and how far they have read it: within transactions."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from flask import Flask
from sqlalchemy import and_, case, delete, false, func, null, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from weconnect.engine.app_state import Key
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, table_of
from weconnect.messages.models import Mention, Message, ThreadMark
from weconnect.messages.parts import Posted
from weconnect.rooms.models import Membership

# So many threads anybody follows, or has chosen not to; the oldest fall out.
MOST = 2000

marks = table_of(ThreadMark)
mentions = table_of(Mention)

# Is called within a transaction that moves a mark, with the ids of the room, of the message that
# began the thread, and of the person.
Moved: TypeAlias = Callable[[int, int, int], None]
_MOVED: Key[list[Moved]] = Key("weconnect_thread_marks_moved")


def on_moved(app: Flask, told: Moved) -> None:
    """Have `told` called within each transaction in which somebody reads on in a thread, follows it
    or does so no more, but for what people write or are called by: whoever sees that knows."""
    _MOVED.keep(app, [*(_MOVED.of(app) if _MOVED.is_kept(app) else ()), told])


def _tell_moved(room_id: int, root_id: int, user_id: int) -> None:
    for told in _MOVED.found() or ():
        told(room_id, root_id, user_id)


def _insert(rows: list[dict[str, Any]]) -> Any:
    make = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return make(marks).values(rows)


def _row(
    user_id: int, root_id: int, room_id: int, read_seq: int, read_at: datetime | None = None
) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "root_id": root_id,
        "room_id": room_id,
        "read_seq": read_seq,
        "read_at": read_at,
        "following": True,
    }


def note_said(said: Sequence[Posted]) -> None:
    """These were written in threads: whoever wrote, or is called, follows them from then on.

    What calls for somebody in a thread only waits to be read there; who is not called by name, but
    with all, has it wait if they follow.
    """
    if not said:
        return
    called: dict[tuple[int, int], list[int]] = {}
    places = tuple_(Mention.room_id, Mention.seq).in_([one.place for one in said])
    for user_id, room_id, seq in db.session.execute(
        select(Mention.user_id, Mention.room_id, Mention.seq).where(places, Mention.named)
    ):
        called.setdefault((room_id, seq), []).append(user_id)
    if aside := [one.place for one in said if not one.in_room]:
        db.session.execute(
            update(mentions)
            .where(tuple_(mentions.c.room_id, mentions.c.seq).in_(aside))
            .values(thread_read=False)
        )
    # One row each: of what somebody wrote the last counts, of what calls for them the first.
    wrote = {(one.sender_id, one.thread or 0): (one.room_id, one.seq) for one in said}
    at = now()
    _follow([_row(*key, *read, at) for key, read in wrote.items()], read=True)
    calls = {
        (user_id, one.thread or 0): (one.room_id, one.seq - 1)
        for one in reversed(said)
        for user_id in called.get(one.place, ())
    }
    _follow([_row(*key, *read) for key, read in calls.items()], read=False)
    for (user_id, root_id), (room_id, seq) in wrote.items():
        read_mentions(user_id, root_id, room_id, seq)


def _follow(rows: list[dict[str, Any]], *, read: bool) -> None:
    """Have people follow threads. They have read them up to the `read_seq` of these rows if they
    did not follow them before, or with `read` in any case."""
    if not rows:
        return
    insert = _insert(rows)
    further = func.greatest if db.engine.dialect.name == "postgresql" else func.max
    moved: Any = further(marks.c.read_seq, insert.excluded.read_seq)
    at: Any = insert.excluded.read_at
    if not read:
        moved = case((marks.c.following, marks.c.read_seq), else_=moved)
        # What they had read before they left it says nothing of what was said meanwhile.
        at = case((marks.c.following, marks.c.read_at), else_=null())
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=[marks.c.user_id, marks.c.root_id],
            set_={"read_seq": moved, "read_at": at, "following": True},
        )
    )
    _let_go(rows)


def _let_go(kept: list[dict[str, Any]]) -> None:
    """Of the people of these rows, let each whose marks are too many have the newest threads only,
    and those of the rows. What still calls for them there does so no more: the mark decides."""
    people = {row["user_id"] for row in kept}
    too_many = (
        select(marks.c.user_id)
        .where(among(ThreadMark.user_id, people))
        .group_by(marks.c.user_id)
        .having(func.count() > MOST)
    )
    for user_id in db.session.scalars(too_many).all():
        oldest = (
            select(marks.c.root_id)
            .where(marks.c.user_id == user_id)
            .order_by(marks.c.root_id.desc())
            .offset(MOST)
            .limit(1)
            .scalar_subquery()
        )
        roots = [row["root_id"] for row in kept if row["user_id"] == user_id]
        db.session.execute(
            delete(marks).where(
                marks.c.user_id == user_id,
                marks.c.root_id <= oldest,
                marks.c.root_id.not_in(roots),
            )
        )


def note_begun(root: Any, seq: int) -> None:
    """The first answer, of this `seq`, in a thread: whoever began it follows, unless they left the
    room or have chosen already."""
    there = select(Membership.user_id).where(
        Membership.room_id == root.room_id, Membership.user_id == root.sender_id
    )
    if db.session.scalar(there) is None:
        return
    row = _row(root.sender_id, root.id, root.room_id, seq - 1)
    db.session.execute(_insert([row]).on_conflict_do_nothing())
    _let_go([row])


def note_edited(row: Any) -> None:
    """A message in a thread says something else, and calls for others: they follow, and it waits
    for those who have not read past it."""
    here = (mentions.c.room_id == row.room_id, mentions.c.seq == row.seq)
    # Whom it calls for who does not see it, as they came later, it does not wait for.
    sees = and_(
        Membership.room_id == mentions.c.room_id,
        Membership.user_id == mentions.c.user_id,
        Membership.visible_from_seq <= mentions.c.seq,
    )
    named = select(mentions.c.user_id).join(Membership, sees).where(*here, mentions.c.named)
    people = db.session.scalars(named)
    rows = [_row(user_id, row.thread_id, row.room_id, row.seq - 1) for user_id in people]
    _follow(rows, read=False)
    if row.in_room:
        return
    past = select(marks.c.user_id).where(
        marks.c.root_id == row.thread_id, marks.c.read_seq >= row.seq
    )
    db.session.execute(
        update(mentions).where(*here).values(thread_read=mentions.c.user_id.in_(past))
    )


def advance(user_id: int, root_id: int, room_id: int, seq: int) -> None:
    """Move the mark of somebody who follows a thread to `seq`, unless it stands further."""
    mine = (marks.c.user_id == user_id, marks.c.root_id == root_id, marks.c.following)
    values = {"read_seq": seq, "read_at": now()}
    db.session.execute(update(marks).where(*mine, marks.c.read_seq < seq).values(values))
    read_mentions(user_id, root_id, room_id, seq)
    _tell_moved(room_id, root_id, user_id)


def read_mentions(user_id: int, root_id: int, room_id: int, seq: int) -> None:
    """What calls for somebody in a thread, up to `seq`, is read."""
    in_thread = select(Message.seq).where(Message.thread_id == root_id, Message.seq <= seq)
    db.session.execute(
        update(mentions)
        .where(
            mentions.c.user_id == user_id,
            mentions.c.room_id == room_id,
            mentions.c.thread_read.is_(false()),
            mentions.c.seq.in_(in_thread),
        )
        .values(thread_read=True)
    )


def set_following(user_id: int, root_id: int, room_id: int, seq: int, *, on: bool) -> None:
    """Have somebody follow a thread, of which they have read all up to `seq`, or do so no more:
    then nothing of it waits for them."""
    _tell_moved(room_id, root_id, user_id)
    if on:
        _follow([_row(user_id, root_id, room_id, seq)], read=False)
        return
    row = {**_row(user_id, root_id, room_id, seq), "following": False}
    insert = _insert([row])
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=[marks.c.user_id, marks.c.root_id],
            set_={"read_seq": insert.excluded.read_seq, "following": False},
        )
    )
    _let_go([row])
    read_mentions(user_id, root_id, room_id, seq)


def followers(root_id: int, people: Iterable[int]) -> list[int]:
    """Those of these people who follow a thread."""
    return list(
        db.session.scalars(
            select(ThreadMark.user_id).where(
                ThreadMark.root_id == root_id,
                ThreadMark.following,
                among(ThreadMark.user_id, people),
            )
        )
    )
