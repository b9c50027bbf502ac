"""What the database itself keeps of the index: which one, how far it goes, what changed."""

import secrets
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from weconnect.engine.database.transactions import among, db, table_of, transaction
from weconnect.search.models import SearchChange, SearchIndex

index = table_of(SearchIndex)
changes = table_of(SearchChange)


class Standing(NamedTuple):
    """The index that is meant, how often it was written into, and the last message in it."""

    token: str
    counter: int
    top: int


def read(connection: Connection) -> Standing | None:
    """How it stands; None where there is no index yet."""
    row = connection.execute(select(index.c.token, index.c.counter, index.c.top)).first()
    return row and Standing(*row)


def changed(connection: Connection, bottom: int, top: int) -> list[int]:
    """The messages from the id `bottom` on and below `top` that may say what the index does not
    know of, the newest first."""
    ids = select(changes.c.message_id).where(
        changes.c.message_id >= bottom, changes.c.message_id < top
    )
    return list(connection.scalars(ids.distinct().order_by(changes.c.message_id.desc())))


def note_change(message_id: int) -> None:
    """Within the transaction that changes what a message says."""
    db.session.execute(insert(changes).values(message_id=message_id))


@transaction
def begin_anew() -> Standing:
    """Have a new index begun: nothing is in it."""
    new = Standing(secrets.token_hex(16), 0, 0)
    db.session.execute(delete(index))
    db.session.execute(insert(index).values(id=1, **new._asdict()))
    return new


def hold(known: Standing) -> bool:
    """Within a transaction: whether the index still stands so. If it does, nobody else goes on with
    it before the transaction ends."""
    there = select(index.c.id).where(index.c.token == known.token, index.c.counter == known.counter)
    return db.session.scalar(there.with_for_update()) is not None


@transaction
def go_on(before: Standing, after: Standing, done: Collection[int]) -> bool:
    """The index was written into, and knows of these changes. Whether nobody else did meanwhile."""
    moved = db.session.execute(
        update(index)
        .where(index.c.token == before.token, index.c.counter == before.counter)
        .values(**after._asdict())
        .returning(index.c.id)
    ).all()
    if moved and done:
        db.session.execute(delete(changes).where(among(SearchChange.id, done)))
    return bool(moved)


@transaction
def forget_changes() -> None:
    """Nobody waits for them: there is no index."""
    db.session.execute(delete(changes))
