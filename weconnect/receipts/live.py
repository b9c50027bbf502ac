"""How far people read, as it goes on: gathered, in small rooms, to those who look and show it.

Each server tells its own people, after a hint from the one where somebody has read.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from flask import Flask

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.database.transactions import after_commit
from weconnect.engine.realtime.hub.audience import joined, sockets
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.engine.realtime.hub.engine import REALTIME, realtime
from weconnect.engine.realtime.hub.publish import publish, tell_servers
from weconnect.messages.read_marks import on_moved
from weconnect.threads import marks as threads
from weconnect.threads.service import newest_seq
from weconnect.wire.receipts import LISTED, ReadersMoved, ThreadReadersMoved

from . import message_readers, service

GATHER_S = 0.3
INTERVAL_S = 1.0

HINT = "readers"
THREAD_HINT = "threadReaders"

# A room, and the message that began a thread of it.
Thread: TypeAlias = tuple[int, int]
# People who have read on, and whether they did so on this server.
News: TypeAlias = list[tuple[int, bool]]


def note_moved(room_id: int, user_id: int) -> None:
    """Within a transaction: a person's mark moves; those who look at the room are told, soon."""
    after_commit(_NEWS.here().add, room_id, (user_id, True))


def note_moved_in_thread(room_id: int, root_id: int, user_id: int) -> None:
    """Within a transaction: the same of a person's mark in a thread."""
    after_commit(_THREAD_NEWS.here().add, (room_id, root_id), (user_id, True))


def _own(news: News) -> list[int]:
    return sorted({user_id for user_id, is_own in news if is_own})


def _tell(room_id: int, news: News) -> None:
    if own := _own(news):
        tell_servers(HINT, own, to=joined(room_id))
    looking = realtime().connections.joined(room_id)
    if not looking or service.shown_in(room_id) != "people":
        return
    marks = service.marks_in(room_id)
    showing = {one.user for one in marks}
    changed = {user_id for user_id, _ in news}
    if moved := [one for one in marks if one.user in changed]:
        told = [one for one in looking if one.actor.id in showing]
        publish(ReadersMoved(room=room_id, marks=moved), to=sockets(told))


def _tell_of_thread(thread: Thread, news: News) -> None:
    room_id, root_id = thread
    if own := _own(news):
        tell_servers(THREAD_HINT, [root_id, *own], to=joined(room_id))
    looking = _who_see(room_id, root_id)
    shown = service.shown_in(room_id) if looking else "nothing"
    if shown == "nothing":
        return
    if shown == "number":
        message_readers.forget(root_id)
        if followers := _few_followers(root_id, looking):
            event = ThreadReadersMoved(room=room_id, thread=root_id, marks=None)
            publish(event, to=sockets(followers))
        return
    changed = {user_id for user_id, _ in news}
    marks = service.marks_in_thread(room_id, root_id)
    if moved := [one for one in marks if one.user in changed]:
        showing = service.who_show({one.actor.id for one in looking})
        told = [one for one in looking if one.actor.id in showing]
        publish(ThreadReadersMoved(room=room_id, thread=root_id, marks=moved), to=sockets(told))


def _who_see(room_id: int, root_id: int) -> list[Connection]:
    """The sockets in a room's live feed of those who see a thread, or a part of it."""
    connections = realtime().connections
    looking = connections.joined(room_id)
    newest = newest_seq(root_id) if looking else None
    if newest is None:
        return []
    unseeing = set(connections.unseeing(room_id, newest))
    return [one for one in looking if one.sid not in unseeing]


def _few_followers(root_id: int, looking: list[Connection]) -> list[Connection]:
    """The sockets among these of those who follow a thread and show it; none if there are many:
    each of them would ask how many have read it."""
    following = threads.followers(root_id, {one.actor.id for one in looking})
    if len(following) > LISTED:
        return []
    showing = service.who_show(following)
    return [one for one in looking if one.actor.id in showing]


def _hear(room_id: int, user_ids: Any) -> None:
    for user_id in user_ids:
        _NEWS.here().add(room_id, (int(user_id), False))


def _hear_of_thread(room_id: int, told: Any) -> None:
    root_id, *user_ids = map(int, told)
    for user_id in user_ids:
        _THREAD_NEWS.here().add((room_id, root_id), (user_id, False))


_NEWS: "Key[Coalesce[int, tuple[int, bool]]]" = Key("weconnect_readers")
_THREAD_NEWS: "Key[Coalesce[Thread, tuple[int, bool]]]" = Key("weconnect_thread_readers")


def init_app(app: Flask) -> None:
    """Give `app` its gatherers."""
    _NEWS.keep(app, Coalesce(app, _tell, delay=GATHER_S, interval=INTERVAL_S))
    _THREAD_NEWS.keep(app, Coalesce(app, _tell_of_thread, delay=GATHER_S, interval=INTERVAL_S))
    hints: dict[str, Callable[[int, Any], None]] = REALTIME.of(app).notes
    hints |= {HINT: _hear, THREAD_HINT: _hear_of_thread}
    on_moved(app, note_moved)
    threads.on_moved(app, note_moved_in_thread)
