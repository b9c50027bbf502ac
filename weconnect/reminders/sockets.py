"""Socket events of reminders."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.reminders import PutReminder, Reminder, ReminderDone, SetReminder

from . import service


@on(SetReminder)
def set_reminder(connection: Connection, command: SetReminder) -> Reminder:
    wish = PutReminder(
        text=command.text, local=command.local, zone=command.zone, repeat=command.repeat
    )
    return service.remind(connection.actor, wish, command.client_id, command.room)


@on(ReminderDone)
def reminder_done(connection: Connection, command: ReminderDone) -> None:
    service.done(connection.actor, command.reminder)
