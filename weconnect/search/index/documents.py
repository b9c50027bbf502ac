"""What is to be written into the index next."""

import itertools
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from weconnect.engine.i18n.folding import fold
from weconnect.messages.serialize import messages

from .standing import Standing, changes

# So many messages, and changes, make one piece: some tens of milliseconds.
MOST = 2000
# And so many characters, or one message more: what a piece holds in memory, however long messages
# are.
MOST_CHARACTERS = 250_000


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
    told = connection.execute(
        select(changes.c.id, changes.c.message_id).order_by(changes.c.id).limit(MOST)
    ).all()
    changed = sorted({row.message_id for row in told})
    said_anew, reached = _read(connection, messages.c.id.in_(changed))
    more = len(told) == MOST
    if reached is not None:
        # Who comes behind those is left for the next piece.
        told = [row for row in told if row.message_id <= reached]
        changed = [number for number in changed if number <= reached]
        more = True
    new, top = _read(connection, (messages.c.id > known.top) & (messages.c.id <= newest))
    return Piece(
        said_anew | new,
        changed,
        [row.id for row in told],
        max(newest, known.top) if top is None else top,
        more or top is not None,
    )


def _read(connection: Connection, which: ColumnElement[bool]) -> tuple[dict[int, str], int | None]:
    """The folded texts of messages by their ids, the first ones; and the last id that was looked
    at, None if that is the last there is."""
    sizes = connection.execute(
        select(messages.c.id, func.length(messages.c.content))
        .where(which)
        .order_by(messages.c.id)
        .limit(MOST)
    ).all()
    sums = itertools.accumulate(size for _, size in sizes)
    enough = next((at for at, total in enumerate(sums, 1) if total >= MOST_CHARACTERS), MOST)
    rows = connection.execute(
        select(messages.c.id, messages.c.content, messages.c.folded)
        .where(messages.c.id.in_([one for one, _ in sizes[:enough]]))
        .order_by(messages.c.id)
    )
    # Tombstones and what is sealed are empty here. Who was not folded yet, will be.
    texts = {row.id: row.folded or fold(row.content) for row in rows if row.content}
    return texts, sizes[enough - 1].id if len(sizes) >= enough else None
