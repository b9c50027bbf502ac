"""The index on PostgreSQL: pg_trgm over the texts in letters and digits, in a schema of its own."""

import logging
from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from weconnect.engine.database.postgres import may_take_long

from .documents import Piece
from .encoding import encoded
from .standing import Standing

log = logging.getLogger(__name__)

SCHEMA = "weconnect_search"
# Of pg_trgm's own: shorter patterns have no trigram.
SHORTEST = 3

_WHERE = text(
    "SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace"
    " WHERE extname = 'pg_trgm'"
)
_STATE = text(f"SELECT token FROM {SCHEMA}.state")  # noqa: S608 - our own constant
_FORGET = text(f"DELETE FROM {SCHEMA}.texts WHERE id = ANY(:ids)")  # noqa: S608
_WRITE = text(
    f"INSERT INTO {SCHEMA}.texts (id, text)"  # noqa: S608
    " SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:texts AS text[]))"
    " ON CONFLICT (id) DO UPDATE SET text = excluded.text"
)
# What waits in the index's list of new entries would be looked through by each search.
_CLEAN = text(f"SELECT gin_clean_pending_list('{SCHEMA}.ix_texts')")
_IS_THERE = text(f"SELECT to_regclass('{SCHEMA}.state') IS NOT NULL")
_DUE = text(
    f"UPDATE {SCHEMA}.state SET tidied = now()"  # noqa: S608
    " WHERE tidied < now() - make_interval(secs => :every) RETURNING 1"
)
_TIDY = text(
    f"DELETE FROM {SCHEMA}.texts t WHERE NOT EXISTS"  # noqa: S608
    " (SELECT FROM messages m WHERE m.id = t.id AND NOT m.deleted)"
)
# Up to which id there are messages, and from when on all are known that were being written then: a
# message that is committed later than others may have a smaller id. Its transaction has an id of
# its own before the message has one, as it locks the room first.
_NEWEST = text(
    "SELECT coalesce(max(id), 0), CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)"
    " AS bigint) FROM messages"
)
_SETTLED = text("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")


def newest(connection: Connection) -> tuple[int, int]:
    """The newest message's id, and the transaction before which all have to have ended
    (`is_settled`) until there is none below that will yet appear."""
    last, transaction = connection.execute(_NEWEST).one()
    return last, transaction


def is_settled(connection: Connection, transaction: int) -> bool:
    """Whether all transactions before this one have ended."""
    return bool(connection.scalar(_SETTLED) >= transaction)


def is_meant(connection: Connection, known: Standing) -> bool:
    """Whether the index is the one that is `known`; an empty one need not be there yet."""
    if known.counter == 0:
        return True
    return bool(connection.scalar(_IS_THERE)) and connection.scalar(_STATE) == known.token


def why_impossible(connection: Connection) -> str | None:
    """Why this database can have no index, in PostgreSQL's words; None: it can, or has one.

    Within a transaction, or a savepoint, that is taken back then.
    """
    try:
        _make(connection)
    except DBAPIError as error:
        return (str(error.orig).strip().splitlines() or ["no reason"])[0]
    return None


def write(connection: Connection, before: Standing, piece: Piece) -> bool:
    """Within a transaction: write a piece into the index. Whether it was the one that is meant, or
    is it now: a new one has `before.counter` 0.

    Raises DBAPIError where the database refuses to have one.
    """
    may_take_long(connection)
    if before.counter == 0:
        _make(connection)
        connection.exec_driver_sql(f"TRUNCATE {SCHEMA}.texts, {SCHEMA}.state")
        connection.execute(
            text(f"INSERT INTO {SCHEMA}.state VALUES (:token)"),  # noqa: S608
            {"token": before.token},
        )
    elif not is_meant(connection, before):
        return False
    if piece.changed:
        connection.execute(_FORGET, {"ids": piece.changed})
    if piece.texts:
        written = {number: encoded(said) for number, said in piece.texts.items()}
        connection.execute(_WRITE, {"ids": list(written), "texts": list(written.values())})
        connection.execute(_CLEAN)
    return True


def tidy(connection: Connection, every_s: float) -> None:
    """Within a transaction, if that was not done for so long: let go of texts whose messages are
    gone, as with their room."""
    if connection.scalar(_IS_THERE) and connection.execute(_DUE, {"every": every_s}).all():
        may_take_long(connection)
        connection.execute(_TIDY)


def _make(connection: Connection) -> None:
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    if connection.scalar(_WHERE) is None:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    where = connection.scalar(_WHERE)
    for statement in (
        "CREATE TABLE IF NOT EXISTS {schema}.state (token text, tidied timestamptz DEFAULT now())",
        "CREATE TABLE IF NOT EXISTS {schema}.texts (id bigint PRIMARY KEY, text text NOT NULL)",
        # For how many a word is in, planners look at so many.
        "ALTER TABLE {schema}.texts ALTER text SET STATISTICS 1000",
        "CREATE INDEX IF NOT EXISTS ix_texts ON {schema}.texts USING gin (text {ops})",
    ):
        connection.exec_driver_sql(statement.format(schema=SCHEMA, ops=f"{where}.gin_trgm_ops"))


class Reader:
    """Reads the index."""

    def __init__(self, connection: Connection, known: Standing) -> None:
        self._connection = connection
        self._token = known.token
        self.top = known.top

    def below(self, words: Sequence[str], top: int, most: int) -> list[int] | None:
        """The newest `most` ids below `top` of messages that may have all words in them, newest
        first; None: that cannot be said by the index."""
        patterns = [f"%{one}%" for one in map(encoded, words) if len(one) >= SHORTEST]
        if not patterns:
            return None
        asked = " AND ".join(f"text LIKE :word{place}" for place in range(len(patterns)))
        statement = text(
            f"SELECT id FROM {SCHEMA}.texts WHERE {asked} AND id < :top"  # noqa: S608
            " ORDER BY id DESC LIMIT :most"
        )
        values = {f"word{place}": pattern for place, pattern in enumerate(patterns)}
        found = self._connection.scalars(statement, {**values, "top": top, "most": most}).all()
        # Begun anew meanwhile, it would know less than it is taken to know.
        if self._connection.scalar(_STATE) != self._token:
            return None
        return list(found)


def reader(connection: Connection, known: Standing | None) -> Reader | None:
    """What reads the index, if there is one that is `known`."""
    if known is None or not known.top:
        return None
    try:
        token = connection.scalar(_STATE)
    except DBAPIError:
        # Its schema was not restored with the database.
        log.warning("the index of words cannot be read", exc_info=True)
        return None
    return Reader(connection, known) if token == known.token else None
