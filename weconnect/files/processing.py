"""What becomes of a file when all of it is there: what it is, and, of a picture, what is kept.

Each step can be done once more, by this server or another: a job sees to what nobody finished.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from weconnect.engine.concurrency.fair_queue import FairQueue
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.pictures import process
from weconnect.wire.errors import BadRequest

from . import kinds, names
from .counters import counters
from .limits import blobs, files, objects
from .store.ports import BLOCK, Store
from .store.stores import stores
from .threads import in_thread

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("picture_program.py")
PAGE_PROGRAM = Path(__file__).with_name("page_program.py")
# As the program has it.
MOST_BYTES = 50 * 1024 * 1024
# How long a picture may take on a machine that has more to do, and wait for those before it.
MOST_S = 60.0
PATIENCE_S = 20.0
# How long what was refused is still told.
TOLD = timedelta(minutes=10)

# Errors, so that pages know them in all languages.
TOO_LARGE = BadRequest(
    "This picture is too large to be shown: 50 MB and 50 megapixels at most. To send it as it is,"
    " put it into a zip file."
).message
TOO_DEAR = BadRequest(
    "This picture takes too long to read. Please save it anew, as a PNG or a plain JPEG."
).message
BROKEN = BadRequest("This picture is broken, or none at all. Please look at it once more.").message
REFUSALS = {"too_large": TOO_LARGE, "too_dear": TOO_DEAR, "broken": BROKEN}

# All that may be made of one object.
VARIANTS = ("original", "picture", "small", "large", "still")

# One at a time: a second processor is left to the event loop.
_line = FairQueue(1)


class _Part(NamedTuple):
    """A form of a picture as it is kept."""

    variant: str
    type: str
    width: int
    height: int
    size: int
    sha256: str


def key_of(object_id: str, variant: str) -> str:
    """Under which key a place has one of an object's bytes."""
    return object_id if variant == "original" else f"{object_id}-{variant}"


def finish(file_id: str) -> None:
    """Do all that is left to be done with a file of which all is there.

    Raises Unavailable and OSError: it is to be tried again then.
    """
    row = _found(file_id)
    if row is None or row.received < row.length:
        return
    try:
        _finish(file_id, row)
    finally:
        delete_if_gone(row.object_id, row.place, row.upload)


def delete_if_gone(object_id: str, place: str, upload: str) -> None:
    """Delete what was written of an object that was deleted meanwhile: nobody else will."""
    state = db.session.scalar(select(objects.c.state).where(objects.c.id == object_id))
    end_reads()
    if state not in {None, "gone"}:
        return
    try:
        keys = [key_of(object_id, variant) for variant in VARIANTS]
        stores().of(place).delete(*keys, upload=upload)
    except OSError as error:
        log.warning("file not deleted", extra={"error_type": type(error).__name__})


def _finish(file_id: str, row: Any) -> None:
    if row.object_state == "filling":
        _look(row)
        row = _found(file_id)
    if row is not None and row.state == "processing":
        with _turn():
            _make(row)
    _drop_original(file_id)


@contextmanager
def _turn() -> Iterator[None]:
    _line.enter(PATIENCE_S)
    try:
        yield
    finally:
        _line.leave()


def _found(file_id: str) -> Any:
    row = db.session.execute(
        select(
            files,
            objects.c.received,
            objects.c.length,
            objects.c.place,
            objects.c.upload,
            objects.c.state.label("object_state"),
        )
        .join(objects, objects.c.id == files.c.object_id)
        .where(files.c.id == file_id)
    ).first()
    end_reads()
    return row


def _look(row: Any) -> None:
    """Find out what it is."""
    place = stores().of(row.place)
    place.finish(row.object_id, row.upload)
    sha256, size = place.digest(row.object_id) if row.length else (hashlib.sha256().hexdigest(), 0)
    if size != row.length:
        raise OSError(f"{row.object_id} has {size} bytes, not {row.length}")
    head = next(place.read(row.object_id, 0, min(size, kinds.LOOKED_AT)), b"")
    found = kinds.OTHER
    if not row.sealed:
        found = kinds.of(head, row.name, whole=size <= kinds.LOOKED_AT)
    _keep_whole(row, sha256, found, "processing" if _is_drawn(found, row) else "ready")


def _is_drawn(found: kinds.Kind, row: Any) -> bool:
    """Whether something of it is shown that is to be made first."""
    if found.type == kinds.PDF:
        return row.length <= MOST_BYTES and draws_pages()
    return found.type in kinds.PICTURES and (found.type != "image/heic" or _knows_heic())


@transaction
def _keep_whole(row: Any, sha256: str, found: kinds.Kind, state: str) -> None:
    filling = (objects.c.id == row.object_id, objects.c.state == "filling")
    whole = update(objects).where(*filling).values(state="whole", upload="", writer=None)
    if not db.session.execute(whole.returning(objects.c.id)).all():
        return  # somebody else was quicker
    blob = {"object_id": row.object_id, "variant": "original", "place": row.place}
    blob |= {"size": row.length, "sha256": sha256, "type": found.type}
    db.session.execute(insert(blobs).values(**blob))
    values = {"type": found.type, "kind": found.kind, "state": state}
    db.session.execute(update(files).where(files.c.id == row.id).values(**values))
    if state == "ready":
        counters.finished += 1


