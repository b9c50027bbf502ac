"""A backup's file: a zip with one file of lines for each table, and a manifest with their sums.

The same for SQLite and PostgreSQL, and readable without WeConnect: `unzip -p FILE manifest.json`.
"""

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ValidationError

from . import TransferError
from .rows import Sum, Summing

MANIFEST = "manifest.json"
# So many bytes of a file are in memory at once.
PIECE = 256 * 1024
# What reading a damaged file raises.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, NotImplementedError)


class TableEntry(BaseModel):
    """What a backup holds of one table. `last_id` is the last id that was ever given in it."""

    name: str
    columns: list[str]
    rows: int
    sha256: str
    last_id: int

    @property
    def sum(self) -> Sum:
        """Its checksum."""
        return Sum(self.rows, self.sha256)


class Manifest(BaseModel):
    """What a backup is. `revision` is the schema's."""

    format: Literal["weconnect-backup"] = "weconnect-backup"
    version: Literal[1] = 1
    made_at: datetime
    database: str
    revision: str
    tables: list[TableEntry]


class Writing:
    """A backup that is being written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    def table(self, name: str, lines: Iterable[bytes]) -> Sum:
        """Write a table; returns its sum."""
        summing = Summing()
        with self._file.open(_path(name), "w", force_zip64=True) as stream:
            for line in summing.through(lines):
                stream.write(line)
        return summing.sum

    def file(self, key: str, pieces: Iterator[bytes]) -> bool:
        """Write the bytes of a file, as they are; false if there are none any more. Raises
        TransferError if it cannot be known.
        """
        try:
            first = next(pieces, b"")
        except FileNotFoundError:
            return False
        except OSError as error:
            raise TransferError(f"The file {key} cannot be read: {error}") from error
        entry = zipfile.ZipInfo(f"files/{key}")
        with self._file.open(entry, "w", force_zip64=True) as stream:
            stream.write(first)
            for data in pieces:
                stream.write(data)
        return True

    def manifest(self, manifest: Manifest) -> None:
        """Write what the backup is: the last thing, as only then the sums are known."""
        self._file.writestr(MANIFEST, manifest.model_dump_json(indent=1))


@contextmanager
def written(path: Path) -> Iterator[Writing]:
    """A new backup at `path`, for its owner's eyes alone. It is there whole or not at all.

    Raises TransferError if there is something already, or it cannot be written.
    """
    if path.exists():
        raise TransferError(f"{path} is there already. Choose another name.")
    draft = path.with_name(f"{path.name}.part")
    try:
        with _private(draft) as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
                yield Writing(file)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise TransferError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


class Backup:
    """A backup to be read. Raises TransferError wherever it is damaged."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        try:
            self.manifest = Manifest.model_validate_json(file.read(MANIFEST))
        except DAMAGE as error:
            raise _damaged("it has no manifest") from error
        except ValidationError as error:
            raise TransferError(
                "The backup's manifest is not one that this program understands."
            ) from error

    def lines(self, table: TableEntry) -> Iterator[bytes]:
        """The lines of a table. At their end it is known whether they were all."""
        summing = Summing()
        try:
            with self._file.open(_path(table.name)) as stream:
                yield from summing.through(stream)
        except DAMAGE as error:
            raise _damaged(f"{table.name} cannot be read") from error
        if summing.sum != table.sum:
            raise _damaged(f"the checksum of {table.name} is another")

    def file(self, key: str) -> Iterator[bytes] | None:
        """The bytes of a file; None: it was gone when the backup was made."""
        name = f"files/{key}"
        return self._pieces(name) if name in self._file.NameToInfo else None

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._file.open(name) as stream:
                while data := stream.read(PIECE):
                    yield data
        except DAMAGE as error:
            raise _damaged(f"{name} cannot be read") from error

    def check(self) -> None:
        """Read everything. Raises TransferError unless each checksum is right."""
        for table in self.manifest.tables:
            for _ in self.lines(table):
                pass


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """The backup at `path`. Raises TransferError."""
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise TransferError(f"There is no {path}.") from None
    except DAMAGE as error:
        raise _damaged("it is no whole zip file") from error
    with file:
        yield Backup(file)


def _path(table: str) -> str:
    return f"tables/{table}.jsonl"


def _damaged(how: str) -> TransferError:
    return TransferError(f"The backup is damaged: {how}. Nothing was changed; take another one.")


def _private(path: Path) -> IO[bytes]:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
