"""Socket events of announcements."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.announcements import Confirm

from . import service


@on(Confirm)
def confirm(connection: Connection, command: Confirm) -> None:
    service.confirm(connection.actor, command.message)
