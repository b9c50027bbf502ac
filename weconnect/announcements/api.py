"""REST operations on announcements. `POST /rooms/{room}/messages` makes one."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import announcements as wire

from . import service, standing

api = Door("announcements")


@api.route("GET", "/announcements", answer=wire.OpenAnnouncements)
def list_announcements(actor: Actor) -> wire.OpenAnnouncements:
    """What one is asked to confirm, and has not."""
    return service.open_for(actor)


@api.route(
    "PUT",
    "/messages/<int:message>/confirmation",
    parts=wire.AnnouncementPath,
    status=HTTPStatus.NO_CONTENT,
    errors=(403,),
)
def confirm(actor: Actor, message: int) -> None:
    """Confirm that one has read a message."""
    service.confirm(actor, message)


@api.route(
    "GET",
    "/messages/<int:message>/confirmations",
    parts=wire.AnnouncementPath,
    query=wire.ConfirmationsQuery,
    answer=wire.ConfirmationsPage,
    errors=(403,),
)
def list_confirmations(
    actor: Actor, query: wire.ConfirmationsQuery, message: int
) -> wire.ConfirmationsPage:
    """Who has confirmed a message, or who has not; in pages."""
    return standing.standing(actor, message, query)


@api.route(
    "PUT",
    "/rooms/<int:room>/announcing",
    parts=wire.AnnouncingPath,
    body=wire.SetAnnouncing,
    status=HTTPStatus.NO_CONTENT,
    errors=(403,),
)
def set_announcing(actor: Actor, body: wire.SetAnnouncing, room: int) -> None:
    """Say who may ask for confirmations in a room."""
    service.set_announcing(actor, room, body.announcing)
