"""Checks of where files are kept."""

import hashlib
import sqlite3
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from weconnect.engine.database.transactions import db, end_reads
from weconnect.files.limits import blobs
from weconnect.files.moving import WHERE
from weconnect.files.store.ports import Store
from weconnect.files.store.stores import stores
from weconnect.files.uploads import new_id
from weconnect.settings import Settings
from weconnect.wire.errors import Unavailable

from .findings import Findings, advice, fine, wrong

TRIAL = b"WeConnect's doctor was here"


def files(settings: Settings) -> Findings:
    """Whether each place of files that is used can be written and read."""
    first = stores().first.name
    for name in dict.fromkeys([first, *_used()]):
        try:
            _try(stores().of(name))
        except (OSError, SQLAlchemyError, sqlite3.Error, Unavailable) as error:
            why = str(error) if isinstance(error, OSError) else type(error).__name__
            yield wrong(
                f"Files cannot be kept {WHERE.get(name, name)}: {why}.",
                "Correct FILES and what belongs to it (docs/files.md), or put that place right.",
            )
        else:
            new = "New files are" if name == first else "Older files are"
            yield fine(f"{new} kept {WHERE[name]}: one was written, read and deleted.")
    if stores().s3 is not None and "endpoint=http:" in settings.files:
        yield advice(
            "FILES reaches its storage by http: whoever is on the way reads and changes files.",
            "Use https, unless that way is within one machine or a network of your own.",
        )


def _used() -> Iterator[str]:
    """Where files are, as far as the database says."""
    try:
        found = db.session.scalars(select(blobs.c.place).distinct()).all()
    except (SQLAlchemyError, sqlite3.Error, Unavailable):
        # It is found to be wrong by itself.
        found = []
    end_reads()
    yield from found


def _try(place: Store) -> None:
    """Raises OSError and what the database raises."""
    key = new_id()
    try:
        writing = place.resume(key, 0, len(TRIAL), "")
        try:
            writing.write(TRIAL)
            _, upload = writing.sync()
        finally:
            writing.close()
        place.finish(key, upload)
        if place.digest(key) != (hashlib.sha256(TRIAL).hexdigest(), len(TRIAL)):
            raise OSError("what was read is not what was written")
    finally:
        place.delete(key)
