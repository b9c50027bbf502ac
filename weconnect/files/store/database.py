"""Files in the database, for platforms whose disk vanishes: in pieces, each a row."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Integer, cast, delete, func, insert, select

from weconnect.engine.database.transactions import db, end_reads, table_of, transaction
from weconnect.files.models import FileChunk

from .ports import BLOCK, Address

chunks = table_of(FileChunk)


class Database:
    """The table of pieces. To be used in the app's context."""

    name = "database"

    def resume(self, key: str, offset: int, _length: int, _upload: str) -> "DatabaseWriting":
        """See `ports.Store`."""
        return DatabaseWriting(key, offset)

    def finish(self, key: str, _upload: str) -> None:
        """See `ports.Store`."""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """See `ports.Store`."""
        while start < end:
            data = _piece(key, start)[: end - start]
            if not data:
                raise (OSError if start else FileNotFoundError)(f"{key} is shorter than it was")
            start += len(data)
            yield data

    def delete(self, *keys: str, upload: str = "") -> None:
        """See `ports.Store`."""
        for key in keys:
            while _delete_some(key):
                pass

    def delete_if_any(self, key: str, before: int | None = None) -> None:
        """Delete what there is of a key, or those pieces of it that begin before an offset. Where
        there is none, nothing is written.
        """
        here = _here(key, before)
        found = db.session.scalar(select(chunks.c.start).where(*here).limit(1))
        end_reads()
        if found is not None:
            while _delete_some(key, before):
                pass

    def digest(self, key: str) -> tuple[str, int]:
        """See `ports.Store`."""
        found, size = hashlib.sha256(), 0
        while data := _piece(key, size):
            found.update(data)
            size += len(data)
        return found.hexdigest(), size

    def address(self, _key: str, _as: Address) -> None:
        """See `ports.Store`."""


class DatabaseWriting:
    """Pieces that are being written: each is safe at once."""

    def __init__(self, key: str, offset: int) -> None:
        self._key, self._at = key, offset
        self._is_first = True

    def write(self, data: bytes) -> None:
        """See `ports.Writing`."""
        for start in range(0, len(data), BLOCK):
            piece = data[start : start + BLOCK]
            _write(self._key, self._at, piece, is_first=self._is_first)
            self._is_first = False
            self._at += len(piece)

    def sync(self, *, amid: bool = False) -> tuple[int, str]:
        """See `ports.Writing`."""
        return self._at, ""

    def close(self) -> None:
        """See `ports.Writing`."""


@transaction
def _write(key: str, start: int, data: bytes, *, is_first: bool) -> None:
    if is_first:
        here = (chunks.c.key == key, chunks.c.start >= start)
        db.session.execute(delete(chunks).where(*here))
    db.session.execute(insert(chunks).values(key=key, start=start, data=data))


@transaction
def _delete_some(key: str, before: int | None = None) -> int:
    here = _here(key, before)
    some = select(chunks.c.start).where(*here).order_by(chunks.c.start).limit(40)
    gone = delete(chunks).where(chunks.c.key == key, chunks.c.start.in_(some))
    return len(db.session.execute(gone.returning(chunks.c.start)).all())


def _here(key: str, before: int | None) -> list[ColumnElement[bool]]:
    return [chunks.c.key == key, *([] if before is None else [chunks.c.start < before])]


def _piece(key: str, start: int) -> bytes:
    """What there is from `start` on, up to the end of the piece in which that stands."""
    data = func.substr(chunks.c.data, cast(start - chunks.c.start + 1, Integer)).label("data")
    found = db.session.scalar(
        select(data)
        .where(chunks.c.key == key, chunks.c.start <= start)
        .order_by(chunks.c.start.desc())
        .limit(1)
    )
    end_reads()
    return bytes(found or b"")
