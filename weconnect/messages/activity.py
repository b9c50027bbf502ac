"""News for those who are not looking: `roomActivity`, without content, once a second at most.

Each server tells its own people, after a hint from the one where something was posted.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast

from flask import Flask
from sqlalchemy import bindparam, select

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency import rounds
from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.database.column_types import now
from weconnect.engine.database.prepared import Prepared, read
from weconnect.engine.database.transactions import db
from weconnect.engine.realtime.hub.audience import members, sockets
from weconnect.engine.realtime.hub.engine import REALTIME, realtime
from weconnect.engine.realtime.hub.publish import publish, tell_servers
from weconnect.rooms.models import Room
from weconnect.wire.base import Event
from weconnect.wire.messages import MessageChanged, NewMessage

from .serialize import messages
from .unread import unread

DELAY_S = 0.1
INTERVAL_S = 1.0
# Messages that are looked through, or people who are told, by one question.
CHUNK = 500
# Of so many rooms it is remembered whether they are conversations.
KEPT = 10_000

HINT = "activity"
# What is told of a thread, by whoever knows threads: (the room's id, that of its first message).
THREAD_HINT = "thread"


class News(NamedTuple):
    """That something happened in a room: on this server, whether it changed who is called, and
    whether nothing is new but what an earlier message says."""

    here: bool
    calls: bool = False
    reworded: bool = False


def note_message(event: Event) -> None:
    """A message was posted: tell the members whose sockets are elsewhere, soon."""
    _NEWS.here().add(cast(NewMessage, event).room, News(here=True))


def note_calls(room_id: int) -> None:
    """An edit or a deletion changed who is called: tell all members' sockets, soon."""
    _NEWS.here().add(room_id, News(here=True, calls=True))


def note_changed(event: Event) -> None:
    """What was said is something else now: whoever sees the line elsewhere hears of it."""
    message = cast(MessageChanged, event)
    if message.deleted or message.edited_at is not None:
        # Whether anybody sees such a line is asked later: the one writer of the log calls this, and
        # all messages would wait for the answer.
        _NEWS.here().add(message.room, News(here=True, reworded=True))


def _is_direct(room_id: int) -> bool:
    """Whether a room is a conversation: it stays what it is in this."""
    return [kind for (kind,) in read(_KIND, {"room": room_id})] == ["direct"]


def note_recent(seconds: float) -> None:
    """Tell the members here of all messages of the last so many seconds, in rooms and in threads.

    For when other servers may have posted unheard. Newest first, until a whole chunk is older:
    their times are nearly, but not quite, in the order of their ids.
    """
    since = now() - timedelta(seconds=seconds)
    before: int | None = None
    rooms: set[int] = set()
    threads: set[tuple[int, int]] = set()
    columns = messages.c.id, messages.c.room_id, messages.c.thread_id, messages.c.created_at
    while True:
        query = select(*columns)
        if before is not None:
            query = query.where(messages.c.id < before)
        rows = db.session.execute(query.order_by(messages.c.id.desc()).limit(CHUNK)).all()
        recent = [row for row in rows if row.created_at >= since]
        rooms |= {row.room_id for row in recent}
        threads |= {(row.room_id, row.thread_id) for row in recent if row.thread_id is not None}
        if len(rows) < CHUNK or not recent:
            break
        before = rows[-1].id
    for room_id in rooms:
        _NEWS.here().add(room_id, News(here=False))
    hear = realtime().notes.get(THREAD_HINT)
    for room_id, root_id in threads:
        if hear is not None:
            hear(room_id, root_id)


def _tell(room_id: int, news: list[News]) -> None:
    """Tell the sockets of this server, and if it is where anything was posted, the others."""
    # A conversation's last line stands in the list of all pages, also where somebody looks at it.
    direct = _DIRECT.here()(room_id)
    if not direct and all(one.reworded for one in news):
        return
    calls = direct or any(one.calls for one in news)
    if any(one.here for one in news):
        tell_servers(HINT, calls, to=members(room_id))
    connections = realtime().connections
    # Who looks at the room sees its messages; of a change further back they may not know enough.
    elsewhere = {
        user_id: [one for one in connections.of_user(user_id) if calls or room_id not in one.rooms]
        for user_id in connections.members(room_id)
    }
    wanted = [user_id for user_id, found in elsewhere.items() if found]
    if not wanted:
        return
    for start in range(0, len(wanted), CHUNK):
        if start:
            rounds.rest()  # others have their turn
        for user_id, event in unread(room_id, wanted[start : start + CHUNK]).items():
            publish(event, to=sockets(elsewhere[user_id]))


def _hear(room_id: int, calls: Any) -> None:
    _NEWS.here().add(room_id, News(here=False, calls=bool(calls)))


_KIND = Prepared(select(Room.kind).where(Room.id == bindparam("room")))

_NEWS: "Key[Coalesce[int, News]]" = Key("weconnect_activity")
_DIRECT: "Key[Callable[[int], bool]]" = Key("weconnect_direct")


def init_app(app: Flask) -> None:
    """Give `app` its gatherer."""
    _DIRECT.keep(app, lru_cache(maxsize=KEPT)(_is_direct))
    _NEWS.keep(app, Coalesce(app, _tell, delay=DELAY_S, interval=INTERVAL_S))
    REALTIME.of(app).notes[HINT] = _hear
