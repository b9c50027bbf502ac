"""Files as people see them: who may see which, those of a room, what is said of one."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, insert, or_, select, tuple_, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.i18n.folding import fold
from weconnect.engine.limits.rate_limit import counted
from weconnect.messages import throttles
from weconnect.messages.log import Change, message_log
from weconnect.messages.serialize import MessageRow, messages
from weconnect.rooms import access
from weconnect.rooms.models import Membership
from weconnect.wire import files as wire
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.parts.files import File, Thumbnail

from . import kinds, limits, names, uploads
from .limits import blobs, files, objects
from .processing import key_of

# What a member sees of the files of a room: those of messages that they see, and their own that are
# in none yet.
_MINE = and_(
    Membership.room_id == files.c.room_id,
    or_(
        and_(
            files.c.message_id.is_not(None),
            messages.c.deleted.is_(False),
            messages.c.seq >= Membership.visible_from_seq,
        ),
        and_(
            files.c.message_id.is_(None),
            files.c.expires_at.is_not(None),
            files.c.owner_id == Membership.user_id,
        ),
    ),
)


class Content(NamedTuple):
    """Bytes that somebody may have: where they are, how many, and as what they are handed out."""

    file_id: str
    place: str
    key: str
    size: int
    type: str
    name: str
    etag: str
    # Encrypted by the client.
    sealed: bool


def content(actor: Actor, file_id: str, size: str = "") -> Content:
    """The bytes of a file that the actor sees; of a picture in a smaller form, if it has that.

    Raises NotFound.
    """
    row = db.session.execute(
        _seen(
            actor,
            file_id,
            *(files.c.object_id, files.c.name, files.c.variant, files.c.thumbnails),
            files.c.sealed,
        )
    ).first()
    if row is None:
        raise NotFound
    wanted = [row.variant] if not size else [size, *(["large"] if size == "still" else [])]
    found = db.session.execute(
        select(blobs.c.variant, blobs.c.place, blobs.c.size, blobs.c.type).where(
            blobs.c.object_id == row.object_id, blobs.c.variant.in_([*wanted, row.variant])
        )
    ).all()
    end_reads()
    if not found:
        raise NotFound
    by_variant = {one.variant: one for one in found}
    blob = next((by_variant[one] for one in wanted if one in by_variant), found[0])
    key = key_of(row.object_id, blob.variant)
    shown = kinds.shown_as(blob.type)
    return Content(file_id, blob.place, key, blob.size, shown, row.name, key, row.sealed)


def place_of(key: str) -> str | None:
    """Where the bytes under a key are; None: nowhere any more."""
    object_id, _, variant = key.partition("-")
    this = (blobs.c.object_id == object_id, blobs.c.variant == (variant or "original"))
    found = db.session.scalar(select(blobs.c.place).where(*this))
    end_reads()
    return found


def may_go_on(actor: Actor, file_id: str) -> bool:
    """Whether the actor still sees a file that is being handed out to them."""
    found = db.session.execute(_seen(actor, file_id, files.c.id)).first()
    end_reads()
    return found is not None


def _seen(actor: Actor, file_id: str, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(files)
        .outerjoin(messages, messages.c.id == files.c.message_id)
        .join(Membership, _MINE)
        .where(files.c.id == file_id, files.c.state == "ready", Membership.user_id == actor.id)
    )


def one(actor: Actor, file_id: str) -> wire.OwnFile:
    """A file that the actor sees, in whatever state. Raises NotFound."""
    row = db.session.execute(
        select(files, objects.c.received)
        .outerjoin(messages, messages.c.id == files.c.message_id)
        .join(Membership, _MINE)
        .join(objects, objects.c.id == files.c.object_id)
        .where(files.c.id == file_id, Membership.user_id == actor.id)
    ).first()
    if row is None:
        raise NotFound
    return wire.OwnFile(
        **dict(shown(row)),
        room=row.room_id,
        message=row.message_id,
        state=row.state,
        received=row.received,
        refusal=row.refusal,
        expires_at=row.expires_at,
    )


def shown(row: Any) -> File:
    """A file's row as the wire has it."""
    return File(
        id=row.id,
        name=row.name,
        type=row.type,
        kind=row.kind,
        size=row.size,
        width=row.width,
        height=row.height,
        alt=row.alt,
        thumbnails=[Thumbnail(**one) for one in json.loads(row.thumbnails or "[]")],
        moving=row.moving,
        sealed=row.sealed,
    )


