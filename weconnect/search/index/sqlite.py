"""The index on SQLite: full-text search by trigrams, in a file of its own beside the database.

Of its own, so that whoever sends a message never waits behind it: SQLite has one writer for each
file. It holds which message has which three characters in a row, and no text. All of it happens in
native threads.
"""

import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection

from weconnect.engine.database.sqlite import BUSY_TIMEOUT_MS, driver_of

from .documents import Piece
from .standing import Standing

log = logging.getLogger(__name__)

# What stands behind each text, so that its last characters begin trigrams as well.
END = "\1\1"
# Words of one or two characters are sought by the trigrams that begin with them, if these are so
# few, and in so few messages; otherwise there is enough of them to be met soon.
MOST_TERMS = 500
MOST_OF_TERMS = 5_000
# Of a long word so many trigrams are asked for.
MOST_TRIGRAMS = 24
# Memory that one piece may take beside the database's own: nobody is to notice that it goes on.
CACHE_KIB = 4 * 1024

_SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    text, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5vocab(words, row);
CREATE TABLE IF NOT EXISTS state (
    token TEXT NOT NULL, counter INTEGER NOT NULL, texts INTEGER NOT NULL, checked REAL NOT NULL
);
"""
# FTS5 takes these for another character (READ_UTF8).
_NO_CHARACTERS = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}


def file_of(database: Path) -> Path:
    """The file of the index of a database."""
    return database.with_name(f"{database.name}-search")


def is_possible() -> bool:
    """Whether this SQLite can do it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.executescript(_SCHEMA)
        except sqlite3.Error:
            return False
    return True


def write(file: Path, before: Standing, after: Standing, piece: Piece) -> bool:
    """Write a piece into the index, in a native thread. Whether it was the one that is meant, or
    is it now: a new one has `before.counter` 0.

    Raises sqlite3.Error.
    """
    with closing(_opened(file)) as connection, _transaction(connection):
        held = connection.execute("SELECT token, counter FROM state").fetchone()
        if before.counter == 0:
            connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
            connection.execute("DELETE FROM state")
            connection.execute("INSERT INTO state VALUES (?, 0, 0, ?)", (before.token, time.time()))
        elif held is None or held[0] != before.token or held[1] < before.counter:
            return False
        connection.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            ((number, text + END) for number, text in piece.texts.items()),
        )
        connection.execute(
            "UPDATE state SET counter = max(counter, ?), texts = texts + ?",
            (after.counter, len(piece.texts)),
        )
    return True


def remove(file: Path) -> None:
    """Remove an index that cannot be read."""
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{file}{end}").unlink()


def is_burdened(file: Path, database: Path, top: int, every_s: float) -> bool:
    """Whether it holds what is not said any more, looked up every so often. In a native thread."""
    with closing(_opened(file)) as connection:
        texts, checked = connection.execute("SELECT texts, checked FROM state").fetchone()
        if abs(time.time() - checked) < every_s:
            return False
        connection.execute("ATTACH ? AS team", (str(database),))
        (said,) = connection.execute(
            "SELECT count(*) FROM team.messages WHERE id <= ? AND content <> ''", (top,)
        ).fetchone()
        connection.execute("UPDATE state SET checked = ?", (time.time(),))
    return bool(texts != said)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _opened(file: Path) -> sqlite3.Connection:
    if not file.exists():
        # Nobody else's to read, as the database itself.
        file.touch(0o600)
    connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)
    for pragma in (
        "journal_mode = WAL",
        # What the database knows to be in it is in it, also when the machine goes off.
        "synchronous = FULL",
        "secure_delete = ON",
        f"cache_size = -{CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        connection.executescript(_SCHEMA)
    return connection


class Reader:
    """Reads the index beside the database, on a connection to that, as of one moment."""

    def __init__(self, connection: Connection, known: Standing) -> None:
        self._driver = driver_of(connection)
        self.top = known.top

    def below(self, words: Sequence[str], top: int, most: int) -> list[int] | None:
        """The newest `most` ids below `top` of messages that may have all words in them, newest
        first; None: that cannot be said by the index."""
        try:
            query = self._query(words)
            if not query:
                return None if query is None else []
            rows = self._driver.execute(
                "SELECT rowid FROM search.words WHERE words MATCH ? AND rowid < ?"
                " ORDER BY rowid DESC LIMIT ?",
                (query, top, most),
            )
            return [number for (number,) in rows]
        except sqlite3.DatabaseError:
            # It is made anew when it is written into.
            log.warning("the index of words cannot be read", exc_info=True)
            return None

    def _query(self, words: Sequence[str]) -> str | None:
        """The words as FTS5 is asked; "" for what nothing has in it."""
        grams = dict.fromkeys(gram for word in words for gram in _trigrams(word))
        if grams:
            return " AND ".join(map(_quoted, grams))
        for word in words:
            terms = self._beginning_with(word)
            if terms is not None:
                return " OR ".join(map(_quoted, terms))
        return None

    def _beginning_with(self, word: str) -> list[str] | None:
        """The trigrams that begin with a short word; None if they are many, or in many messages."""
        word = word.translate(_NO_CHARACTERS)
        rows = self._driver.execute(
            "SELECT term, doc FROM search.terms WHERE term >= ? AND term < ?", (word, _after(word))
        )
        found, messages = [], 0
        with closing(rows):
            for term, number in rows:
                found.append(term)
                messages += number
                if messages > MOST_OF_TERMS or len(found) > MOST_TERMS:
                    return None
        return found


def attach(connection: Connection, file: Path) -> bool:
    """Have the index beside the database on a connection, outside a transaction. Whether it is."""
    if not file.exists():
        return False
    driver = driver_of(connection)
    try:
        driver.execute("ATTACH ? AS search", (str(file),))
        driver.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        log.warning("the index of words cannot be opened", exc_info=True)
        return False
    return True


def reader(connection: Connection, known: Standing | None) -> Reader | None:
    """What reads the attached index, if it is the one that is `known`.

    In the transaction in which `known` was read: what the index holds then is what it held, or
    more.
    """
    if known is None or not known.top:
        return None
    try:
        held = driver_of(connection).execute("SELECT token, counter FROM search.state").fetchone()
    except sqlite3.Error:
        log.warning("the index of words cannot be read", exc_info=True)
        return None
    fits = held is not None and held[0] == known.token and held[1] >= known.counter
    return Reader(connection, known) if fits else None


def _trigrams(word: str) -> Iterator[str]:
    number = len(word) - 2
    if number <= MOST_TRIGRAMS:
        yield from (word[at : at + 3] for at in range(number))
        return
    # Its beginning, its end, and what is between at equal distances.
    for step in range(MOST_TRIGRAMS):
        at = step * (number - 1) // (MOST_TRIGRAMS - 1)
        yield word[at : at + 3]


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'


def _after(word: str) -> str:
    """The first text behind all that begin with a word, by code points."""
    last = ord(word[-1]) + 1
    if last > 0x10FFFF:
        # No character: longer than any trigram of them.
        return word[:-1] + "\U0010ffff" * 4
    return word[:-1] + chr(0xE000 if 0xD800 <= last < 0xE000 else last)
