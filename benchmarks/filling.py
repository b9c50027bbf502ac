"""Millions of messages, made by PostgreSQL itself in the tables of the product."""

import sys
import time

import psycopg

USERS = 5_000
ROOMS = 3_000
# Who is in 300 rooms, a third of them direct conversations, and the largest room, where all are.
PERSON = 1
BIG = 1
# The messages come in so many portions, so that those of all rooms lie among one another, as they
# would after some years.
PORTIONS = 100

PEOPLE = """
INSERT INTO users (username, username_key, username_look, display_name, search_text, password_hash,
                   is_admin, created_at)
SELECT 'person' || n, 'person' || n, 'person' || n, 'Person ' || n, 'person' || n, '', false, now()
FROM generate_series(1, %(users)s) n
"""
# Room n has a share of 1/n: a few are large, most are small.
SOME_ROOMS = """
INSERT INTO rooms (kind, name, topic, encrypted, created_at, last_seq, version, members_version)
SELECT CASE WHEN n %% 30 = 11 THEN 'direct' WHEN n %% 3 = 0 THEN 'private' ELSE 'public' END,
       'Room ' || n, '', false, now(), share, share + share / 50, 0
FROM (SELECT n, (%(messages)s / n / sum(1.0 / n) OVER ())::bigint AS share
      FROM generate_series(1, %(rooms)s) n) shares
"""
MEMBERSHIPS = """
INSERT INTO memberships (room_id, user_id, role, read_seq, joined_at)
SELECT room_id, user_id, 'member',
       CASE WHEN user_id = %(person)s THEN greatest(0, last_seq - 300 - room_id %% 200)
            ELSE last_seq * 9 / 10 END, now()
FROM (SELECT id AS room_id, %(person)s AS user_id FROM rooms WHERE id %% 10 = 1
      UNION SELECT id, id + 1 FROM rooms WHERE kind = 'direct'
      UNION SELECT %(big)s, n FROM generate_series(1, %(users)s) n
      UNION SELECT rooms.id, n
            FROM generate_series(2, %(users)s) n, generate_series(0, 19) k, rooms
            WHERE rooms.id = (n * 7 + k * 151) %% %(rooms)s + 1 AND kind <> 'direct') pairs
JOIN rooms ON rooms.id = room_id
"""
WORDS = (
    "the a we you they it this that today tomorrow meeting coffee release build test server list"
    " room message call team plan review merge branch fix deploy design page button colour text"
    " please thanks maybe later now soon never always good better done open closed new old next"
).split()
# One in fifty was changed since, and has its version from then.
MESSAGES = """
INSERT INTO messages (room_id, seq, version, sender_id, client_id, content, created_at, deleted)
SELECT rooms.id, seq, CASE WHEN seq %% 50 = 0 THEN last_seq + seq / 50 ELSE seq END,
       1 + (random() * (%(users)s - 1))::int, gen_random_uuid()::text,
       (%(texts)s::text[])[1 + (random() * 499)::int] || ' ' || seq, now(), false
FROM rooms, generate_series(last_seq * (%(portion)s - 1) / %(portions)s + 1,
                            last_seq * %(portion)s / %(portions)s) seq
ORDER BY seq::float / last_seq
"""
REACTIONS = """
INSERT INTO reactions (message_id, user_id, emoji)
SELECT id, 1 + id * 7919 %% %(users)s, ('{👍,❤️,😂,🎉,👀}'::text[])[1 + id %% 5]
FROM messages WHERE id %% 10 = 5
"""
MENTIONS = """
INSERT INTO mentions (user_id, room_id, seq)
SELECT 2 + id * 7919 %% (%(users)s - 2), room_id, seq FROM messages WHERE id %% 10 = 0
UNION ALL
SELECT %(person)s, room_id, seq FROM messages WHERE room_id %% 10 = 1 AND seq %% 20 = 0
"""


def fill(url: str, messages: int) -> None:
    """Fill the empty tables of the database at `url`, and say how it goes."""
    values = {
        "users": USERS,
        "rooms": ROOMS,
        "person": PERSON,
        "big": BIG,
        "messages": messages,
        "portions": PORTIONS,
        "texts": texts(),
    }
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        # Every reference is right, and need not be looked up.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        for statement in (PEOPLE, SOME_ROOMS, MEMBERSHIPS):
            connection.execute(statement, values)
        for portion in range(1, PORTIONS + 1):
            connection.execute(MESSAGES, {**values, "portion": portion})
            if portion % 10 == 0:
                print(f"{portion} % after {time.monotonic() - began:.0f} s", file=sys.stderr)
        for statement in (REACTIONS, MENTIONS):
            connection.execute(statement, values)
        connection.execute("VACUUM ANALYZE")
        counted = connection.execute(
            "SELECT relname, n_live_tup, pg_size_pretty(pg_total_relation_size(relid))"
            " FROM pg_stat_user_tables WHERE n_live_tup > 0 ORDER BY n_live_tup DESC"
        )
        for name, rows, size in counted:
            print(f"{name:12}{rows:12,} rows {size:>9}", file=sys.stderr)
    print(f"filled in {time.monotonic() - began:.0f} s", file=sys.stderr)


def texts() -> list[str]:
    """Five hundred things that people say, of 5 to 30 words."""
    return [
        " ".join(WORDS[(first * step) % len(WORDS)] for step in range(1, 6 + first % 26))
        for first in range(1, 501)
    ]
