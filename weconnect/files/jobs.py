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
    gone = _gone()
    failed = _delete(gone)
    while failed and len(gone) == STEP:
        # Those that cannot be deleted now do not stand in the way of the others.
        gone = _gone(after=gone[-1][0])
        failed += _delete(gone)
    _sweep()
    return Again(0.0) if STEP in (found, len(gone)) else None


def _delete(gone: list[tuple[str, str, set[str]]]) -> int:
    """Delete what `_gone` found; returns how many could not be deleted."""
    failed: list[OSError] = []
    for object_id, upload, places in gone:
        # Also what was made, and not noted before a server ended. The original's is the first.
        keys = [processing.key_of(object_id, variant) for variant in processing.VARIANTS]
        try:
            for place in places:
                stores().of(place).delete(*keys, upload=upload)
        except OSError as error:
            # Its place is away: the row stays, and it is tried again.
            failed.append(error)
            continue
        _forget(object_id)
        counters.collected += 1
    if failed:
        about = {"number": len(failed), "error_type": type(failed[0]).__name__}
        log.warning("files not deleted", extra=about)
    return len(failed)


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


def _gone(after: str = "") -> list[tuple[str, str, set[str]]]:
    """Objects that are to be deleted, from behind the id `after` on: id, upload, and where anything
    of theirs is.
    """
    rows = db.session.execute(
        select(objects.c.id, objects.c.upload, objects.c.place)
        .where(objects.c.state == "gone", objects.c.id > after)
        .order_by(objects.c.id)
        .limit(STEP)
    ).all()
    kept: dict[str, set[str]] = {row.id: set() for row in rows}
    found = select(blobs.c.object_id, blobs.c.place)
    for one in db.session.execute(found.where(blobs.c.object_id.in_(list(kept)))):
        kept[one.object_id].add(one.place)
    end_reads()
    # What has no form was never whole, or was refused: it is where it came in.
    return [(row.id, row.upload, kept[row.id] or {row.place}) for row in rows]


def _sweep() -> None:
    """End uploads to the bucket that are no file's."""
    bucket = stores().s3
    if bucket is None:
        return
    try:
        if ended := bucket.sweep(_is_under_way):
            log.info("abandoned uploads ended", extra={"number": ended})
    except OSError as error:
        log.warning("abandoned uploads not ended", extra={"error_type": type(error).__name__})


def _is_under_way(key: str, upload: str) -> bool:
    this = (objects.c.id == key, objects.c.upload == upload, objects.c.state == "filling")
    found = db.session.scalar(select(objects.c.id).where(*this))
    end_reads()
    return found is not None


@transaction
def _forget(object_id: str) -> None:
    this = (objects.c.id == object_id, objects.c.state == "gone")
    db.session.execute(delete(objects).where(*this))
