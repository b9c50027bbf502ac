"""Asking for previews: within the transaction that writes a message, which waits for nothing."""

from collections.abc import Sequence
from typing import Any, cast

from flask import current_app
from sqlalchemy import and_, delete, func, insert, literal, or_, select, update

from weconnect.engine.database.column_types import UtcTime, now
from weconnect.engine.database.transactions import db
from weconnect.engine.egress.client import egress
from weconnect.engine.jobs.queue import enqueue
from weconnect.messages.serialize import messages
from weconnect.settings import Settings

from .models import message_previews, wishes
from .shown import read

# The kind of the job, and its one key: it takes whatever is wished for.
FETCH = "fetch_previews"


def is_on() -> bool:
    """Whether links have previews on this server."""
    settings = cast(Settings, current_app.config["WECONNECT"])
    return settings.link_previews and not egress().policy.is_off


def wish_for_posts(places: Sequence[tuple[int, int]]) -> None:
    """Have the links of messages looked at that were just written at these places."""
    here = [and_(messages.c.room_id == room_id, messages.c.seq == seq) for room_id, seq in places]
    found = select(messages.c.id, literal(now(), UtcTime)).where(or_(*here))
    db.session.execute(insert(wishes).from_select(["message_id", "wished_at"], found))
    enqueue(FETCH, key=FETCH)


def wish(message_id: int) -> None:
    """Have the links of a message looked at, again if they were."""
    db.session.execute(delete(wishes).where(wishes.c.message_id == message_id))
    db.session.execute(insert(wishes).values(message_id=message_id, wished_at=now()))
    enqueue(FETCH, key=FETCH)


def waiting() -> int:
    """How many messages wait for that."""
    return db.session.scalars(select(func.count()).select_from(wishes)).one()


def keep_only(row: Any, text: str) -> None:
    """Take away the previews of links that do not stand in `text`, which the message now says."""
    kept = read(row.previews).only(text)
    own = messages.c.id == row.id
    db.session.execute(update(messages).where(own).values(previews=kept.written()))
    hang_on(row.id, [one.id for one in kept.previews])


def hang_on(message_id: int, preview_ids: Sequence[int]) -> None:
    """Have these previews hang on a message, and no others."""
    own = message_previews.c.message_id == message_id
    db.session.execute(delete(message_previews).where(own))
    if preview_ids:
        rows = [{"message_id": message_id, "preview_id": one} for one in dict.fromkeys(preview_ids)]
        db.session.execute(insert(message_previews), rows)
