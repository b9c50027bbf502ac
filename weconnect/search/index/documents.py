"""What is to be written into the index next."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from weconnect.engine.i18n.folding import fold
from weconnect.messages.serialize import messages

from .standing import Standing, changes

# So many messages, and changes, make one piece: some tens of milliseconds.
MOST = 1000


class Piece(NamedTuple):
    """Texts by their messages' ids; those ids of which there was a change, with or without a text;
    the changes' own ids; the last message that is in the index then; whether more is to be done.
    """

    texts: dict[int, str]
    changed: list[int]
    changes: list[int]
    top: int
    more: bool

    def is_empty(self, known: Standing) -> bool:
        """Whether there is nothing to be written."""
        return not self.texts and not self.changes and self.top == known.top


def next_piece(connection: Connection, known: Standing, newest: int) -> Piece:
    """What comes next, of messages up to the id `newest`."""
    which = (messages.c.id, messages.c.content, messages.c.folded)
    told = connection.execute(
        select(changes.c.id, changes.c.message_id).order_by(changes.c.id).limit(MOST)
    ).all()
    changed = sorted({row.message_id for row in told})
    said_anew = connection.execute(select(*which).where(messages.c.id.in_(changed))).all()
    new = connection.execute(
        select(*which)
        .where(messages.c.id > known.top, messages.c.id <= newest)
        .order_by(messages.c.id)
        .limit(MOST)
    ).all()
    more = len(new) == MOST
    top = new[-1].id if more else max(newest, known.top)
    texts = {}
    for row in (*said_anew, *new):
        # Tombstones and what is sealed are empty here. Who was not folded yet, will be.
        if row.content:
            texts[row.id] = row.folded or fold(row.content)
    return Piece(texts, changed, [row.id for row in told], top, more or len(told) == MOST)
