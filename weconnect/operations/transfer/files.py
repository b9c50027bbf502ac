"""The bytes of files that are kept beside the database, in backups."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from weconnect.files.limits import blobs
from weconnect.files.processing import key_of
from weconnect.files.store.stores import stores

from . import TransferError


class Kept(NamedTuple):
    """Bytes that are kept in a place; `sha256` is in hexadecimal."""

    key: str
    place: str
    size: int
    sha256: str

    def read(self) -> Iterator[bytes]:
        """They, in pieces. Raises OSError."""
        return stores().of(self.place).read(self.key, 0, self.size)


def beside(connection: Connection) -> Iterator[Kept]:
    """All that a database knows of and does not hold itself."""
    rows = connection.execute(
        select(blobs)
        .where(blobs.c.place != "database")
        .order_by(blobs.c.object_id, blobs.c.variant)
    )
    for row in rows:
        yield Kept(key_of(row.object_id, row.variant), row.place, row.size, row.sha256)


def put_back(kept: Kept, pieces: Iterable[bytes]) -> None:
    """Write them where they were. Raises TransferError unless they arrive whole."""
    try:
        place = stores().of(kept.place)
        writing = place.resume(kept.key, 0, kept.size, "")
        try:
            for data in pieces:
                writing.write(data)
            _, upload = writing.sync()
        finally:
            writing.close()
        place.finish(kept.key, upload)
        found = place.digest(kept.key)
    except OSError as error:
        raise TransferError(f"The file {kept.key} cannot be written: {error}") from error
    if found != (kept.sha256, kept.size):
        raise TransferError(f"The file {kept.key} did not arrive whole. Nothing was written.")
