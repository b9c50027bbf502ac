"""What becoming a member, or none any more, and joining a live feed mean for somebody's sockets."""

from weconnect.engine.database.transactions import after_commit

from .audience import feed, people
from .connections import Connection
from .engine import realtime
from .publish import tell_servers


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
    connections.revocations += 1
    connections.forget_member(room_id, user_id)
    for connection in connections.of_user(user_id):
        leave(connection, room_id)


def has_other_socket(user_id: int, sid: str | None) -> bool:
    """Whether a person has a socket beside the one with this Socket.IO id."""
    engine = realtime()
    for one in engine.connections.of_user(user_id):
        if one.sid != sid:
            return True
    return engine.delivery.may_be_elsewhere(user_id)


def join(connection: Connection, room_id: int, since: int = 0) -> None:
    """Give a socket the live feed of a room: of messages whose seq is `since` or higher."""
    engine = realtime()
    engine.delivery.open(room_id)
    if engine.connections.get(connection.sid) is not connection:
        engine.delivery.close_unless_joined(room_id)  # the socket is gone meanwhile
        return
    first = engine.connections.join(connection, room_id, since)
    engine.socketio.server.enter_room(connection.sid, feed(room_id))
    if first:
        engine.arrivals.add(room_id, connection.actor.user, came=True)


def leave(connection: Connection, room_id: int) -> None:
    """Take a room's live feed from a socket."""
    engine = realtime()
    engine.socketio.server.leave_room(connection.sid, feed(room_id))
    if engine.connections.leave(connection, room_id):
        engine.arrivals.add(room_id, connection.actor.user, came=False)
