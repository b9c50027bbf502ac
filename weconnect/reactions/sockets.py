"""Socket events of reactions."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.messages import MessageAck
from weconnect.wire.reactions import ListReactions, React, ReactionPage, Unreact

from . import service


@on(React)
def react(connection: Connection, command: React) -> MessageAck:
    message = service.add_reaction(connection.actor, command.message, command.emoji)
    return MessageAck(message=message)


@on(Unreact)
def unreact(connection: Connection, command: Unreact) -> MessageAck:
    message = service.remove_reaction(connection.actor, command.message, command.emoji)
    return MessageAck(message=message)


@on(ListReactions)
def list_reactions(connection: Connection, command: ListReactions) -> ReactionPage:
    return service.who(connection.actor, command.message, command)
