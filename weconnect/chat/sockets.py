"""Socket events of entering and leaving rooms."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.engine.realtime.hub.membership import join, leave
from weconnect.rooms import access, service
from weconnect.wire.base import RawJson
from weconnect.wire.errors import AppError
from weconnect.wire.messages import JoinedRoom
from weconnect.wire.rooms import JoinRoom, LeaveRoom

from .room_entry import entered_json


@on(JoinRoom, price=6)
def join_room(connection: Connection, command: JoinRoom) -> RawJson[JoinedRoom]:
    actor, room = connection.actor, command.room
    visible_from = access.sees_from(actor, room)
    if visible_from is None:
        service.join_room(actor, room)
    # First the live feed, then the page: what is posted between the two is in both, not in neither.
    join(connection, room, visible_from or 0)
    try:
        membership = access.require_membership(actor, room)
        if membership.visible_from_seq != (visible_from or 0):
            # Removed and brought back in the very moment between.
            join(connection, room, membership.visible_from_seq)
        return entered_json(actor, membership, command.after)
    except AppError:
        leave(connection, command.room)  # removed in the very moment between
        raise


@on(LeaveRoom)
def leave_room(connection: Connection, command: LeaveRoom) -> None:
    access.require_member(connection.actor, command.room)
    leave(connection, command.room)
