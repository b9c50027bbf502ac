"""The index on PostgreSQL: which grams stand in which blocks of messages, in a schema of its own.

What comes goes to `fresh`, which is one window of messages; when that is over, to `recent`; when a
segment of those is over, they become one, in `settled`. A table that is emptied leaves nothing
behind, and rows are written three times in all. What each holds is in `postings.py`.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby

from sqlalchemy import Connection, TextClause, text
from sqlalchemy.exc import DBAPIError

from weconnect.engine.database.errors import LockTimeout
from weconnect.engine.database.postgres import may_take_long

from .documents import Piece
from .postings import BLOCK, SEGMENT, WINDOW, Postings, asked_for, blocks_of
from .standing import Standing

log = logging.getLogger(__name__)

SCHEMA = "weconnect_search"
# Where one in so many texts that were indexed is not said any more, the index is made anew.
BURDEN = 10

# Rows of `fresh` grow, within their pages. `texts` and `state` were an index of another kind.
_TABLES = """
CREATE SCHEMA IF NOT EXISTS {schema};
DROP TABLE IF EXISTS {schema}.texts;
DROP TABLE IF EXISTS {schema}.state;
CREATE TABLE IF NOT EXISTS {schema}.standing (
    token text NOT NULL, place int NOT NULL, texts bigint NOT NULL,
    tidied timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS {schema}.fresh
    (gram int PRIMARY KEY, blocks bytea NOT NULL) WITH (fillfactor = 70);
CREATE TABLE IF NOT EXISTS {schema}.recent
    (gram int, place int, blocks bytea NOT NULL, PRIMARY KEY (gram, place));
CREATE TABLE IF NOT EXISTS {schema}.settled
    (gram int, place int, blocks bytea NOT NULL, PRIMARY KEY (place, gram));
ALTER TABLE {schema}.recent ALTER blocks SET STORAGE MAIN;
ALTER TABLE {schema}.settled ALTER blocks SET STORAGE MAIN;
"""


def _ours(statement: str) -> TextClause:
    return text(statement.format(schema=SCHEMA))


_TOKEN = _ours("SELECT token FROM {schema}.standing")
_IS_THERE = _ours("SELECT to_regclass('{schema}.standing') IS NOT NULL")
# Whoever writes is alone.
_HELD = _ours("SELECT token, place FROM {schema}.standing FOR UPDATE")
_BEGUN = _ours("INSERT INTO {schema}.standing VALUES (:token, 0, 0)")
_WROTE = _ours("UPDATE {schema}.standing SET place = :place, texts = texts + :texts")
_TO_FRESH = _ours(
    "INSERT INTO {schema}.fresh AS old"
    " SELECT * FROM unnest(CAST(:grams AS int[]), CAST(:blocks AS bytea[]))"
    " ON CONFLICT (gram) DO UPDATE SET blocks = old.blocks || excluded.blocks"
)
_TO_LATER = (
    "INSERT INTO {schema}.{table} AS old SELECT gram, CAST(:place AS int), blocks"
    " FROM unnest(CAST(:grams AS int[]), CAST(:blocks AS bytea[])) AS new (gram, blocks)"
    " ON CONFLICT (gram, place) DO UPDATE SET blocks = old.blocks || excluded.blocks"
)
_ADD_RECENT = text(_TO_LATER.format(schema=SCHEMA, table="recent"))
_ADD_SETTLED = text(_TO_LATER.format(schema=SCHEMA, table="settled"))
_TO_RECENT = _ours("INSERT INTO {schema}.recent SELECT gram, :place, blocks FROM {schema}.fresh")
_NO_FRESH = _ours("TRUNCATE {schema}.fresh")
_TO_SETTLED = _ours(
    "INSERT INTO {schema}.settled SELECT gram, :place, string_agg(blocks, '' ORDER BY place)"
    " FROM {schema}.recent GROUP BY gram"
)
_NO_RECENT = _ours("TRUNCATE {schema}.recent")
_DUE = _ours(
    "UPDATE {schema}.standing SET tidied = now()"
    " WHERE tidied < now() - make_interval(secs => :every) RETURNING texts"
)
_SAID = text("SELECT count(*) FROM messages WHERE id <= :top AND content <> ''")
_FRESH = _ours(
    "SELECT (SELECT place FROM {schema}.standing) AS place, gram, blocks FROM {schema}.fresh"
    " WHERE gram = ANY(:grams)"
)
_RECENT = _ours(
    "SELECT place, gram, blocks FROM {schema}.recent WHERE gram = ANY(:grams) ORDER BY place DESC"
)
_SETTLED = _ours(
    "SELECT place, gram, blocks FROM {schema}.settled WHERE gram = ANY(:grams) AND place = :place"
)
# Up to which id there are messages, and from when on all are known that were being written then: a
# message that is committed later than others may have a smaller id. Its transaction has an id of
# its own before the message has one, as it locks the room first.
_NEWEST = text(
    "SELECT coalesce(max(id), 0), CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)"
    " AS bigint) FROM messages"
)
_OLDEST = text("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")


def newest(connection: Connection) -> tuple[int, int]:
    """The newest message's id, and the transaction before which all have to have ended
    (`is_settled`) until there is none below that will yet appear."""
    last, transaction = connection.execute(_NEWEST).one()
    return last, transaction


def is_settled(connection: Connection, transaction: int) -> bool:
    """Whether all transactions before this one have ended."""
    return bool(connection.scalar(_OLDEST) >= transaction)


def is_meant(connection: Connection, known: Standing) -> bool:
    """Whether the index is the one that is `known`; an empty one need not be there yet."""
    if known.counter == 0:
        return True
    return bool(connection.scalar(_IS_THERE)) and connection.scalar(_TOKEN) == known.token


def why_impossible(connection: Connection) -> str | None:
    """Why this database can have no index, in PostgreSQL's words; None: it can, or has one.

    Within a transaction, or a savepoint, that is taken back then.
    """
    try:
        _make(connection)
    except DBAPIError as error:
        return (str(error.orig).strip().splitlines() or ["no reason"])[0]
    return None


def write(connection: Connection, before: Standing, piece: Piece, added: Postings) -> bool:
    """Within a transaction: write a piece into the index, with the postings of its texts. Whether
    it was the one that is meant, or is it now: a new one has `before.counter` 0.

    Raises DBAPIError where the database refuses to have one.
    """
    may_take_long(connection)
    if before.counter == 0:
        _make(connection)
        # As a reader's statement takes them: the other way round each would wait for the other.
        tables = ", ".join(f"{SCHEMA}.{one}" for one in ("fresh", "recent", "settled", "standing"))
        connection.exec_driver_sql(f"TRUNCATE {tables}")
        connection.execute(_BEGUN, {"token": before.token})
    elif not is_meant(connection, before):
        return False
    held = connection.execute(_HELD).one()
    if held.token != before.token:
        return False
    place = held.place
    for window, rows in sorted(added.items()):
        if window > place:
            _go_on(connection, place, window)
            place = window
        _add(connection, window, place, rows)
    connection.execute(_WROTE, {"place": place, "texts": len(piece.texts)})
    return True


def _add(connection: Connection, window: int, current: int, rows: Mapping[int, bytes]) -> None:
    """Put this behind the rows of a window, wherever they are."""
    values = {"grams": list(rows), "blocks": list(rows.values())}
    a_segment = SEGMENT // WINDOW
    if window == current:
        connection.execute(_TO_FRESH, values)
    elif window // a_segment == current // a_segment:
        connection.execute(_ADD_RECENT, values | {"place": window})
    else:
        connection.execute(_ADD_SETTLED, values | {"place": window // a_segment})


def _go_on(connection: Connection, window: int, following: int) -> None:
    """A window is over, and maybe its segment."""
    a_segment = SEGMENT // WINDOW
    is_last = window // a_segment != following // a_segment
    connection.execute(_TO_RECENT, {"place": window})
    if is_last:
        connection.execute(_TO_SETTLED, {"place": window // a_segment})
    # Last, as from here on searches wait.
    connection.execute(_NO_FRESH)
    if is_last:
        connection.execute(_NO_RECENT)


def is_burdened(connection: Connection, top: int, every_s: float) -> bool:
    """Within a transaction: whether much in the index is not said any more, as after rooms were
    deleted; looked up every so often."""
    if not connection.scalar(_IS_THERE):
        return False
    indexed = connection.scalar(_DUE, {"every": every_s})
    if indexed is None:
        return False
    may_take_long(connection)
    return bool((indexed - connection.scalar(_SAID, {"top": top})) * BURDEN > indexed)


def _make(connection: Connection) -> None:
    for statement in _TABLES.format(schema=SCHEMA).split(";")[:-1]:
        connection.exec_driver_sql(statement)


class Reader:
    """Reads the index: newest first, table by table, in the order in which rows go from one to the
    next, so that none is missed."""

    def __init__(self, connection: Connection, known: Standing) -> None:
        self._connection = connection
        self._token = known.token
        self._found: tuple[Sequence[str], Iterator[int]] | None = None
        self.top = known.top

    def below(self, words: Sequence[str], top: int, most: int) -> list[int] | None:
        """The newest `most` ids below `top` of messages that may have all words in them, newest
        first; None: that cannot be said by the index."""
        if self._found is None or self._found[0] != words:
            self._found = words, self._blocks(asked_for(words))
        _, blocks = self._found
        ids: list[int] = []
        for block in blocks:
            last = min(top, (block + 1) * BLOCK) - 1
            ids += range(last, max(block * BLOCK, 1) - 1, -1)
            if len(ids) >= most:
                # What is left of it comes next.
                self._found = words, chain([block], blocks)
                break
        # Begun anew meanwhile, it would know less than it is taken to know.
        if self._connection.scalar(_TOKEN) != self._token:
            return None
        return ids[:most]

    def _blocks(self, grams: list[int]) -> Iterator[int]:
        """The blocks that have all of these grams, each once, from the last one on."""
        last = self.top // BLOCK + 1
        for segment, rows in self._rows(grams):
            if len(rows) == len(grams):
                for block in blocks_of(segment, rows):
                    # What went on to the next table meanwhile is met twice.
                    if block < last:
                        last = block
                        yield block

    def _rows(self, grams: list[int]) -> Iterator[tuple[int, dict[int, bytes]]]:
        """The rows of these grams of each window, and then of each segment."""
        a_segment = SEGMENT // WINDOW
        for statement in (_FRESH, _RECENT):
            found = self._connection.execute(statement, {"grams": grams}).all()
            for place, rows in groupby(found, lambda row: row.place):
                yield place // a_segment, {row.gram: row.blocks for row in rows}
        for place in range(self.top // BLOCK // SEGMENT, -1, -1):
            values = {"grams": grams, "place": place}
            found = self._connection.execute(_SETTLED, values).all()
            yield place, {row.gram: row.blocks for row in found}


def reader(connection: Connection, known: Standing | None) -> Reader | None:
    """What reads the index, if there is one that is `known`."""
    if known is None or not known.top:
        return None
    try:
        token = connection.scalar(_TOKEN)
    except (DBAPIError, LockTimeout):
        # Its schema was not restored with the database, or it is just begun anew.
        log.warning("the index of words cannot be read", exc_info=True)
        return None
    return Reader(connection, known) if token == known.token else None
