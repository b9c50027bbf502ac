"""Socket events of drafts."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import drafts as wire

from . import service


@on(wire.SaveDraft)
def save_draft(connection: Connection, command: wire.SaveDraft) -> wire.SavedDraft:
    return service.save(connection.actor, command.room, command)
