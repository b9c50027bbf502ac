"""Socket events of presence."""

from weconnect.engine.limits import budget
from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.rooms import access
from weconnect.wire.presence import SetPresence, Typing

from .service import presence_board, set_away


@on(Typing)
def typing(connection: Connection, command: Typing) -> None:
    if command.room not in connection.rooms:
        access.require_member(connection.actor, command.room)
    listeners = realtime().connections.listeners(command.room)
    budget.charge(connection.actor.id, listeners / budget.SOCKETS_PER_MS)
    if command.typing:
        presence_board().typing(connection.actor.user, command.room)
    else:
        presence_board().stopped_typing(connection.actor.user, command.room)


@on(SetPresence)
def set_presence(connection: Connection, command: SetPresence) -> None:
    set_away(connection, away=command.state == "away")
