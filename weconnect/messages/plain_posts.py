"""The short way of plain posts: they are written without asking first.

Most messages are plain: nothing hangs on them, they answer nothing, and whoever sends them may.
For these, what `Batch` looks up is part of the statements that write: the room counts up where it
is open and the sender belongs to it, and what its sender stores comes back from where it is added.
Whatever else there is to say, `Batch` says: all that was written is taken back.
"""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import text

from weconnect.auth.accounts import usage
from weconnect.engine.database.column_types import as_text
from weconnect.engine.database.prepared import Prepared
from weconnect.engine.database.transactions import Transaction, this_transaction
from weconnect.wire.errors import AppError

from . import hot_json, parts
from .batch import Entry, Outcome, Post, row_of
from .serialize import posted

# SQLite takes longer to be asked than to answer, and Python to ask: plain text and plain values.
_COUNT_UP = (
    "UPDATE rooms SET last_seq = last_seq + 1, version = version + 1"
    " WHERE id = ? AND archived_at IS NULL RETURNING last_seq, version, members_version"
)
_INSERT = (
    "INSERT INTO messages"
    " (room_id, seq, version, sender_id, client_id, content, folded, created_at, deleted)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)"
)
# Whoever is no member has no row. Somebody may have read what is not there: never back.
_MARK_READ = "UPDATE memberships SET read_seq = max(read_seq, ?) WHERE room_id = ? AND user_id = ?"

# PostgreSQL writes all posts of a batch by one statement, or none. It locks the rooms in the order
# of their ids, as `Batch` does, and the memberships in each: of rows that are locked it takes what
# they have become while it waited, and none that are gone (PostgreSQL manual, 13.2.1). Whoever
# removes a member holds the room.
_WRITE_ALL = Prepared(
    text(
        f"""
WITH post AS (
    SELECT * FROM unnest(
        CAST(:rooms AS bigint[]), CAST(:senders AS bigint[]), CAST(:client_ids AS text[]),
        CAST(:contents AS text[]), CAST(:folded AS text[]), CAST(:times AS timestamp[]),
        CAST(:sizes AS bigint[])
    ) WITH ORDINALITY
    AS post (room_id, sender_id, client_id, content, folded, created_at, size, n)
), room AS MATERIALIZED (
    SELECT id, last_seq, version, members_version
    FROM rooms WHERE id = ANY(CAST(:rooms AS bigint[])) AND archived_at IS NULL
    ORDER BY id FOR UPDATE
), member AS MATERIALIZED (
    SELECT memberships.room_id, user_id
    FROM room JOIN memberships ON room_id = id
    WHERE user_id = ANY(CAST(:senders AS bigint[]))
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
    UPDATE memberships SET read_seq = newest.seq
    FROM (SELECT room_id, sender_id, max(seq) AS seq FROM placed GROUP BY 1, 2) AS newest
    WHERE memberships.room_id = newest.room_id AND user_id = sender_id AND read_seq < newest.seq
), stored AS (
    INSERT INTO usage (user_id, day, day_bytes, total_bytes)
    SELECT sender_id, CAST(:day AS integer), sum(size), sum(size)
    FROM placed GROUP BY 1 ORDER BY 1 {usage.ADDING} {usage.ADDED}
), written AS (
    INSERT INTO messages
        (room_id, seq, version, sender_id, client_id, content, folded, created_at, deleted)
    SELECT room_id, seq, version, sender_id, client_id, content, folded, created_at, false
    FROM placed ORDER BY n
    RETURNING id, room_id, seq
)
SELECT written.id, placed.seq, placed.version, members_version,
    day_bytes, total_bytes, day_limit, total_limit
FROM placed
JOIN written ON written.room_id = placed.room_id AND written.seq = placed.seq
JOIN stored ON stored.user_id = placed.sender_id
ORDER BY n"""  # noqa: S608 - of our own constants
    )
)


class Unusual(Exception):
    """There is more to say about one of the posts."""


def are_plain(entries: Sequence[Entry]) -> bool:
    """Whether these are all posts on which nothing hangs."""
    if not all(type(one) is Post and one.reply_to is None for one in entries):
        return False
    return all(parts.is_plain(one.body) for one in entries if isinstance(one, Post))


def write(posts: Sequence[Post]) -> Sequence[Outcome | AppError]:
    """Within a transaction: write these, in their order.

    Raises Unusual if that is not all there is to do, and what the driver raises of a post that was
    sent before; the transaction must be taken back then.
    """
    at = this_transaction()
    if at.connection.dialect.name == "sqlite":
        return _write_each(at, posts)
    return _write_all(at, posts)


def _write_each(at: Transaction, posts: Sequence[Post]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    marks: list[tuple[int, int, int]] = []
    for post in posts:
        sender, body = post.actor, post.body
        counted = at.driver.execute(_COUNT_UP, (post.room_id,)).fetchall()
        if not counted:
            raise Unusual
        ((seq, version, people),) = counted
        row = row_of(post, seq, version)
        values = (
            *(post.room_id, seq, version, sender.id, post.client_id),
            *(body.content, row["folded"], as_text(row["created_at"])),
        )
        message_id = at.driver.execute(_INSERT, values).lastrowid
        marks.append((seq, post.room_id, sender.id))
        outcomes.append(_outcome(post, row, message_id, people))
    if at.driver.executemany(_MARK_READ, marks).rowcount < len(posts):
        raise Unusual
    if not usage.add_all(at, [(post.actor.id, _size(post)) for post in posts]):
        raise Unusual
    return outcomes


def _write_all(at: Transaction, posts: Sequence[Post]) -> list[Outcome]:
    written = [row_of(post, 0, 0) for post in posts]
    values = {
        "rooms": [post.room_id for post in posts],
        "senders": [post.actor.id for post in posts],
        "client_ids": [post.client_id for post in posts],
        "contents": [one["content"] for one in written],
        "folded": [one["folded"] for one in written],
        "times": [one["created_at"].astimezone(UTC).replace(tzinfo=None) for one in written],
        "sizes": [_size(post) for post in posts],
        "day": usage.today(),
    }
    (rows,) = _WRITE_ALL.ask(at, [values])
    if len(rows) < len(posts):
        raise Unusual
    outcomes: list[Outcome] = []
    for post, row, (message_id, seq, version, people, *added) in zip(
        posts, written, rows, strict=True
    ):
        if not usage.is_allowed(*added):
            raise Unusual
        place = {"seq": seq, "version": version}
        outcomes.append(_outcome(post, row | place, message_id, people))
    return outcomes


def _outcome(post: Post, row: dict[str, Any], message_id: int, people: int) -> Outcome:
    message = posted(row, message_id, post.actor.user, hot_json.NOTHING_HANGS)
    written = hot_json.new_message(message, post.actor.user_json)
    return Outcome(message, news=True, people=people, written=written)


def _size(post: Post) -> int:
    return usage.size_of(post.body.content) + usage.ROW