def written(found: Sequence[File]) -> str:
    """Files as the row of their message has them."""
    return json.dumps([one.dump() for one in found], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> list[File]:
    """The files in what the row of a message has."""
    return [File.model_validate(one) for one in json.loads(text)]


@counted(throttles.POSTS, "posts")
def describe(actor: Actor, file_id: str, alt: str) -> wire.OwnFile:
    """Say what is to be seen in one of the actor's files. Raises NotFound, Forbidden."""
    before = one(actor, file_id)
    alt = alt.strip()
    if before.sealed:
        raise Forbidden
    if before.message is None:
        _describe_loose(actor, file_id, alt)
        return one(actor, file_id)

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        if row.sender_id != actor.id:
            raise Forbidden
        there = read(row.attachments or "[]")
        then = [
            file.model_copy(update={"alt": alt}) if file.id == file_id else file for file in there
        ]
        if then == there:
            return None
        _keep_alt(file_id, before.name, alt)
        return {"attachments": written(then)}

    message_log().append(Change(actor, before.message, alter))
    return one(actor, file_id)


@transaction
def _describe_loose(actor: Actor, file_id: str, alt: str) -> None:
    row = db.session.execute(
        select(files.c.name)
        .where(files.c.id == file_id, files.c.owner_id == actor.id, files.c.message_id.is_(None))
        .with_for_update()
    ).first()
    if row is None:
        raise NotFound
    _keep_alt(file_id, row.name, alt)


def _keep_alt(file_id: str, name: str, alt: str) -> None:
    values = {"alt": alt, "folded": names.folded(name, alt)}
    db.session.execute(update(files).where(files.c.id == file_id).values(**values))


def of_room(actor: Actor, room_id: int, query: wire.RoomFilesQuery) -> wire.RoomFilesPage:
    """A page of the files in the messages of one of the actor's rooms.

    Raises NotFound, Forbidden.
    """
    access.require_member(actor, room_id)
    wanted = (
        select(files, messages.c.sender_id, messages.c.created_at.label("said_at"))
        .join(messages, messages.c.id == files.c.message_id)
        .join(Membership, _MINE)
        .where(files.c.room_id == room_id, Membership.user_id == actor.id)
    )
    if query.kind is not None:
        wanted = wanted.where(files.c.kind == query.kind)
    for word in fold(query.q).split():
        wanted = wanted.where(files.c.folded.contains(word, autoescape=True))
    if query.before is not None:
        last = select(files.c.message_id, files.c.position).where(
            files.c.id == query.before, files.c.room_id == room_id
        )
        place = db.session.execute(last).first()
        if place is not None and place.message_id is not None:
            here = tuple_(files.c.message_id, -files.c.position)
            wanted = wanted.where(here < tuple_(place.message_id, -place.position))
    order = (files.c.message_id.desc(), files.c.position)
    rows = db.session.execute(wanted.order_by(*order).limit(query.limit + 1)).all()
    page = rows[: query.limit]
    senders = directory.people(row.sender_id for row in page)
    found = [
        wire.RoomFile(
            **dict(shown(row)),
            message=row.message_id,
            sender=senders[row.sender_id],
            timestamp=row.said_at,
        )
        for row in page
    ]
    return wire.RoomFilesPage(files=found, next=page[-1].id if len(rows) > len(page) else None)


@transaction
def copies(actor: Actor, file_ids: Sequence[str], room_id: int) -> list[str]:
    """Files of the actor's own, to be sent to another room, of what they see: the same bytes, kept
    once. Raises NotFound, Forbidden.
    """
    return [_copy(actor, file_id, room_id) for file_id in file_ids]


def _copy(actor: Actor, file_id: str, room_id: int) -> str:
    row = db.session.execute(_seen(actor, file_id, *files.c)).first()
    if row is None:
        raise NotFound
    if row.sealed:
        raise Forbidden("An encrypted message is forwarded by a device that can read it.")
    limits.require_room(actor, row.size, uploading=False)
    # Held, so that it is not deleted at this moment.
    whole = select(objects.c.id).where(objects.c.id == row.object_id, objects.c.state == "whole")
    if db.session.scalar(whole.with_for_update(read=True)) is None:
        raise NotFound
    values = dict(row._mapping) | {
        "id": uploads.new_id(),
        "owner_id": actor.id,
        "room_id": room_id,
        "message_id": None,
        "position": 0,
        "created_at": now(),
        "expires_at": now() + uploads.WAITS,
    }
    db.session.execute(insert(files).values(**values))
    return str(values["id"])
