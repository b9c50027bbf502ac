"""The last message of direct conversations, in a line: what their rows in the list say."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, or_, select, true

from weconnect.engine.database.transactions import among, db
from weconnect.rooms.models import Room
from weconnect.wire import rooms as wire

from .parts import PARTS
from .serialize import messages

# So many characters are looked at, and so many shown at most.
LOOKED_AT = 400
LONGEST = 120

# What is hidden until somebody wants to see it, in marks of the text; what stands before a line;
# what stands around words; signs that change the order of what follows.
_HIDDEN = re.compile(r"\|\|.+?\|\|", re.DOTALL)
_BEGUN = re.compile(r"\|\|.*|\|\Z", re.DOTALL)
_BEFORE = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+]|[0-9]{1,9}[.)])[ \t]+", re.MULTILINE)
_AROUND = re.compile(r"\*\*|__|~~|`+|\|\|")
_ORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"[ \t\r\n]+")


def line_of(text: str) -> str:
    """A text in a line, without its marks."""
    line = _HIDDEN.sub("…", text[:LOOKED_AT])
    if len(text) >= LOOKED_AT:
        # What is hidden may end in what is not looked at.
        line = _BEGUN.sub("…", line)
    line = _AROUND.sub("", _BEFORE.sub("", line))
    line = _SPACE.sub(" ", _ORDERING.sub("", line)).strip()
    return f"{line[: LONGEST - 1]}…" if len(line) > LONGEST else line


def previews(direct: Iterable[int]) -> dict[int, wire.Preview]:
    """The last message of each of these conversations."""
    if not (ids := list(direct)):
        return {}
    newest = (
        select(messages.c.id)
        .where(
            messages.c.room_id == Room.id,
            or_(messages.c.in_room.is_(None), messages.c.in_room.is_(true())),
        )
        .order_by(messages.c.seq.desc())
        .limit(1)
        .correlate(Room)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            *(messages.c.id, messages.c.room_id, messages.c.seq),
            *(messages.c.sender_id, messages.c.deleted),
            messages.c.sealed.is_not(None).label("sealed"),
            func.substr(messages.c.content, 1, LOOKED_AT).label("content"),
        ).where(messages.c.id.in_(select(newest).where(among(Room.id, ids))))
    ).all()
    bare = [row.id for row in rows if not (row.content or row.deleted or row.sealed)]
    hanging = _hanging(bare) if bare else {}
    return {
        row.room_id: wire.Preview(
            seq=row.seq,
            sender=row.sender_id,
            text=line_of(row.content),
            deleted=row.deleted,
            sealed=bool(row.sealed),
            **hanging.get(row.id, {}),
        )
        for row in rows
    }


def _hanging(bare: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What a preview has of what hangs on these messages: by their ids, its fields."""
    rows = db.session.execute(select(messages).where(messages.c.id.in_(bare))).all()
    return {
        message_id: {part.field: value}
        for part in PARTS
        if part.field in wire.Preview.model_fields
        for message_id, value in part.load(rows).items()
    }
