"""Who has confirmed an announcement, and who has not: for its author and the room's admins."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.people import directory
from weconnect.engine.database.transactions import among, db, end_reads
from weconnect.messages.serialize import MessageRow, require_message
from weconnect.rooms import access
from weconnect.rooms.models import Membership
from weconnect.wire import announcements as wire
from weconnect.wire.errors import Forbidden

from . import service
from .service import confirmations

# So many people are read at once for the table of all.
PART = 500


def standing(
    actor: Actor, message_id: int, query: wire.ConfirmationsQuery
) -> wire.ConfirmationsPage:
    """A page of who has confirmed an announcement, or of who has not.

    For its author, and for owners and admins of the room. Raises NotFound, Forbidden.
    """
    row = _require_overseen(actor, message_id)
    found: Sequence[Row[Any]] = ()
    if query.limit:
        wanted: Any = _who_has(row) if query.show == "confirmed" else _who_has_not(row)
        key = wanted.selected_columns.key
        if query.after is not None:
            wanted = wanted.where(key > query.after)
        found = db.session.execute(wanted.order_by(key).limit(query.limit + 1)).all()
    page = found[: query.limit]
    return wire.ConfirmationsPage(
        people=_shown(row, page),
        next=page[-1].key if len(found) > query.limit else None,
        confirmed=service.count(row.id),
        missing=db.session.scalar(select(func.count()).select_from(_who_has_not(row).subquery()))
        or 0,
    )


def everybody(actor: Actor, message_id: int) -> Iterator[list[wire.Confirmation]]:
    """All who have confirmed an announcement, and then all who have not, as it is now; in parts.

    Raises as `standing`, at once.
    """
    row = _require_overseen(actor, message_id)
    newest = select(func.max(confirmations.c.id)).where(confirmations.c.message_id == row.id)
    up_to = db.session.scalar(newest) or 0
    return _parts(row, (_who_has(row, up_to), _who_has_not(row, up_to)))


def _parts(row: MessageRow, both: Iterable[Any]) -> Iterator[list[wire.Confirmation]]:
    for wanted in both:
        key = wanted.selected_columns.key
        last = 0
        while True:
            found = db.session.execute(wanted.where(key > last).order_by(key).limit(PART)).all()
            shown = _shown(row, found)
            # Between two parts somebody may take their time to read them.
            end_reads()
            if shown:
                yield shown
            if len(found) < PART:
                break
            last = found[-1].key


def who_is_missing(row: MessageRow) -> list[int]:
    """The ids of those who are asked to confirm a message and have not."""
    return [one.user_id for one in db.session.execute(_who_has_not(row))]


def _require_overseen(actor: Actor, message_id: int) -> MessageRow:
    row, role = require_message(actor, message_id)
    service.require_announcement(row)
    if row.sender_id != actor.id and access.RANK[role] < access.RANK["admin"]:
        raise Forbidden("Only its author, and admins of the room, see who has confirmed it.")
    return row


def _these(row: MessageRow, up_to: int | None) -> list[ColumnElement[bool]]:
    """Its confirmations; up to one, or all."""
    of_it: list[ColumnElement[bool]] = [confirmations.c.message_id == row.id]
    return of_it if up_to is None else [*of_it, confirmations.c.id <= up_to]


def _who_has(row: MessageRow, up_to: int | None = None) -> Select[Any]:
    return select(
        confirmations.c.id.label("key"), confirmations.c.user_id, confirmations.c.at
    ).where(*_these(row, up_to))


def _who_has_not(row: MessageRow, up_to: int | None = None) -> Select[int, int]:
    has: ColumnElement[bool] = exists().where(
        *_these(row, up_to), confirmations.c.user_id == Membership.user_id
    )
    return (
        select(Membership.user_id.label("key"), Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.room_id == row.room_id,
            Membership.user_id != row.sender_id,
            Membership.joined_at <= row.confirm_by,
            Membership.visible_from_seq <= row.seq,
            User.banned_at.is_(None),
            ~has,
        )
    )


def _shown(row: MessageRow, found: Sequence[Row[Any]]) -> list[wire.Confirmation]:
    ids = [one.user_id for one in found]
    users = directory.people(ids)
    members = set(
        db.session.scalars(
            select(Membership.user_id).where(
                Membership.room_id == row.room_id, among(Membership.user_id, ids)
            )
        )
    )
    return [
        wire.Confirmation(
            user=users[one.user_id],
            at=getattr(one, "at", None),
            member=one.user_id in members,
        )
        for one in found
    ]
