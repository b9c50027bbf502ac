"""How far people read, as it goes on: gathered, in small rooms, to those who look and show it.

Each server tells its own people, after a hint from the one where somebody has read.
"""

from typing import Any

from flask import Flask

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.database.transactions import after_commit
from weconnect.engine.realtime.hub.audience import joined, sockets
from weconnect.engine.realtime.hub.engine import REALTIME, realtime
from weconnect.engine.realtime.hub.publish import publish, tell_servers
from weconnect.messages.read_marks import on_moved
from weconnect.wire.receipts import ReadersMoved

from . import service

GATHER_S = 0.3
INTERVAL_S = 1.0

HINT = "readers"


def note_moved(room_id: int, user_id: int) -> None:
    """Within a transaction: a person's mark moves; those who look at the room are told, soon."""
    after_commit(_NEWS.here().add, room_id, (user_id, True))


def _tell(room_id: int, news: list[tuple[int, bool]]) -> None:
    if service.shown_in(room_id) != "people":
        return
    if own := sorted({user_id for user_id, is_own in news if is_own}):
        tell_servers(HINT, own, to=joined(room_id))
    looking = realtime().connections.joined(room_id)
    if not looking:
        return
    marks = service.marks_in(room_id)
    showing = {one.user for one in marks}
    changed = {user_id for user_id, _ in news}
    if moved := [one for one in marks if one.user in changed]:
        told = [one for one in looking if one.actor.id in showing]
        publish(ReadersMoved(room=room_id, marks=moved), to=sockets(told))


def _hear(room_id: int, user_ids: Any) -> None:
    for user_id in user_ids:
        _NEWS.here().add(room_id, (int(user_id), False))


_NEWS: "Key[Coalesce[int, tuple[int, bool]]]" = Key("weconnect_readers")


def init_app(app: Flask) -> None:
    """Give `app` its gatherer."""
    _NEWS.keep(app, Coalesce(app, _tell, delay=GATHER_S, interval=INTERVAL_S))
    REALTIME.of(app).notes[HINT] = _hear
    on_moved(app, note_moved)
