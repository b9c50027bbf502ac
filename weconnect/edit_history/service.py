"""What messages said before they were edited, for as long as the team keeps it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import delete, func, insert, select

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, table_of
from weconnect.messages.models import Message
from weconnect.messages.serialize import require_message, stored_size
from weconnect.settings import Settings
from weconnect.wire import edit_history as wire
from weconnect.wire.body import SealedBody

from .models import MessageVersion

# So many are kept of one message: the first, which no later one pushes out, and the newest.
MOST = 50

versions = table_of(MessageVersion)


def kept_days() -> int:
    """For how many days each is kept; 0: none is."""
    return cast(Settings, current_app.config["WECONNECT"]).edit_history


def oldest() -> datetime:
    """What was replaced before this moment is kept no longer."""
    return now() - timedelta(days=kept_days())


def of_message(actor: Actor, message_id: int) -> wire.MessageVersions:
    """What a message of the actor's rooms said before; one that was deleted has said nothing.

    Raises NotFound.
    """
    message, _ = require_message(actor, message_id)
    kept = select(versions).where(
        versions.c.message_id == message_id, versions.c.replaced_at > oldest()
    )
    rows = [] if message.deleted else db.session.execute(kept.order_by(versions.c.id)).all()
    return wire.MessageVersions(
        versions=[
            wire.MessageVersion(
                version=row.version,
                content=row.content,
                sealed=SealedBody.model_validate_json(row.sealed) if row.sealed else None,
                edited_at=row.edited_at,
            )
            for row in rows
        ],
        kept_days=kept_days(),
    )


def weight(row: Any) -> int:
    """How many bytes are stored when the body is kept that a message has."""
    return stored_size(row) + usage.ROW if kept_days() else 0


def keep(row: Any) -> None:
    """Within the transaction that gives a message another body: keep the one it has, if any is.

    It counts as stored by its author, who may store it: nothing is changed whose past would be
    lost.
    """
    if not (size := weight(row)):
        return
    db.session.execute(
        insert(versions).values(
            message_id=row.id,
            version=row.version,
            content=row.content,
            sealed=row.sealed,
            edited_at=row.edited_at,
            replaced_at=now(),
            size=size,
        )
    )
    mine = select(versions.c.id).where(versions.c.message_id == row.id)
    if db.session.scalar(mine.order_by(versions.c.id.desc()).offset(MOST).limit(1)) is not None:
        second = db.session.scalar(mine.order_by(versions.c.id).offset(1).limit(1))
        _forget(row, versions.c.id == second)


def forget(row: Any) -> None:
    """Within the transaction that deletes a message: nothing that it ever said is kept."""
    _forget(row)


def _forget(row: Any, *which: Any) -> None:
    gone = delete(versions).where(versions.c.message_id == row.id, *which)
    sizes = db.session.scalars(gone.returning(versions.c.size)).all()
    if sizes:
        usage.take(row.sender_id, -sum(sizes))


def init_app(app: Flask) -> None:
    """Have it given back when a room of `app` is deleted."""
    usage.on_forget_room(app, _stored_in)


def _stored_in(room_id: int) -> Iterator[tuple[int, int]]:
    messages = table_of(Message)
    rows = db.session.execute(
        select(messages.c.sender_id, func.sum(versions.c.size))
        .join(versions, versions.c.message_id == messages.c.id)
        .where(messages.c.room_id == room_id)
        .group_by(messages.c.sender_id)
    )
    for user_id, stored in rows:
        yield user_id, int(stored)
