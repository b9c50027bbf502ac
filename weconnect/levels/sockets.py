"""Socket events of notification levels."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import levels as wire

from . import service


@on(wire.SetLevel)
def set_level(connection: Connection, command: wire.SetLevel) -> wire.RoomLevel:
    return service.set_level(connection.actor, command.room, command)


@on(wire.SetUsualLevel)
def set_usual_level(connection: Connection, command: wire.SetUsualLevel) -> wire.UsualLevel:
    return service.set_usual(connection.actor, command.level)
