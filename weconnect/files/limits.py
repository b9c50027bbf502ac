"""How much of files the team, and each person, may keep; and how fast they come."""

from sqlalchemy import func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, table_of
from weconnect.engine.i18n.sizes import shown
from weconnect.engine.limits import rate_limit
from weconnect.wire.errors import Forbidden, TooLarge, Unavailable

from .models import File, FileBlob, FileObject
from .store.disk import Disk
from .store.stores import settings, stores

MB = 1_000_000
# Whole albums at once stay below; a loop does not.
NEW = rate_limit.rule("300 per 10 minutes")
# A browser sends a few at once, and may have left some behind.
MOST_OPEN = 50
# On a disk so much stays free for the database beside it.
FREE = 500 * MB

files = table_of(File)
objects = table_of(FileObject)
blobs = table_of(FileBlob)


def largest() -> int:
    """How many bytes one file may have; 0: this server takes none."""
    return settings().file_size * MB


def all_kept() -> int:
    """The bytes of everybody's files, as each person's quota counts them."""
    return int(db.session.scalar(select(func.coalesce(func.sum(files.c.size), 0))) or 0)


def require_room(actor: Actor, size: int, *, uploading: bool) -> None:
    """Within a transaction: raise TooLarge, Forbidden or Unavailable if the actor may not keep a
    file of so many bytes more. Nobody else of theirs is asked at the same time.
    """
    if not largest():
        raise Forbidden("This server takes no files.")
    if size > largest():
        raise TooLarge("A file has at most {size} here.", size=shown(largest()))
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update(key_share=True))
    own = select(func.count(), func.coalesce(func.sum(files.c.size), 0))
    number, kept = db.session.execute(own.where(files.c.owner_id == actor.id)).one()
    most = settings().files_per_person * MB
    if most and kept + size > most:
        raise Forbidden(
            "You keep as many files here as one person may ({size}). Delete some, or ask an"
            " administrator for more.",
            size=shown(most),
        )
    if uploading and number:
        _require_few_open(actor)
    _require_room_of_all(size)


def _require_few_open(actor: Actor) -> None:
    waiting = select(func.count()).where(
        files.c.owner_id == actor.id,
        files.c.message_id.is_(None),
        files.c.state == "uploading",
        files.c.expires_at > now(),
    )
    if (db.session.scalar(waiting) or 0) >= MOST_OPEN:
        raise Forbidden(
            "You have {most} files under way already. Finish or cancel some first.", most=MOST_OPEN
        )


def _require_room_of_all(size: int) -> None:
    most = settings().files_total * MB
    if most:
        kept = select(func.coalesce(func.sum(objects.c.length), 0))
        if int(db.session.scalar(kept) or 0) + size > most:
            raise Forbidden(
                "The team keeps as many files here as it may ({size}). Ask an administrator.",
                size=shown(most),
            )
    place = stores().first
    if isinstance(place, Disk) and place.free() - size < FREE:
        raise Unavailable("The server’s disk is full. Please tell an administrator.")
