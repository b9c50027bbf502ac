"""Backup, restore and copy, out of their parts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from weconnect.engine.database.column_types import now

from . import TransferError, archive, files, schema
from .databases import counters, filling, left_out, lines, shown, snapshot
from .filling import clear, fill, go_on_counting, lock, prove, require_empty, rows_of
from .rows import Form, Sum, Summing, tables

# Is told of each table when it is done.
Tell = Callable[[str, Sum], None]


class Moved(NamedTuple):
    """What was moved: rows in all, and the tables that are none of ours and stayed."""

    rows: int
    left_out: list[str]
    # Files beside the database, and those of them that were deleted meanwhile, or are lost.
    files: int = 0
    missing: int = 0


def backup(url: str, path: Path, tell: Tell) -> Moved:
    """Write everything that is in the database at `url` into a new file. Raises TransferError."""
    with snapshot(url) as source, archive.written(path) as file:
        schema.require_newest(source, shown(url))
        sums = {}
        for table in tables():
            sums[table.name] = file.table(table.name, lines(source, table))
            tell(table.name, sums[table.name])
        # Not before the rows: a sequence of PostgreSQL is not part of the snapshot, and may only
        # be ahead of it.
        last = counters(source)
        file.manifest(
            archive.Manifest(
                made_at=now(),
                database=source.dialect.name,
                revision=schema.newest(),
                tables=[
                    archive.TableEntry(
                        name=table.name,
                        columns=Form(table).columns,
                        rows=sums[table.name].rows,
                        sha256=sums[table.name].sha256,
                        last_id=last.get(table.name, 0),
                    )
                    for table in tables()
                ],
            )
        )
        there = [file.file(one.key, one.read()) for one in files.beside(source)]
        rows = sum(one.rows for one in sums.values())
        return Moved(rows, left_out(source), sum(there), len(there) - sum(there))


def restore(path: Path, url: str, tell: Tell, *, replace: bool) -> archive.Manifest:
    """Fill the database at `url` with a backup; returns what the backup is. Raises TransferError.

    The backup is read and checked whole before the database is touched. With `replace` all that is
    in the database is deleted; otherwise it has to be empty. Whatever fails, the database stays as
    it was.
    """
    with archive.opened(path) as file:
        manifest = file.manifest
        _require_ours(manifest)
        file.check()
        with filling(url) as target:
            schema.prepare(target, shown(url))
            lock(target)
            if replace:
                clear(target)
            require_empty(
                target,
                shown(url),
                instead="To delete all of that and have the backup instead, add"
                " --replace-everything.",
            )
            entries = {entry.name: entry for entry in manifest.tables}
            for table in tables():
                entry = entries[table.name]
                fill(target, table, rows_of(table, file.lines(entry)))
                prove(target, table, entry.sum)
                tell(table.name, entry.sum)
            go_on_counting(target, {name: entry.last_id for name, entry in entries.items()})
            for kept in files.beside(target):
                if (pieces := file.file(kept.key)) is not None:
                    files.put_back(kept, pieces)
        return manifest


def copy(source_url: str, target_url: str, tell: Tell) -> Moved:
    """Fill an empty database with everything of another one. Raises TransferError."""
    with snapshot(source_url) as source:
        schema.require_newest(source, shown(source_url))
        with filling(target_url) as target:
            schema.prepare(target, shown(target_url))
            lock(target)
            require_empty(
                target, shown(target_url), instead="Everything is copied into an empty one only."
            )
            rows = sum(_copy_table(source, target, tell))
            go_on_counting(target, counters(source))
        return Moved(rows, left_out(source))


def _copy_table(source: Connection, target: Connection, tell: Tell) -> Iterator[int]:
    for table in tables():
        summing = Summing()
        fill(target, table, rows_of(table, summing.through(lines(source, table))))
        prove(target, table, summing.sum)
        tell(table.name, summing.sum)
        yield summing.sum.rows


def _require_ours(manifest: archive.Manifest) -> None:
    """Raise TransferError unless a backup has the tables that this program has."""
    if manifest.revision != schema.newest():
        raise TransferError(
            f"The backup has the schema {manifest.revision}, and this program works with"
            f" {schema.newest()}. Restore it with the version of WeConnect that made it, and then"
            " upgrade that one."
        )
    wanted = {table.name: Form(table).columns for table in tables()}
    if {entry.name: entry.columns for entry in manifest.tables} != wanted:
        raise TransferError("The backup has other tables than this program.")
