"""News of threads for those who follow them, wherever they look: once a second at most.

Each server tells its own people, after a hint from the one where something was said.
"""

from typing import Any, cast

from flask import Flask
from sqlalchemy import select

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency import rounds
from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.database.transactions import db
from weconnect.engine.realtime.hub.audience import members, sockets
from weconnect.engine.realtime.hub.engine import REALTIME, realtime
from weconnect.engine.realtime.hub.publish import publish, tell_servers
from weconnect.messages.activity import THREAD_HINT
from weconnect.messages.serialize import messages
from weconnect.wire.base import Event
from weconnect.wire.messages import MessageChanged, NewMessage
from weconnect.wire.threads import ThreadState

from .marks import followers
from .service import states

DELAY_S = 0.1
INTERVAL_S = 1.0
# People who are told by one question.
CHUNK = 500


def note_said(event: Event) -> None:
    """Something was said, changed or taken back in a thread: tell those who follow it, soon."""
    message = cast(NewMessage | MessageChanged, event)
    if message.thread is not None:
        _NEWS.here().add((message.room, message.thread), True)


def _tell(place: tuple[int, int], news: list[bool]) -> None:
    """Tell the sockets of this server, and if it is where anything was said, the others."""
    room_id, root_id = place
    if any(news):
        tell_servers(THREAD_HINT, root_id, to=members(room_id))
    connections = realtime().connections
    following = followers(root_id, connections.members(room_id))
    if not following:
        return
    root = db.session.execute(select(messages).where(messages.c.id == root_id)).first()
    if root is None:
        return
    for start in range(0, len(following), CHUNK):
        if start:
            rounds.rest()  # others have their turn
        for user_id, state in states(root, following[start : start + CHUNK]).items():
            event = ThreadState(**dict(state))
            publish(event, to=sockets(connections.of_user(user_id)))


def _hear(room_id: int, root_id: Any) -> None:
    _NEWS.here().add((room_id, int(root_id)), False)


_NEWS: "Key[Coalesce[tuple[int, int], bool]]" = Key("weconnect_threads")


def init_app(app: Flask) -> None:
    """Give `app` its gatherer."""
    _NEWS.keep(app, Coalesce(app, _tell, delay=DELAY_S, interval=INTERVAL_S))
    REALTIME.of(app).notes[THREAD_HINT] = _hear
