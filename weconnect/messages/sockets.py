"""Socket events of messages."""

from weconnect.engine.realtime.hub.commands import Pending, on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import messages as wire

from . import history as reading_back
from . import service, unread


@on(wire.SendMessage)
def send_message(connection: Connection, command: wire.SendMessage) -> Pending[wire.MessageAck]:
    result = service.submit_message(
        connection.actor,
        command.room,
        command.body,
        command.client_id,
        command.reply_to,
        connection.sid,
        thread=command.thread,
        in_room=command.in_room,
        extras=command.extras,
    )
    return Pending(result)


@on(wire.EditMessage)
def edit_message(connection: Connection, command: wire.EditMessage) -> wire.MessageAck:
    message = service.edit_message(connection.actor, command.message, command.body)
    return wire.MessageAck(message=message)


@on(wire.DeleteMessage)
def delete_message(connection: Connection, command: wire.DeleteMessage) -> wire.MessageAck:
    return wire.MessageAck(message=service.delete_message(connection.actor, command.message))


@on(wire.History, price=5)
def history(connection: Connection, command: wire.History) -> wire.HistoryPage:
    return reading_back.history(connection.actor, command)


@on(wire.Changes, price=5)
def changes(connection: Connection, command: wire.Changes) -> wire.ChangesPage:
    return reading_back.changes(connection.actor, command)


@on(wire.MarkRead)
def mark_read(connection: Connection, command: wire.MarkRead) -> Pending[wire.ReadAck]:
    result = unread.submit_mark(
        connection.actor, command.room, command.seq, connection.sid, command.set_back
    )
    return Pending(result)


@on(wire.MarkUnread)
def mark_unread(connection: Connection, command: wire.MarkUnread) -> wire.ReadAck:
    return unread.mark_unread(connection.actor, command.room, command.seq).ack


@on(wire.MarkAllRead)
def mark_all_read(connection: Connection, _command: wire.MarkAllRead) -> wire.AllReadAck:
    return wire.AllReadAck(rooms=unread.mark_all_read(connection.actor))
