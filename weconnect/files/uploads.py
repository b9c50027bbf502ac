"""Files as they come in: piece by piece, over lines that break, to whichever server.

How much of one is safe stands in the database, and nothing that is told was not synced before. So a
client that asks goes on at the right place, after a restart and at another server too. Of two who
send to the same file the later one goes on, and the other is refused (`FileObject.writer`).
"""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.jobs.queue import enqueue
from weconnect.engine.limits.rate_limit import counted
from weconnect.rooms import access
from weconnect.wire.errors import Conflict, Forbidden, NotFound, Unavailable

from . import kinds, limits, names, processing
from .counters import counters
from .limits import files, objects
from .store.ports import BLOCK, Writing
from .store.stores import stores

log = logging.getLogger(__name__)

# How long a file waits for its message, or for its next piece.
WAITS = timedelta(days=3)
# After so many bytes, or seconds, what came is made safe: no more is sent twice.
SAFE_BYTES = 8 * 1024 * 1024
SAFE_S = 2.0
# The kinds of jobs that finish what nobody else did, and that delete what nobody has.
FINISH = "finish_file"
COLLECT = "collect_files"
# When whoever sent the last piece has not done it.
FINISH_AFTER_S = 60.0

# Gives the next bytes of a body, so many at most: none at its end. Raises OSError.
Read = Callable[[int], bytes]


class Wish(NamedTuple):
    """What somebody wants to send."""

    room_id: int
    name: str
    size: int
    alt: str = ""
    sealed: bool = False


class Progress(NamedTuple):
    """How much of a file is safe, of how much."""

    id: str
    received: int
    size: int
    state: str
    expires_at: Any

    @property
    def is_whole(self) -> bool:
        """Whether all of it is."""
        return self.received == self.size


class _Begun(NamedTuple):
    object_id: str
    place: str
    upload: str
    size: int
    token: str


def new_id() -> str:
    """An id that nobody can guess: 128 bits."""
    return secrets.token_hex(16)


@counted(limits.NEW, "files")
@transaction
def create(actor: Actor, wish: Wish) -> Progress:
    """Begin a file for one of the actor's rooms.

    Raises NotFound, Forbidden, TooLarge, RateLimited, Unavailable.
    """
    room = access.require_member(actor, wish.room_id).room
    access.require_open(room)
    if room.encrypted and not wish.sealed:
        raise Forbidden("This room is encrypted: it takes no message that the server can read.")
    if wish.sealed and not room.encrypted:
        raise Forbidden("This room is not encrypted.")
    limits.require_room(actor, wish.size, uploading=True)
    file_id, object_id = new_id(), new_id()
    name = names.SEALED if wish.sealed else names.tidy(wish.name)
    alt = "" if wish.sealed else wish.alt.strip()
    expires_at = now() + WAITS
    place = stores().first.name
    db.session.execute(
        insert(objects).values(id=object_id, state="filling", length=wish.size, place=place)
    )
    db.session.execute(
        insert(files).values(
            id=file_id,
            object_id=object_id,
            owner_id=actor.id,
            room_id=room.id,
            state="uploading",
            name=name,
            alt=alt,
            folded="" if wish.sealed else names.folded(name, alt),
            kind=kinds.OTHER.kind,
            type=kinds.OTHER.type,
            size=wish.size,
            sealed=wish.sealed,
            expires_at=expires_at,
        )
    )
    if not wish.size:
        enqueue(FINISH, {"file": file_id}, key=file_id, delay=FINISH_AFTER_S)
    return Progress(file_id, 0, wish.size, "uploading", expires_at)


def progress(actor: Actor, file_id: str) -> Progress:
    """How far a file of the actor's is that is in no message yet. Raises NotFound."""
    row = _require_own(actor, file_id)
    return Progress(file_id, row.received, row.size, row.state, row.expires_at)


def append(
    actor: Actor, file_id: str, at: int, read: Read, *, to_be: str = "", algorithm: str = ""
) -> Progress:
    """Take a piece of a file from the offset `at` on, as far as it comes: what came is safe then.

    With `to_be`, the checksum that the piece is to have by this `algorithm` of hashlib, none of it
    counts unless it has. Raises NotFound, Conflict, WrongChecksum, Forbidden, Unavailable.
    """
    begun = _begin(actor, file_id, at)
    end_reads()
    try:
        place = stores().of(begun.place)
        writing = place.resume(begun.object_id, at, begun.size, begun.upload)
    except FileNotFoundError:
        # As after the backup of a database was restored: it has to be sent anew.
        raise NotFound from None
    except OSError as error:
        log.warning("file not written", extra={"error_type": type(error).__name__})
        raise Unavailable from None
    try:
        piece = _Piece(writing, begun, at, algorithm if to_be else "")
        piece.take(read)
        if to_be:
            piece.require(to_be)
        received = piece.save()
    except Conflict:
        writing.close()
        processing.delete_if_gone(begun.object_id, begun.place, begun.upload)
        raise
    except FileNotFoundError:
        raise NotFound from None
    except OSError as error:
        # What was told to be safe is, and the rest is sent again.
        log.warning("file not written", extra={"error_type": type(error).__name__})
        raise Unavailable from None
    finally:
        writing.close()
    return Progress(file_id, received, begun.size, "uploading", None)


