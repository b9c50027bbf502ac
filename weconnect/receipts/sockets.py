"""Socket commands of who has read up to where."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import receipts as wire

from . import service


@on(wire.GetReaders)
def room_readers(connection: Connection, command: wire.GetReaders) -> wire.RoomReaders:
    return service.of_room(connection.actor, command.room)


@on(wire.GetThreadReaders)
def thread_readers(connection: Connection, command: wire.GetThreadReaders) -> wire.RoomReaders:
    return service.of_thread(connection.actor, command.room, command.thread)
