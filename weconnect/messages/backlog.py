"""What a room's sockets may have missed, for servers that heard nothing of it."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, select

from weconnect.engine.database.transactions import among, db
from weconnect.engine.realtime.cluster.feeds import Change, Mark
from weconnect.engine.realtime.socketio.packets import event_packet
from weconnect.rooms.models import Room
from weconnect.wire import messages as wire

from .serialize import messages, present

# Messages that are read by one question.
CHUNK = 100


def marks(rooms: Collection[int]) -> dict[int, Mark]:
    """How far these rooms are; those that are gone are left out."""
    columns = Room.id, Room.version, Room.last_seq, Room.members_version
    found = db.session.execute(select(*columns).where(among(Room.id, rooms)))
    return {row.id: Mark(row.version, row.last_seq, row.members_version) for row in found}


def changes(room_id: int, since: Mark, until: Mark) -> list[Change]:
    """What changed in a room: first the new messages as they now are, by seq, so that nobody sees a
    hole among them; then the other changes by version."""
    new = _read(room_id, messages.c.seq, since.seq, until.seq, wire.NewMessage)
    old = _read(
        *(room_id, messages.c.version, since.version, until.version, wire.MessageChanged),
        messages.c.seq <= since.seq,
    )
    return [*new, *old]


def _read(
    room_id: int,
    key: ColumnElement[Any],
    after: int,
    up_to: int,
    form: type[wire.NewMessage] | type[wire.MessageChanged],
    *conditions: ColumnElement[bool],
) -> Iterator[Change]:
    while after < up_to:
        rows = db.session.execute(
            select(messages)
            .where(messages.c.room_id == room_id, key > after, key <= up_to, *conditions)
            .order_by(key)
            .limit(CHUNK)
        ).all()
        for message in present(rows, form):
            text = message.model_dump_json(by_alias=True)
            yield Change(message.version, message.seq, 0, event_packet(message.event, text))
        if len(rows) < CHUNK:
            return
        after = rows[-1].seq if key is messages.c.seq else rows[-1].version
