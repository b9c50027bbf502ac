"""Socket events of threads."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import threads as wire

from . import service


@on(wire.ThreadHistory, price=5)
def thread_history(connection: Connection, command: wire.ThreadHistory) -> wire.ThreadPage:
    return service.page(connection.actor, command)


@on(wire.MarkThreadRead)
def mark_thread_read(connection: Connection, command: wire.MarkThreadRead) -> wire.ThreadStanding:
    return service.mark_read(connection.actor, command, connection.sid)


@on(wire.FollowThread)
def follow_thread(connection: Connection, command: wire.FollowThread) -> wire.ThreadStanding:
    return service.follow(connection.actor, command, connection.sid)
