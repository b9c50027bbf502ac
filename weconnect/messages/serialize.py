"""Messages out of the database, as the wire shows them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, select

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.engine.database.transactions import db, table_of
from weconnect.engine.i18n.folding import folded_column
from weconnect.rooms.models import Membership
from weconnect.wire import messages as wire
from weconnect.wire.auth import User
from weconnect.wire.body import Body, SealedBody, TextBody
from weconnect.wire.errors import NotFound

from . import parts
from .models import Message
from .visible import IN_SIGHT

M = TypeVar("M", bound=wire.Message)

messages = table_of(Message)
MessageRow = Row[Any]


def columns_of(body: Body) -> dict[str, Any]:
    """How a body is stored."""
    if isinstance(body, SealedBody):
        sealed = body.model_dump_json(by_alias=True)
        return {"content": "", "plain": False, "folded": None, "sealed": sealed}
    folded = folded_column(body.content)
    return {"content": body.content, "plain": body.plain, "folded": folded, "sealed": None}


def size_of(body: Body) -> int:
    """How many bytes a body takes in the store."""
    if isinstance(body, SealedBody):
        # Base 64 and numbers.
        return len(body.model_dump_json(by_alias=True))
    return usage.size_of(body.content)


def stored_size(row: "MessageRow") -> int:
    """The same of the body that a row holds; of a tombstone 0."""
    return usage.size_of(row.content) + len(row.sealed or "")


# A message that was taken back: nothing of what it said is kept.
GONE = {
    "content": "",
    "plain": False,
    "folded": None,
    "sealed": None,
    "deleted": True,
    "edited_at": None,
}
# What a message that was just written has not.
NEW = {"edited_at": None}


def body_of(row: MessageRow) -> Body:
    """The body that a row holds. Tombstones have none."""
    # Valid when it was written; empty where files came alone.
    text = TextBody.model_construct(content=row.content, plain=row.plain)
    return _sealed(row.sealed) or text


def edited(row: MessageRow, body: Body) -> Body:
    """Another body of a message, as plain as what it says now."""
    if isinstance(body, TextBody) and body.plain is not row.plain:
        return body.model_copy(update={"plain": row.plain})
    return body


def _sealed(text: str | None) -> SealedBody | None:
    return None if text is None else SealedBody.model_validate_json(text)


def require_message(
    actor: Actor, message_id: int, *, unseen: bool = False
) -> tuple[MessageRow, str]:
    """A message that the actor sees in one of their rooms, with their role there.

    With `unseen` also one of their own that they do not see any more. Raises NotFound.
    """
    row = db.session.execute(
        select(messages, Membership.role)
        .join(Membership, Membership.room_id == messages.c.room_id if unseen else IN_SIGHT)
        .where(messages.c.id == message_id, Membership.user_id == actor.id)
    ).first()
    if row is None or (unseen and row.sender_id != actor.id):
        raise NotFound
    return row, row.role


def any_message(message_id: int) -> MessageRow:
    """A message of any room, for what the server does by itself. Raises NotFound."""
    row = db.session.execute(select(messages).where(messages.c.id == message_id)).first()
    if row is None:
        raise NotFound
    return row


def present(rows: Sequence[MessageRow], form: type[M] = wire.Message) -> list[M]:  # type: ignore[assignment]
    """Rows of the table `messages`, in their order, as `form`: a Message or its event."""
    if not rows:
        return []
    senders = directory.people(row.sender_id for row in rows)
    hanging = parts.load(rows)
    return [_make(form, row._mapping, senders[row.sender_id], hanging[row.id]) for row in rows]


def posted(
    row: dict[str, Any], message_id: int, sender: User, hanging: Mapping[str, Any]
) -> wire.NewMessage:
    """The wire form of a message that was just written from `row`, with the fields of its parts."""
    return _make(wire.NewMessage, {**NEW, **row, "id": message_id}, sender, hanging)


def _make(form: type[M], row: Mapping[Any, Any], sender: User, hanging: Mapping[str, Any]) -> M:
    return form(
        id=row["id"],
        room=row["room_id"],
        seq=row["seq"],
        version=row["version"],
        sender=sender,
        # Tombstones have none.
        content=row["content"],
        plain=row["plain"],
        sealed=_sealed(row["sealed"]),
        timestamp=row["created_at"],
        client_id=row["client_id"],
        reply_to=row["reply_to"],
        thread=row["thread_id"],
        in_room=row["in_room"] or None,
        edited_at=row["edited_at"],
        deleted=row["deleted"],
        **hanging,
    )