def _make(row: Any) -> None:
    """Make of a picture what is kept of it, of a document what is shown beside it."""
    if row.length > MOST_BYTES:
        _refuse(row.id, TOO_LARGE)
        return
    place = stores().of(row.place)
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        for data in place.read(row.object_id, 0, row.length):
            in_thread(source.write, data)
        source.flush()
        source.seek(0)
        if row.type == kinds.PDF:
            _make_page(row, place, source, target)
            return
        about = _drawn(source, target)
        if (why := about.get("refused")) is not None:
            _refuse(row.id, REFUSALS[why])
            return
        _keep_made(row, about, [_stored(row, place, target, one) for one in about["parts"]])


def _make_page(row: Any, place: Store, source: IO[bytes], target: IO[bytes]) -> None:
    """Make of a document's first page a picture; one that has none that can be drawn is kept."""
    with tempfile.TemporaryFile() as page:
        process.run(PAGE_PROGRAM, source.fileno(), page.fileno(), most_s=MOST_S)
        page.seek(0)
        parts = _drawn(page, target).get("parts")
    if not parts:
        _keep_page(row, None)
        return
    # The last one is the smallest.
    part = parts[-1] | {"variant": "still"}
    target.seek(-part["size"], os.SEEK_END)
    _keep_page(row, _stored(row, place, target, part))


def _drawn(source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    """What the program says of a picture; its forms stand in `target` from there on."""
    process.run(PROGRAM, source.fileno(), target.fileno(), most_s=MOST_S)
    target.seek(0)
    line = target.readline(10_000)
    # Without an answer it was ended.
    found: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {"refused": "too_dear"}
    return found


def _stored(row: Any, place: Store, target: IO[bytes], part: dict[str, Any]) -> _Part:
    key = key_of(row.object_id, part["variant"])
    digest, left = hashlib.sha256(), int(part["size"])
    writing = place.resume(key, 0, left, "")
    try:
        while left:
            data = in_thread(target.read, min(BLOCK, left))
            digest.update(data)
            writing.write(data)
            left -= len(data)
        _, upload = writing.sync()
    finally:
        writing.close()
    place.finish(key, upload)
    return _Part(**part, sha256=digest.hexdigest())


@transaction
def _keep_made(row: Any, about: dict[str, Any], made: list[_Part]) -> None:
    if not _keep_forms(row, made):
        return
    smaller = [
        {"size": one.variant, "width": one.width, "height": one.height}
        for one in reversed(made)
        if one.variant in {"small", "large"}
    ]
    name = _renamed(row.name, row.type, made[0].type)
    values: dict[str, Any] = {
        "state": "ready",
        "variant": "picture",
        "type": made[0].type,
        "size": made[0].size,
        "width": about["width"],
        "height": about["height"],
        "moving": about["moving"],
        "thumbnails": json.dumps(smaller) if smaller else None,
        "name": name,
        "folded": names.folded(name, row.alt),
    }
    db.session.execute(update(files).where(files.c.id == row.id).values(**values))
    counters.finished += 1


@transaction
def _keep_page(row: Any, page: _Part | None) -> None:
    if not _keep_forms(row, [page] if page else []):
        return
    values = {"state": "ready", "width": page and page.width, "height": page and page.height}
    db.session.execute(update(files).where(files.c.id == row.id).values(**values))
    counters.finished += 1


def _keep_forms(row: Any, made: list[_Part]) -> bool:
    """Within a transaction: note what was made of a file. Whether nobody else did."""
    processing = (files.c.id == row.id, files.c.state == "processing")
    if db.session.scalar(select(files.c.id).where(*processing).with_for_update()) is None:
        return False
    here = (blobs.c.object_id == row.object_id, blobs.c.variant != "original")
    db.session.execute(delete(blobs).where(*here))
    for part in made:
        blob = {"object_id": row.object_id, "variant": part.variant, "place": row.place}
        blob |= {"size": part.size, "sha256": part.sha256, "type": part.type}
        db.session.execute(insert(blobs).values(**blob))
    return True


def _renamed(name: str, before: str, after: str) -> str:
    """With the ending of what it is now, if that is something else."""
    if before == after:
        return name
    ending = after.rpartition("/")[2].replace("jpeg", "jpg")
    return names.tidy(f"{name.rpartition('.')[0] or name}.{ending}")


@transaction
def _refuse(file_id: str, why: str) -> None:
    processing = (files.c.id == file_id, files.c.state == "processing")
    values = {"state": "refused", "refusal": why, "expires_at": now() + TOLD}
    db.session.execute(update(files).where(*processing).values(**values))
    counters.refused += 1


def _drop_original(file_id: str) -> None:
    """Of a picture nothing is left as it was sent."""
    row = db.session.execute(
        select(files.c.state, blobs.c.object_id, blobs.c.place)
        .join(blobs, blobs.c.object_id == files.c.object_id)
        .where(
            files.c.id == file_id,
            blobs.c.variant == "original",
            (files.c.state == "refused") | (files.c.variant == "picture"),
        )
    ).first()
    end_reads()
    if row is None:
        return
    stores().of(row.place).delete(row.object_id)
    _forget_original(row.object_id)


@transaction
def _forget_original(object_id: str) -> None:
    here = (blobs.c.object_id == object_id, blobs.c.variant == "original")
    db.session.execute(delete(blobs).where(*here))


def draws_pages() -> bool:
    """Whether there is what draws the pages of documents, where programs look for it."""
    return shutil.which("pdftoppm", path=os.defpath) is not None


def _knows_heic() -> bool:
    return find_spec("pillow_heif") is not None
