"""The one place that emits. What a transaction publishes leaves after its commit, in order."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import gevent

from weconnect.engine.database.transactions import after_commit
from weconnect.wire.auth import Closing
from weconnect.wire.base import Event

from .connections import Connection, Connections
from .engine import Realtime, realtime


class Audience(NamedTuple):
    """Who gets an event: a room's live feed, or members of rooms and certain people, or sockets.

    Sockets are those of this server, everything else is everywhere. `without` leaves one person
    out of a live feed; `people_version` is which of the versions of the room's people may get it.
    """

    room: int | None = None
    people_version: int = 0
    without: int | None = None
    members: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    sockets: tuple[str, ...] = ()


Subscriber = Callable[[Event], None]

# How long a socket that is being closed may take to read why.
LAST_WORDS_S = 5.0


def joined(room_id: int, people_version: int = 0) -> Audience:
    """The sockets that have joined a room, of those who belong to it as of a version."""
    return Audience(room=room_id, people_version=people_version)


def others(room_id: int, user_id: int) -> Audience:
    """The sockets that have joined a room, but for one person's."""
    return Audience(room=room_id, without=user_id)


def members(room_id: int) -> Audience:
    """All sockets of all members of a room."""
    return Audience(members=(room_id,))


def people(ids: Iterable[int]) -> Audience:
    """All sockets of these people."""
    return Audience(people=tuple(ids))


def sockets(connections: Iterable[Connection]) -> Audience:
    """Just these sockets."""
    return Audience(sockets=tuple(one.sid for one in connections))


def acquaintances(user_id: int) -> Audience:
    """All sockets of everybody who shares a room with a person, and the person's own."""
    return Audience(members=tuple(realtime().rooms_of(user_id)), people=(user_id,))


def publish(
    event: Event, *, to: Audience, skip: str | list[str] | None = None, text: str | None = None
) -> None:
    """Send `event` once the transaction under way is on disk; at once if there is none.

    `skip` holds the Socket.IO ids of sockets that need no telling; `text` is the event as JSON, if
    it was written before.
    """
    after_commit(_deliver, event, to, skip, text)


def tell_servers(note: str, data: Any, *, to: Audience) -> None:
    """Send a note to the other servers that have somebody of this audience, after the commit.

    There, `Realtime.notes[note]` is called with the room's or the person's id and `data` (JSON).
    """

    def act() -> None:
        if (broker := realtime().broker) is not None:
            broker.tell(note, to, data)

    after_commit(act)


def admit(room_id: int, user_id: int) -> None:
    """A person became a member: what members get, their sockets get from the commit on."""
    after_commit(lambda: realtime().connections.note_member(room_id, user_id))
    tell_servers("admit", room_id, to=people([user_id]))


def evict(room_id: int, user_id: int) -> None:
    """A person is no longer a member: from the commit on their sockets get nothing of the room."""
    after_commit(evict_here, room_id, user_id)
    tell_servers("evict", room_id, to=people([user_id]))


def evict_here(room_id: int, user_id: int) -> None:
    """The same at once, for the sockets of this server."""
    connections = realtime().connections
    connections.endings += 1
    connections.forget_member(room_id, user_id)
    for connection in connections.of_user(user_id):
        leave(connection, room_id)


def has_other_socket(user_id: int, sid: str | None) -> bool:
    """Whether a person has a socket beside the one with this Socket.IO id."""
    engine = realtime()
    for one in engine.connections.of_user(user_id):
        if one.sid != sid:
            return True
    return engine.broker is not None and engine.broker.roster.may_be_elsewhere(user_id)


def join(connection: Connection, room_id: int) -> None:
    """Give a socket the live feed of a room."""
    engine = realtime()
    if engine.broker is not None:
        engine.broker.open(room_id)
        if engine.connections.get(connection.sid) is not connection:
            engine.broker.close_unless_joined(room_id)  # the socket is gone meanwhile
            return
    engine.socketio.server.enter_room(connection.sid, feed(room_id))
    if engine.connections.join(connection, room_id):
        engine.crowd.add(room_id, (connection.actor.user, True))


def leave(connection: Connection, room_id: int) -> None:
    """Take a room's live feed from a socket."""
    realtime().socketio.server.leave_room(connection.sid, feed(room_id))
    if realtime().connections.leave(connection, room_id):
        realtime().crowd.add(room_id, (connection.actor.user, False))


def disconnect(
    reason: Closing,
    user_id: int,
    *,
    login_id: int | None = None,
    token_id: int | None = None,
) -> None:
    """Close a person's sockets, after telling them why: all, or those of a login or a token."""

    def act() -> None:
        realtime().connections.endings += 1
        for connection in realtime().connections.of_user(user_id):
            actor = connection.actor
            if (login_id is None or actor.login_id == login_id) and (
                token_id is None or actor.token_id == token_id
            ):
                close(connection, reason)

    after_commit(act)
    # They look for themselves which of the person's sockets may stay.
    tell_servers("end", reason.dump_sparse(), to=people([user_id]))


def close(connection: Connection, reason: Closing) -> None:
    """Tell one socket why, and close it with its transport. It counts as gone at once."""
    server = realtime().socketio.server
    server.emit(reason.event, reason.dump_sparse(), to=connection.sid)
    transport = server.manager.eio_sid_from_sid(connection.sid, "/")
    server.disconnect(connection.sid)
    gevent.spawn(_hang_up, server, transport)


def _hang_up(server: Any, transport: str) -> None:
    # Waits until the last words have left; whoever does not read them is cut off all the same.
    gevent.with_timeout(LAST_WORDS_S, server.eio.disconnect, transport, timeout_value=None)


def feed(room_id: int) -> str:
    """The Socket.IO room that carries a room's live events."""
    return f"room:{room_id}"


def sids_of(connections: Connections, to: Audience) -> list[str]:
    """The sockets of this server that belong to members and people."""
    ids = set(to.people).union(*map(connections.members, to.members))
    return [one.sid for user_id in ids for one in connections.of_user(user_id)]


def _deliver(event: Event, to: Audience, skip: str | list[str] | None, text: str | None) -> None:
    engine = realtime()
    if engine.broker is not None:
        engine.broker.send(event, to, skip, text)
    else:
        _send(engine, event, to, skip, text)
    for table in (engine.subscribers, engine.everywhere):
        for subscriber in table.get(type(event), ()):
            subscriber(event)


def _send(
    engine: Realtime,
    event: Event,
    to: Audience,
    skip: str | list[str] | None,
    text: str | None,
) -> None:
    """Send to the sockets of this server, which is the only one."""
    targets: str | list[str]
    if to.room is not None:
        targets = feed(to.room)
        if to.without is not None:
            skip = [one.sid for one in engine.connections.of_user(to.without)]
    elif to.sockets:
        targets = list(to.sockets)
    else:
        targets = sids_of(engine.connections, to)
    if targets:
        payload = text or event.model_dump_json(by_alias=True)
        engine.socketio.server.manager.broadcast(event.event, payload, targets, skip)
