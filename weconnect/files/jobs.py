"""Finishes files that nobody else did, and deletes what nobody has any more."""

import logging

from sqlalchemy import delete, or_, select, update

from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.jobs.clock import moment
from weconnect.engine.jobs.queue import Again, Payload, job

from . import processing
from .counters import counters
from .limits import blobs, files, objects
from .store.stores import stores
from .uploads import COLLECT, FINISH

log = logging.getLogger(__name__)

# How often it is looked for what rooms and messages that are gone left behind.
EVERY_S = 20.0
# So many at once.
STEP = 100


@job(FINISH)
def finish_file(payload: Payload) -> None:
    """See `processing.finish`."""
    processing.finish(payload["file"])


@job(COLLECT, every=EVERY_S)
def collect_files(_payload: Payload) -> Again | None:
    """Delete what is loose and has expired, or has lost its message: first from the tables, so that
    nobody finds it, and then from where it is kept."""
    found = _forget_loose()
    deleted, failed = 0, 0
    for object_id, upload, place, keys in _gone():
        try:
            for where, key in keys:
                stores().of(where).delete(key, "")
            # Also what was made, and not noted before a server ended.
            for variant in processing.VARIANTS:
                key = processing.key_of(object_id, variant)
                stores().of(place).delete(key, upload if variant == "original" else "")
        except OSError as error:
            # Its place is away: the row stays, and it is tried again.
            log.warning("file not deleted", extra={"error_type": type(error).__name__})
            failed += 1
            continue
        _forget(object_id)
        deleted += 1
    counters.collected += deleted
    return Again(0.0) if found == STEP or (deleted == STEP and not failed) else None


@transaction
def _forget_loose() -> int:
    """Forget the files that nobody can have any more, and note which objects are nobody's."""
    due = or_(files.c.expires_at.is_(None), files.c.expires_at <= moment())
    rows = db.session.execute(
        select(files.c.id, files.c.object_id)
        .where(files.c.message_id.is_(None), due)
        .order_by(files.c.expires_at)
        .limit(STEP)
    ).all()
    if not rows:
        return 0
    ids = sorted({row.object_id for row in rows})
    # Held, so that nobody makes a further file of one meanwhile.
    held = select(objects.c.id).where(objects.c.id.in_(ids)).order_by(objects.c.id)
    db.session.execute(held.with_for_update())
    db.session.execute(
        delete(files).where(files.c.id.in_([row.id for row in rows]), files.c.message_id.is_(None))
    )
    used = select(files.c.object_id).where(files.c.object_id == objects.c.id)
    db.session.execute(
        update(objects)
        .where(objects.c.id.in_(ids), ~used.exists())
        .values(state="gone", writer=None)
    )
    return len(rows)


def _gone() -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Objects that are to be deleted: id, upload, place, and where which keys of theirs are."""
    rows = db.session.execute(
        select(objects.c.id, objects.c.upload, objects.c.place)
        .where(objects.c.state == "gone")
        .order_by(objects.c.id)
        .limit(STEP)
    ).all()
    kept: dict[str, list[tuple[str, str]]] = {row.id: [] for row in rows}
    found = select(blobs.c.object_id, blobs.c.variant, blobs.c.place)
    for one in db.session.execute(found.where(blobs.c.object_id.in_(list(kept)))):
        kept[one.object_id].append((one.place, processing.key_of(one.object_id, one.variant)))
    end_reads()
    return [(row.id, row.upload, row.place, kept[row.id]) for row in rows]


@transaction
def _forget(object_id: str) -> None:
    this = (objects.c.id == object_id, objects.c.state == "gone")
    db.session.execute(delete(objects).where(*this))
