"""Socket events of polls."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.messages import MessageAck
from weconnect.wire.polls import AddPollOption, EndPoll, Vote

from . import service, voting


@on(Vote)
def vote(connection: Connection, command: Vote) -> MessageAck:
    return MessageAck(message=voting.vote(connection.actor, command.message, command.options))


@on(AddPollOption)
def add_poll_option(connection: Connection, command: AddPollOption) -> MessageAck:
    return MessageAck(message=service.add_option(connection.actor, command.message, command.text))


@on(EndPoll)
def end_poll(connection: Connection, command: EndPoll) -> MessageAck:
    return MessageAck(message=service.end(connection.actor, command.message))
