"""REST operations on reminders."""

from http import HTTPStatus
from uuid import uuid4

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import reminders as wire

from . import service

PATH = "/reminders/<int:reminder>"

api = Door("reminders")


@api.route("GET", "/reminders", answer=wire.Reminders)
def list_reminders(actor: Actor) -> wire.Reminders:
    """All that one wants to be reminded of."""
    return service.listed(actor)


@api.route(
    "POST",
    "/reminders",
    body=wire.PostReminder,
    answer=wire.Reminder,
    status=HTTPStatus.CREATED,
    errors=(403, 404, 409),
)
def make_reminder(actor: Actor, body: wire.PostReminder) -> wire.Reminder:
    """Be reminded of something, once or again and again."""
    return service.remind(actor, body, body.client_id or str(uuid4()), body.room)


@api.route(
    "PUT",
    PATH,
    parts=wire.ReminderPath,
    body=wire.PutReminder,
    answer=wire.Reminder,
    errors=(403,),
)
def change_reminder(actor: Actor, body: wire.PutReminder, reminder: int) -> wire.Reminder:
    """Have a reminder say something else, or at another time."""
    return service.change(actor, reminder, body)


@api.route("POST", f"{PATH}/done", parts=wire.ReminderPath, status=HTTPStatus.NO_CONTENT)
def reminder_done(actor: Actor, reminder: int) -> None:
    """One has seen a reminder that was due: it is gone, or waits for its next time."""
    service.done(actor, reminder)


@api.route("DELETE", PATH, parts=wire.ReminderPath, status=HTTPStatus.NO_CONTENT)
def forget_reminder(actor: Actor, reminder: int) -> None:
    """Be reminded of something no longer."""
    service.forget(actor, reminder)
