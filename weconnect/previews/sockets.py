"""Socket events of previews."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.messages import MessageAck
from weconnect.wire.previews import RemovePreview

from . import service


@on(RemovePreview)
def remove_preview(connection: Connection, command: RemovePreview) -> MessageAck:
    message = service.remove(connection.actor, command.message, command.preview)
    return MessageAck(message=message)
