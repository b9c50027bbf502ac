"""REST operations on messages that are sent later."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import scheduled as wire
from weconnect.wire.messages import Message

from . import service

PATH = "/scheduled/<int:scheduled>"

api = Door("scheduled")


@api.route("GET", "/scheduled", answer=wire.ScheduledList)
def list_scheduled(actor: Actor) -> wire.ScheduledList:
    """One's own messages that wait for their time."""
    return service.listed(actor)


@api.route(
    "POST",
    "/rooms/<int:room>/scheduled",
    body=wire.PostScheduled,
    answer=wire.Scheduled,
    status=HTTPStatus.CREATED,
    errors=(403, 409),
)
def schedule_message(actor: Actor, body: wire.PostScheduled, room: int) -> wire.Scheduled:
    """Have a message sent later; the same `clientId` changes the one that waits."""
    return service.schedule(actor, room, body)


@api.route(
    "PATCH",
    PATH,
    parts=wire.ScheduledPath,
    body=wire.PatchScheduled,
    answer=wire.Scheduled,
    errors=(403, 409),
)
def edit_scheduled(actor: Actor, body: wire.PatchScheduled, scheduled: int) -> wire.Scheduled:
    """Change what it says, or when it is sent."""
    return service.edit(actor, scheduled, body)


@api.route("POST", f"{PATH}/send", parts=wire.ScheduledPath, answer=Message, errors=(403, 409))
def send_scheduled(actor: Actor, scheduled: int) -> Message:
    """Send it now."""
    message: Message = service.send_now(actor, scheduled)
    return message


@api.route("DELETE", PATH, parts=wire.ScheduledPath, status=HTTPStatus.NO_CONTENT, errors=(409,))
def stop_scheduled(actor: Actor, scheduled: int) -> None:
    """Do not send it: it is gone."""
    service.stop(actor, scheduled)
