"""The one place that emits. What a transaction publishes leaves after its commit, in order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import gevent

from weconnect.db import after_commit
from weconnect.wire.auth import Closing
from weconnect.wire.base import Event

from . import realtime
from .connections import Connection


@dataclass(frozen=True)
class Audience:
    """Who gets an event: a room's live feed, all members of a room, certain people or sockets."""

    room: int | None = None
    members: int | None = None
    people: tuple[int, ...] = ()
    sockets: tuple[str, ...] = ()


Subscriber = Callable[[Event], None]

# How long a socket that is being closed may take to read why.
LAST_WORDS_S = 5.0


def joined(room_id: int) -> Audience:
    """The sockets that have joined a room."""
    return Audience(room=room_id)


def members(room_id: int) -> Audience:
    """All sockets of all members of a room."""
    return Audience(members=room_id)


def people(ids: Iterable[int]) -> Audience:
    """All sockets of these people."""
    return Audience(people=tuple(ids))


def sockets(connections: Iterable[Connection]) -> Audience:
    """Just these sockets."""
    return Audience(sockets=tuple(one.sid for one in connections))


def acquaintances(user_id: int) -> Audience:
    """All sockets of everybody who shares a room with a person, and the person's own."""
    connections = realtime().connections
    rooms = realtime().rooms_of(user_id)
    return people({user_id}.union(*map(connections.members, rooms)))


def publish(
    event: Event, *, to: Audience, skip: str | list[str] | None = None, text: str | None = None
) -> None:
    """Send `event` once the transaction under way is on disk; at once if there is none.

    `skip` holds the Socket.IO ids of sockets that need no telling; `text` is the event as JSON, if
    it was written before.
    """
    after_commit(lambda: _deliver(event, to, skip, text))


def admit(room_id: int, user_id: int) -> None:
    """A person became a member: what members get, their sockets get from the commit on."""
    after_commit(lambda: realtime().connections.note_member(room_id, user_id))


def evict(room_id: int, user_id: int) -> None:
    """A person is no longer a member: from the commit on their sockets get nothing of the room."""

    def act() -> None:
        connections = realtime().connections
        connections.endings += 1
        connections.forget_member(room_id, user_id)
        for connection in connections.of_user(user_id):
            leave(connection, room_id)

    after_commit(act)


def has_other_socket(user_id: int, sid: str | None) -> bool:
    """Whether a person has a socket beside the one with this Socket.IO id."""
    return any(one.sid != sid for one in realtime().connections.of_user(user_id))


def join(connection: Connection, room_id: int) -> None:
    """Give a socket the live feed of a room."""
    realtime().socketio.server.enter_room(connection.sid, feed(room_id))
    if realtime().connections.join(connection, room_id):
        realtime().crowd.add(room_id, (connection.actor.user, True))


def leave(connection: Connection, room_id: int) -> None:
    """Take a room's live feed from a socket."""
    realtime().socketio.server.leave_room(connection.sid, feed(room_id))
    if realtime().connections.leave(connection, room_id):
        realtime().crowd.add(room_id, (connection.actor.user, False))


def disconnect(
    reason: Closing,
    *,
    user_id: int | None = None,
    login_id: int | None = None,
    token_id: int | None = None,
    keep_login: int | None = None,
) -> None:
    """Close the sockets of a person, a login or an access token, after telling them why.

    `keep_login` spares the sockets of one login: of whoever changes their own password.
    """

    def act() -> None:
        realtime().connections.endings += 1
        for connection in realtime().connections:
            actor = connection.actor
            if (
                (user_id is not None and actor.id == user_id)
                or (login_id is not None and actor.login_id == login_id)
                or (token_id is not None and actor.token_id == token_id)
            ) and (keep_login is None or actor.login_id != keep_login):
                close(connection, reason)

    after_commit(act)


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


def _deliver(
    event: Event, to: Audience, skip: str | list[str] | None, text: str | None = None
) -> None:
    engine = realtime()
    targets = _targets(to)
    if targets:
        payload = text or event.model_dump_json(by_alias=True)
        engine.socketio.server.manager.broadcast(event.event, payload, targets, skip)
    for subscriber in engine.subscribers.get(type(event), ()):
        subscriber(event)


def _targets(to: Audience) -> str | list[str]:
    if to.room is not None:
        return feed(to.room)
    if to.sockets:
        return list(to.sockets)
    connections = realtime().connections
    ids = connections.members(to.members) if to.members is not None else to.people
    return [one.sid for user_id in ids for one in connections.of_user(user_id)]
