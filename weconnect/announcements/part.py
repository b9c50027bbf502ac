"""Announcements as what hangs on a message."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import after_commit, among, db
from weconnect.inbox import entries as inbox
from weconnect.messages.parts import M, Part, Posted
from weconnect.messages.serialize import messages
from weconnect.wire.body import Body, TextBody
from weconnect.wire.errors import BadRequest, Forbidden
from weconnect.wire.messages import Message
from weconnect.wire.parts import announcements as wire
from weconnect.wire.words import N_

from . import service
from .counters import counters
from .models import Confirmation

_FIXED = N_("An announcement can’t be changed: people confirm what it says.")


class Announcements(Part):
    """That members are asked to confirm a message, as its row says."""

    field = "announcement"

    def load(self, rows: Sequence[Any]) -> Mapping[int, wire.Announcement]:
        """Those that ask."""
        return {row.id: wire.Announcement(by=row.confirm_by) for row in rows if row.confirm_by}

    def is_plain(self, body: TextBody) -> bool:
        """That it asks does not stand in what it says."""
        return True

    def admit(self, actor: Actor, room_id: int, body: Body, extra: wire.NewAnnouncement) -> None:
        """Who may, and with what dates."""
        if not service.may_announce(actor, room_id):
            raise Forbidden("In this room you may not ask for confirmations.")
        if extra.by <= now():
            raise BadRequest("The date of an announcement must not be past.")
        if extra.remind_at is not None and not now() < extra.remind_at < extra.by:
            raise BadRequest("The reminder must come before the date.")

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], wire.Announcement]:
        """What came along with them."""
        found = {}
        for one in posts:
            if one.extras is not None and (wish := one.extras.get(self.field)) is not None:
                here = (messages.c.room_id == one.room_id, messages.c.seq == one.seq)
                kept = update(messages).where(*here).values(confirm_by=wish.by)
                message_id = db.session.scalars(kept.returning(messages.c.id)).one()
                after_commit(counters.note_made)
                if wish.remind_at is not None:
                    service.plan_reminder(message_id, wish.remind_at)
                inbox.ask(one, wish.by)
                service.tell(one.room_id)
                found[one.place] = wire.Announcement(by=wish.by)
        return found

    def why_fixed(self, row: Any) -> str | None:
        """People confirm what it says."""
        if isinstance(row, Message):
            return _FIXED if wire.Announcements.of(row).announcement else None
        return _FIXED if row.confirm_by else None

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """It is gone with the message."""
        if row.confirm_by:
            service.forget(row.id)
            service.tell(row.room_id)
        return {"confirm_by": None}

    def is_personal(self, message: Message) -> bool:
        """Each is told whether they have confirmed it."""
        return wire.Announcements.of(message).announcement is not None

    def concerns(self, actor: Actor, found: Sequence[Message]) -> bool:
        """Whether the actor has confirmed any."""
        return bool(_own(actor, found))

    def seen_by(self, actor: Actor | None, found: list[M]) -> list[M]:
        """With whether the actor has confirmed them."""
        if not any(map(self.is_personal, found)):
            return found
        mine = set() if actor is None else _own(actor, found)
        return [_with_mine(one, one.id in mine) for one in found]


def _own(actor: Actor, found: Sequence[Message]) -> set[int]:
    """Which of these the actor has confirmed."""
    ids = [one.id for one in found if wire.Announcements.of(one).announcement is not None]
    if not ids:
        return set()
    mine = (among(Confirmation.message_id, ids), Confirmation.user_id == actor.id)
    return set(db.session.scalars(select(Confirmation.message_id).where(*mine)))


def _with_mine(message: M, confirmed: bool) -> M:
    announcement = wire.Announcements.of(message).announcement
    if announcement is None:
        return message
    seen = announcement.model_copy(update={"confirmed": confirmed})
    return message.model_copy(update={"announcement": seen})
