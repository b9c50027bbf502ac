"""Moving files from one place to another while the server goes on: each is copied, read back and
compared with its checksum before the place in its row changes, and only then deleted where it was.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import select, update

from weconnect.engine.database.transactions import db, end_reads, transaction

from .limits import blobs, files, objects
from .processing import key_of
from .store.ports import Store
from .store.stores import stores

# The places as people call them.
WHERE = {"disk": "on the disk", "database": "in the database", "s3": "in the bucket"}
# So many are looked up at once.
STEP = 100


class Moved(NamedTuple):
    """How many were moved, and how many bytes they have."""

    number: int
    size: int


class NotWhole(OSError):
    """What arrived is not what there was: it stays where it is."""


def move(to: str, tell: Callable[[Moved], object] = lambda _: None) -> Moved:
    """Move all that is elsewhere to the place `to`; `tell` is told how far it is.

    What is under way is left out. Raises OSError; what was moved until then is.
    """
    place = stores().of(to)
    moved = Moved(0, 0)
    for row in _elsewhere(to):
        if _copy(row, place):
            moved = Moved(moved.number + 1, moved.size + row.size)
            tell(moved)
    return moved


def _elsewhere(to: str) -> Iterator[Any]:
    after = ("", "")
    while True:
        under_way = select(files.c.id).where(
            files.c.object_id == blobs.c.object_id, files.c.state == "processing"
        )
        rows = db.session.execute(
            select(blobs)
            .join(objects, objects.c.id == blobs.c.object_id)
            .where(
                blobs.c.place != to,
                objects.c.state == "whole",
                ~under_way.exists(),
                (blobs.c.object_id > after[0])
                | ((blobs.c.object_id == after[0]) & (blobs.c.variant > after[1])),
            )
            .order_by(blobs.c.object_id, blobs.c.variant)
            .limit(STEP)
        ).all()
        end_reads()
        yield from rows
        if len(rows) < STEP:
            return
        after = rows[-1].object_id, rows[-1].variant


def _copy(row: Any, place: Store) -> bool:
    key = key_of(row.object_id, row.variant)
    source = stores().of(row.place)
    writing = place.resume(key, 0, row.size, "")
    try:
        for data in source.read(key, 0, row.size):
            writing.write(data)
        _, upload = writing.sync()
    finally:
        writing.close()
    place.finish(key, upload)
    if place.digest(key) != (row.sha256, row.size):
        place.delete(key)
        raise NotWhole(f"{key} is not what it was in {row.place}")
    if not _note(row, place.name):
        # It was deleted meanwhile, or somebody else moves it.
        return False
    source.delete(key)
    return True


@transaction
def _note(row: Any, place: str) -> bool:
    this = (
        blobs.c.object_id == row.object_id,
        blobs.c.variant == row.variant,
        blobs.c.place == row.place,
    )
    moved = update(blobs).where(*this).values(place=place).returning(blobs.c.object_id)
    if not db.session.execute(moved).all():
        return False
    left = select(blobs.c.variant).where(blobs.c.object_id == objects.c.id, blobs.c.place != place)
    whole = update(objects).where(objects.c.id == row.object_id, ~left.exists())
    db.session.execute(whole.values(place=place))
    return True
