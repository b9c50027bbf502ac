"""Read marks, written together: when a thousand people read a message, they all move their mark.

Marks of many people share a transaction, as messages do; what several tabs of one person report
meanwhile becomes one mark.
"""

import logging
import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import gevent
from flask import Flask
from sqlalchemy import ColumnElement, bindparam, select, tuple_, update

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.database.column_types import now
from weconnect.engine.database.errors import ConnectionLost
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.rooms.models import Membership, Room
from weconnect.wire.base import RawJson
from weconnect.wire.errors import NotFound, Unavailable
from weconnect.wire.messages import ReadAck, ReadState

from .calls import unread_mentions
from .thread_counts import aside as beside

log = logging.getLogger(__name__)

# The most marks in one transaction.
BATCH = 500

Result: TypeAlias = DirectResult["Standing"]
RoomReader = tuple[int, int]

memberships = table_of(Membership)
ADVANCE = (
    update(memberships)
    .where(
        memberships.c.room_id == bindparam("room"),
        memberships.c.user_id == bindparam("reader"),
        # Compared by the database: another server may have moved the mark further.
        memberships.c.read_seq < bindparam("seq"),
        # And may have set it back.
        memberships.c.set_back == bindparam("times"),
    )
    .values(read_seq=bindparam("seq"), read_at=bindparam("at"))
)

# Is called within a transaction that moves or sets back marks, with the room's id and the person's.
Moved: TypeAlias = Callable[[int, int], None]
_MOVED: Key[list[Moved]] = Key("weconnect_marks_moved")


class Standing(NamedTuple):
    """Where a mark stands after it was moved, and how much after it stands in threads only."""

    read_seq: int
    set_back: int
    aside: int = 0

    @property
    def ack(self) -> ReadAck:
        """The acknowledgement."""
        return ReadAck(read_seq=self.read_seq, set_back=self.set_back, aside=self.aside or None)

    @property
    def answer(self) -> RawJson[ReadAck]:
        """The same as JSON."""
        return RawJson.of(self.ack)


class WaitingMark(NamedTuple):
    """How far a person wants to have read a room, who waits for it, and the socket that said so.

    `set_back` is how often the mark was set back by then; None: as often as it may be.
    """

    seq: int
    results: list[Result]
    sid: str | None
    set_back: int | None = None


class Marks:
    """The marks that wait to be written, by room and person."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: dict[RoomReader, WaitingMark] = {}
        self._writing = False

    def advance(
        self, room_id: int, user_id: int, seq: int, sid: str | None, set_back: int | None = None
    ) -> Result:
        """Have a member's mark moved to `seq`, unless it stands further, or was set back more often
        than `set_back`; the result is set then."""
        key = room_id, user_id
        result: Result = DirectResult()
        wish = WaitingMark(seq, [result], sid, set_back)
        earlier = self._waiting.get(key)
        if earlier is not None:
            last = max(earlier, wish, key=_rank)
            wish = last._replace(results=[*earlier.results, result])
        self._waiting[key] = wish
        if not self._writing:
            self._writing = True
            gevent.spawn(self._write_all)
        return result

    def _write_all(self) -> None:
        while self._waiting:
            keys = list(self._waiting)[:BATCH]
            batch = {key: self._waiting.pop(key) for key in keys}
            try:
                with self._app.app_context():
                    standing = _write(batch)
            except ConnectionLost as error:
                # Whoever came in the meantime has waited as well.
                refused = batch | self._waiting
                self._waiting.clear()
                _settle(refused, {}, error)
            except Exception:
                log.exception("read marks not written")
                _settle(batch, {}, Unavailable(retry_after=1))
            else:
                _settle(batch, standing, NotFound())
        self._writing = False


def _rank(wish: WaitingMark) -> tuple[float, int]:
    """Of two wishes the one to follow is who knows more of what was set back, then the further."""
    return math.inf if wish.set_back is None else wish.set_back, wish.seq


def _settle(
    batch: dict[RoomReader, WaitingMark],
    standing: dict[RoomReader, Standing],
    otherwise: Exception,
) -> None:
    for key, wish in batch.items():
        for result in wish.results:
            if key in standing:
                result.set(standing[key])
            else:
                result.set_exception(otherwise)


@transaction
def _write(batch: dict[RoomReader, WaitingMark]) -> dict[RoomReader, Standing]:
    """Move the marks forward, not past the newest message; returns where those of members stand."""
    connection = db.session.connection()
    rows = connection.execute(
        select(
            memberships.c.room_id,
            memberships.c.user_id,
            memberships.c.read_seq,
            memberships.c.set_back,
            Room.last_seq,
        )
        .join(Room, Room.id == memberships.c.room_id)
        .where(tuple_(memberships.c.room_id, memberships.c.user_id).in_(list(batch)))
    ).all()
    standing = {(row.room_id, row.user_id): Standing(row.read_seq, row.set_back) for row in rows}
    moved: list[dict[str, Any]] = []
    # Those of whose rooms something is left; and those of them whose mark moves.
    behind: set[RoomReader] = set()
    partly: set[RoomReader] = set()
    for row in rows:
        key = row.room_id, row.user_id
        wish = batch[key]
        seq = min(wish.seq, row.last_seq)
        moves = seq > row.read_seq and wish.set_back in (None, row.set_back)
        if moves:
            standing[key] = Standing(seq, row.set_back)
            place = {"room": row.room_id, "reader": row.user_id}
            moved.append(place | {"seq": seq, "times": row.set_back, "at": now()})
        if standing[key].read_seq < row.last_seq:
            behind.add(key)
            if moves:
                partly.add(key)
    if moved:
        connection.execute(ADVANCE, moved)
    calls, aside = _counted(unread_mentions, partly), _counted(beside, behind)
    for key, count in aside.items():
        standing[key] = standing[key]._replace(aside=count)
    for one in moved:
        key = one["room"], one["reader"]
        event = ReadState(
            room=one["room"],
            read_seq=one["seq"],
            set_back=one["times"],
            mentions=calls.get(key),
            aside=aside.get(key),
        )
        publish(event, to=people([one["reader"]]), skip=batch[key].sid)
        tell_moved(*key)
    return standing


def _counted(what: ColumnElement[int], keys: set[RoomReader]) -> dict[RoomReader, int]:
    """So many of it are after the marks of these (room id, user id), where there are any."""
    if not keys:
        return {}
    rows = db.session.execute(
        select(Membership.room_id, Membership.user_id, what).where(
            tuple_(Membership.room_id, Membership.user_id).in_(list(keys))
        )
    )
    return {(room_id, user_id): count for room_id, user_id, count in rows if count}


_MARKS: Key[Marks] = Key("weconnect_marks")


def tell_moved(room_id: int, user_id: int) -> None:
    """Within a transaction: a person's mark in a room stands elsewhere."""
    for told in _MOVED.found() or ():
        told(room_id, user_id)


def on_moved(app: Flask, told: Moved) -> None:
    """Have `told` called within each transaction that moves a mark, but for those of what people
    write themselves: whoever sees the message knows."""
    _MOVED.keep(app, [*(_MOVED.of(app) if _MOVED.is_kept(app) else ()), told])


def marks() -> Marks:
    """The marks of the current app."""
    return _MARKS.here()


def init_app(app: Flask) -> None:
    """Give `app` its marks."""
    _MARKS.keep(app, Marks(app))
