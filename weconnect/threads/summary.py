"""What there is in a thread, summed up in the row of the message that began it.

A page of messages is then as quick as one without threads, and whoever sees the message sees how
many have answered: its version counts up with each change.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import select

from weconnect.engine.database.transactions import db
from weconnect.messages.parts import Posted
from weconnect.messages.serialize import messages
from weconnect.wire.base import wire_time

from .models import ANSWERS

# The name of the column that holds it.
COLUMN = ANSWERS.name
# So many of those who wrote last are shown.
SHOWN = 3
# When something is taken back, so many of the newest are looked through for who wrote.
LOOKED_AT = 100


class Summary(NamedTuple):
    """How many messages stand in a thread, who wrote them, and the newest one's place and time."""

    number: int
    last_seq: int
    last_at: datetime
    people: tuple[int, ...]

    @classmethod
    def read(cls, text: str) -> Self:
        """What a message's row says."""
        number, last_seq, last_at, people = json.loads(text)
        return cls(number, last_seq, datetime.fromisoformat(last_at), tuple(people))

    def written(self) -> str:
        """The same for a message's row."""
        fields = [self.number, self.last_seq, wire_time(self.last_at), self.people]
        return json.dumps(fields, separators=(",", ":"))


def grown(text: str | None, said: Sequence[Posted]) -> str:
    """The summary with these messages more, in their order."""
    before = Summary.read(text) if text else None
    writers = [one.sender_id for one in reversed(said)] + list(before.people if before else ())
    newest = said[-1]
    assert newest.at is not None
    return Summary(
        (before.number if before else 0) + len(said),
        newest.seq,
        newest.at,
        tuple(dict.fromkeys(writers))[:SHOWN],
    ).written()


def shrunk(root: Any, more: int) -> str | None:
    """Within a transaction that took messages back in the thread of `root`: its summary with so
    many `more`, or fewer, than its row says; None where nothing is left."""
    newest = db.session.execute(
        select(messages.c.sender_id, messages.c.seq, messages.c.created_at)
        .where(messages.c.thread_id == root.id, messages.c.deleted.is_(False))
        .order_by(messages.c.seq.desc())
        .limit(LOOKED_AT)
    ).all()
    if not newest:
        return None
    number = (Summary.read(root.answers).number if root.answers else 0) + more
    writers = dict.fromkeys(row.sender_id for row in newest)
    return Summary(
        # Of a short thread these are all.
        len(newest) if len(newest) < LOOKED_AT else number,
        newest[0].seq,
        newest[0].created_at,
        tuple(writers)[:SHOWN],
    ).written()
