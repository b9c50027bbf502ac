"""The short way of plain posts: they are written without asking first.

Most messages are plain: nothing hangs on them, they answer nothing, and whoever sends them may.
For these, what `Batch` looks up is part of the statements that write: the room counts up where it
is open, not encrypted, and the sender belongs to it, and what its sender stores is added where that
is allowed. Whatever else there is to say, `Batch` says: nothing is written then.
"""

from collections.abc import Sequence
from datetime import UTC
from functools import partial
from typing import Any

from sqlalchemy import text

from weconnect.auth.accounts import usage
from weconnect.engine.database import prepared
from weconnect.engine.database.column_types import as_text, now
from weconnect.engine.database.prepared import Prepared
from weconnect.engine.database.transactions import db, sqlstate, this_transaction, transact
from weconnect.wire.errors import AppError

from . import hot_json, parts
from .batch import Entry, Outcome, Post, row_of
from .serialize import posted, size_of

# SQLite takes longer to be asked than to answer, and Python to ask: plain text and plain values.
_COUNT_UP = (
    "UPDATE rooms SET last_seq = last_seq + 1, version = version + 1"
    " WHERE id = ? AND archived_at IS NULL AND NOT encrypted"
    " RETURNING last_seq, version, members_version"
)
_INSERT = (
    "INSERT INTO messages"
    " (room_id, seq, version, sender_id, client_id, content, plain, folded, created_at, deleted)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
)
# Whoever is no member has no row. Somebody may have read what is not there: never back.
_MARK_READ = (
    "UPDATE memberships SET read_seq = max(read_seq, ?), read_at = ?"
    " WHERE room_id = ? AND user_id = ?"
)

# PostgreSQL writes all posts of a batch by one statement, or none, and commits without being asked
# again: so the statement fails where one of the senders may store no more. It locks the rooms in
# the order of their ids, as `Batch` does, and the memberships in each: of rows that are locked it
# takes what they have become while it waited, and none that are gone (PostgreSQL manual, 13.2.1).
# Whoever removes a member holds the room.
_ALLOWED = usage.within_limits(
    *("day_bytes", "total_bytes"), *("CAST(:per_day AS bigint)", "CAST(:total AS bigint)")
)
_WRITE_ALL = Prepared(
    text(
        f"""
WITH post AS (
    SELECT * FROM unnest(
        CAST(:rooms AS bigint[]), CAST(:senders AS bigint[]), CAST(:client_ids AS text[]),
        CAST(:contents AS text[]), CAST(:plain AS boolean[]), CAST(:folded AS text[]),
        CAST(:times AS timestamp[]), CAST(:sizes AS bigint[])
    ) WITH ORDINALITY
    AS post (room_id, sender_id, client_id, content, plain, folded, created_at, size, n)
), room AS MATERIALIZED (
    SELECT id, last_seq, version, members_version
    FROM rooms WHERE id = ANY(CAST(:rooms AS bigint[])) AND archived_at IS NULL AND NOT encrypted
    ORDER BY id FOR UPDATE
), member AS MATERIALIZED (
    SELECT memberships.room_id, user_id
    FROM room
    JOIN (SELECT DISTINCT room_id, sender_id FROM post) AS pair ON pair.room_id = room.id
    JOIN memberships ON memberships.room_id = pair.room_id AND user_id = sender_id
    FOR KEY SHARE OF memberships
), found AS (
    SELECT post.*, members_version,
        last_seq + row_number() OVER in_room AS seq, version + row_number() OVER in_room AS version
    FROM post
    JOIN room ON id = post.room_id
    JOIN member ON member.room_id = id AND user_id = sender_id
    WINDOW in_room AS (PARTITION BY post.room_id ORDER BY n)
), placed AS (
    SELECT * FROM found WHERE (SELECT count(*) FROM found) = (SELECT count(*) FROM post)
), counted AS (
    UPDATE rooms SET last_seq = newest.seq, version = newest.version
    FROM (SELECT room_id, max(seq) AS seq, max(version) AS version FROM placed GROUP BY 1) AS newest
    WHERE rooms.id = newest.room_id
), marked AS (
    UPDATE memberships SET read_seq = newest.seq, read_at = newest.at
    FROM (
        SELECT room_id, sender_id, max(seq) AS seq, max(created_at) AS at FROM placed GROUP BY 1, 2
    ) AS newest
    WHERE memberships.room_id = newest.room_id AND user_id = sender_id AND read_seq < newest.seq
), stored AS (
    INSERT INTO usage (user_id, day, day_bytes, total_bytes)
    SELECT sender_id, CAST(:day AS integer), sum(size), sum(size)
    FROM placed GROUP BY 1 ORDER BY 1 {usage.ADDING} {usage.ADDED}
), written AS (
    INSERT INTO messages
        (room_id, seq, version, sender_id, client_id, content, plain, folded, created_at, deleted)
    SELECT room_id, seq, version, sender_id, client_id, content, plain, folded, created_at, false
    FROM placed ORDER BY n
    RETURNING id, room_id, seq
)
SELECT written.id, placed.seq, placed.version, members_version,
    1 / CASE WHEN {_ALLOWED} THEN 1 ELSE 0 END
FROM placed
JOIN written ON written.room_id = placed.room_id AND written.seq = placed.seq
JOIN stored ON stored.user_id = placed.sender_id
ORDER BY n"""  # noqa: S608 - of our own constants
    )
)


