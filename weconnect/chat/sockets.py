"""Socket events of entering and leaving rooms."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.engine.realtime.hub.membership import join, leave
from weconnect.rooms import access, service
from weconnect.wire.base import RawJson
from weconnect.wire.errors import AppError
from weconnect.wire.messages import JoinedRoom
from weconnect.wire.rooms import JoinRoom, LeaveRoom

from .room_entry import enter_json


@on(JoinRoom, price=6)
def join_room(connection: Connection, command: JoinRoom) -> RawJson[JoinedRoom]:
    if not access.belongs(connection.actor, command.room):
        service.join_room(connection.actor, command.room)
    # First the live feed, then the page: what is posted between the two is in both, not in neither.
    join(connection, command.room)
    try:
        return enter_json(connection.actor, command.room, command.after)
    except AppError:
        leave(connection, command.room)  # removed in the very moment between
        raise


@on(LeaveRoom)
def leave_room(connection: Connection, command: LeaveRoom) -> None:
    access.require_member(connection.actor, command.room)
    leave(connection, command.room)