class WrongChecksum(Conflict):
    """A piece is not what it was said to be: it does not count."""


class _Piece:
    """What comes in one request, and how much of it is safe."""

    def __init__(self, writing: Writing, begun: _Begun, at: int, algorithm: str) -> None:
        self._writing = writing
        self._begun = begun
        self._upload = begun.upload
        self._at = self._saved = at
        self._saved_at = time.monotonic()
        self._sum = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None

    def take(self, read: Read) -> None:
        """All that there is, up to the end of the file. What a broken line brought is kept."""
        gathered = bytearray()
        is_open = True
        while is_open and self._left > len(gathered):
            try:
                data = read(min(BLOCK, self._left) - len(gathered))
            except OSError:
                data = b""
            is_open = bool(data)
            gathered += data
            if len(gathered) >= min(BLOCK, self._left) or not is_open:
                self._write(bytes(gathered))
                gathered.clear()

    @property
    def _left(self) -> int:
        return self._begun.size - self._at

    def _write(self, data: bytes) -> None:
        if not data:
            return
        _require_writer(self._begun)
        self._writing.write(data)
        self._at += len(data)
        counters.received += len(data)
        if self._sum is not None:
            self._sum.update(data)
        elif self._at - self._saved >= SAFE_BYTES or time.monotonic() - self._saved_at > SAFE_S:
            self.save(amid=True)

    def require(self, wanted: str) -> None:
        """Raise WrongChecksum unless all that came has that one, in hexadecimal."""
        if self._sum is None or self._sum.hexdigest() != wanted:
            raise WrongChecksum

    def save(self, *, amid: bool = False) -> int:
        """Make it safe, or, amid a piece, what of it can be cheaply; returns up to where it is.
        Raises Conflict if somebody else goes on, OSError.
        """
        # What somebody else wrote meanwhile is not to be overwritten.
        _require_writer(self._begun)
        safe, upload = self._writing.sync(amid=amid)
        if not amid or (safe, upload) != (self._saved, self._upload):
            _advance(self._begun, safe, upload)
        self._saved, self._saved_at, self._upload = safe, time.monotonic(), upload
        return safe


@transaction
def _begin(actor: Actor, file_id: str, at: int) -> _Begun:
    """Be the one who writes. Raises NotFound, Conflict."""
    row = _require_own(actor, file_id)
    access.require_open(access.require_member(actor, row.room_id).room)
    if row.state != "uploading" or at != row.received:
        raise Conflict
    token = secrets.token_hex(16)
    this = objects.c.id == row.object_id
    db.session.execute(update(objects).where(this).values(writer=token))
    db.session.execute(update(files).where(files.c.id == file_id).values(expires_at=now() + WAITS))
    return _Begun(row.object_id, row.place, row.upload, row.size, token)


def _require_writer(begun: _Begun) -> None:
    """Raise Conflict if somebody else goes on with it, or it is gone."""
    found = db.session.scalar(select(objects.c.writer).where(objects.c.id == begun.object_id))
    end_reads()
    if found != begun.token:
        raise Conflict


@transaction
def _advance(begun: _Begun, received: int, upload: str) -> None:
    this = (objects.c.id == begun.object_id, objects.c.writer == begun.token)
    values = {"received": received, "upload": upload}
    moved = update(objects).where(*this, objects.c.state == "filling").values(**values)
    if not db.session.execute(moved.returning(objects.c.id)).all():
        raise Conflict
    if received == begun.size:
        found = select(files.c.id).where(files.c.object_id == begun.object_id)
        file_id = db.session.scalars(found).one()
        enqueue(FINISH, {"file": file_id}, key=file_id, delay=FINISH_AFTER_S)


@transaction
def cancel(actor: Actor, file_id: str) -> None:
    """Throw away a file of the actor's that is in no message. Raises NotFound."""
    _require_own(actor, file_id)
    gone = {"expires_at": None, "state": "refused"}
    db.session.execute(update(files).where(files.c.id == file_id).values(**gone))
    enqueue(COLLECT, key=COLLECT)


def _require_own(actor: Actor, file_id: str) -> Any:
    """A file of the actor's that is in no message, with its object. Raises NotFound."""
    row = db.session.execute(
        select(files, objects.c.received, objects.c.place, objects.c.upload)
        .join(objects, objects.c.id == files.c.object_id)
        .where(files.c.id == file_id, files.c.owner_id == actor.id, files.c.message_id.is_(None))
    ).first()
    if row is None or row.room_id is None or row.expires_at is None or row.expires_at <= now():
        raise NotFound
    access.require_member(actor, row.room_id)
    return row
