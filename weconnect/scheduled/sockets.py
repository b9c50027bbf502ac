"""Socket events of messages that are sent later."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import scheduled as wire

from . import service


@on(wire.ScheduleMessage)
def schedule_message(connection: Connection, command: wire.ScheduleMessage) -> wire.Scheduled:
    return service.schedule(connection.actor, command.room, command)


@on(wire.EditScheduled)
def edit_scheduled(connection: Connection, command: wire.EditScheduled) -> wire.Scheduled:
    return service.edit(connection.actor, command.scheduled, command)


@on(wire.SendScheduled)
def send_scheduled(connection: Connection, command: wire.SendScheduled) -> wire.SentScheduled:
    return wire.SentScheduled(message=service.send_now(connection.actor, command.scheduled))


@on(wire.StopScheduled)
def stop_scheduled(connection: Connection, command: wire.StopScheduled) -> None:
    service.stop(connection.actor, command.scheduled)
