"""The one place that emits. What a transaction publishes leaves after its commit, in order."""

from typing import Any

import gevent

from weconnect.engine.database.transactions import after_commit
from weconnect.wire.base import Event, RawJson

from .audience import Audience, Skip, people
from .connections import Connection
from .engine import realtime

# How long a socket that is being closed may take to read why.
LAST_WORDS_S = 5.0


def acquaintances(user_id: int) -> Audience:
    """All sockets of everybody who shares a room with a person, and the person's own."""
    return Audience(members=tuple(realtime().ports.rooms_of(user_id)), people=(user_id,))


def publish(
    event: Event, *, to: Audience, skip: Skip = None, written: RawJson[Any] | None = None
) -> None:
    """Send `event` once the transaction under way is on disk; at once if there is none.

    `skip` holds the Socket.IO ids of sockets that need no telling; `written` is the event, if it
    was written before.
    """
    after_commit(realtime().deliver, event, to, skip, written)


def tell_servers(note: str, data: Any, *, to: Audience) -> None:
    """Send a note to the other servers that have somebody of this audience, after the commit.

    There, `Realtime.notes[note]` is called with the room's or the person's id and `data` (JSON).
    """
    after_commit(realtime().delivery.tell, note, to, data)


def disconnect(
    reason: Event,
    user_id: int,
    *,
    login_id: int | None = None,
    token_id: int | None = None,
) -> None:
    """Close a person's sockets, after telling them why: all, or those of a login or a token."""

    def act() -> None:
        connections = realtime().connections
        connections.revocations += 1
        for connection in connections.of_user(user_id):
            actor = connection.actor
            if (login_id is None or actor.login_id == login_id) and (
                token_id is None or actor.token_id == token_id
            ):
                close(connection, reason)

    after_commit(act)
    # They look for themselves which of the person's sockets may stay.
    tell_servers("end", reason.dump_sparse(), to=people([user_id]))


def close(connection: Connection, reason: Event) -> None:
    """Tell one socket why, and close it with its transport. It counts as gone at once."""
    server = realtime().socketio.server
    server.emit(reason.event, reason.dump_sparse(), to=connection.sid)
    transport = server.manager.eio_sid_from_sid(connection.sid, "/")
    server.disconnect(connection.sid)
    gevent.spawn(_hang_up, server, transport)


def _hang_up(server: Any, transport: str) -> None:
    # Waits until the last words have left; whoever does not read them is cut off all the same.
    gevent.with_timeout(LAST_WORDS_S, server.eio.disconnect, transport, timeout_value=None)
