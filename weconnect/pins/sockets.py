"""Socket events of pins."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.messages import MessageAck
from weconnect.wire.pins import MovePin, PinMessage

from . import service


@on(PinMessage)
def pin_message(connection: Connection, command: PinMessage) -> MessageAck:
    message = service.pin_message(connection.actor, command.message, on=command.on)
    return MessageAck(message=message)


@on(MovePin)
def move_pin(connection: Connection, command: MovePin) -> None:
    service.move_pin(connection.actor, command.message, command.place)