# What it fails with then, division_by_zero; what it loses a race with, serialization_failure and
# deadlock_detected; where it waited too long for all of its rooms at once, query_canceled: for each
# by itself `Batch` may wait as long; and on a standby, read_only_sql_transaction: `Batch` meets it
# at its beginning, where it is told from a fault (PostgreSQL manual, appendix A).
_UNUSUAL = {"22012", "40001", "40P01", "57014", "25006"}


class Unusual(Exception):
    """There is more to say about one of the posts: none is written."""


def are_plain(entries: Sequence[Entry]) -> bool:
    """Whether these are all posts on which nothing hangs."""
    if not all(type(one) is Post and one.reply_to is one.thread is None for one in entries):
        return False
    posts = (one for one in entries if isinstance(one, Post))
    return all(one.extras is None and parts.is_plain(one.body) for one in posts)


def write(posts: Sequence[Post], *, brief: bool) -> Sequence[Outcome | AppError]:
    """Write these in a transaction of their own, in their order; `brief` as in `transact`.

    Raises Unusual if that is not all there is to do, what the driver raises of a post that was sent
    before, and Failed: ConnectionLost if PostgreSQL could not be asked, CommitUnknown, LockTimeout.
    """
    if db.engine.dialect.name == "sqlite":
        return transact(partial(_write_each, posts), brief=brief)
    return _write_all(posts)


def _write_each(posts: Sequence[Post]) -> list[Outcome]:
    at = this_transaction()
    outcomes: list[Outcome] = []
    marks: list[tuple[int, str | None, int, int]] = []
    for post in posts:
        sender = post.actor
        counted = at.driver.execute(_COUNT_UP, (post.room_id,)).fetchall()
        if not counted:
            raise Unusual
        ((seq, version, people),) = counted
        row = row_of(post, seq, version)
        said_at = as_text(row["created_at"])
        values = (
            *(post.room_id, seq, version, sender.id, post.client_id),
            *(row["content"], row["plain"], row["folded"], said_at),
        )
        message_id = at.driver.execute(_INSERT, values).lastrowid
        marks.append((seq, said_at, post.room_id, sender.id))
        outcomes.append(_outcome(post, row, message_id, people))
    if at.driver.executemany(_MARK_READ, marks).rowcount < len(posts):
        raise Unusual
    if not usage.add_all(at, [(post.actor.id, _size(post)) for post in posts]):
        raise Unusual
    return outcomes


def _write_all(posts: Sequence[Post]) -> list[Outcome]:
    for post in posts:
        # If no answer comes, this tells what was written now from what was sent before.
        post.at = post.at or now()
    written = [row_of(post, 0, 0) for post in posts]
    per_day, total = usage.server_limits()
    values = {
        "rooms": [post.room_id for post in posts],
        "senders": [post.actor.id for post in posts],
        "client_ids": [post.client_id for post in posts],
        "contents": [one["content"] for one in written],
        "plain": [one["plain"] for one in written],
        "folded": [one["folded"] for one in written],
        "times": [one["created_at"].astimezone(UTC).replace(tzinfo=None) for one in written],
        "sizes": [_size(post) for post in posts],
        "day": usage.today(),
        "per_day": per_day,
        "total": total,
    }
    try:
        rows = prepared.write(_WRITE_ALL, values)
    except Exception as error:
        if sqlstate(error) in _UNUSUAL or sqlstate(error.__cause__) in _UNUSUAL:
            raise Unusual from error
        raise
    if len(rows) < len(posts):
        raise Unusual
    return [
        _outcome(post, row | {"seq": seq, "version": version}, message_id, people)
        for post, row, (message_id, seq, version, people, _) in zip(
            posts, written, rows, strict=True
        )
    ]


def _outcome(post: Post, row: dict[str, Any], message_id: int, people: int) -> Outcome:
    message = posted(row, message_id, post.actor.user, hot_json.NOTHING_HANGS)
    written = hot_json.new_message(message, post.actor.user_json)
    return Outcome(message, news=True, people=people, written=written)


def _size(post: Post) -> int:
    return size_of(post.body) + usage.ROW
