"""Socket events of what people say of themselves."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.status import SetStatus, StatusAck

from . import service


@on(SetStatus)
def set_status(connection: Connection, command: SetStatus) -> StatusAck:
    return StatusAck(status=service.change(connection.actor, command))
