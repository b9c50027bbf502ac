"""REST operations on what people say of themselves."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import status as wire

from . import service

api = Door("status")


@api.route("GET", "/me/status", answer=wire.OwnStatus)
def get_own_status(actor: Actor) -> wire.OwnStatus:
    """What one says of oneself."""
    return service.own(actor)


@api.route("PATCH", "/me/status", body=wire.EditStatus, answer=wire.OwnStatus)
def edit_own_status(actor: Actor, body: wire.EditStatus) -> wire.OwnStatus:
    """Say something of oneself: what is named changes, all else stays."""
    return service.change(actor, body)


@api.route("GET", "/statuses", query=wire.FindStatuses, answer=wire.StatusList)
def find_statuses(actor: Actor, query: wire.FindStatuses) -> wire.StatusList:
    """What people say of themselves, of those with whom one shares a room."""
    asked = {int(one) for one in query.users.split(",")}
    return wire.StatusList(statuses=service.of_users(actor, asked))


@api.route("GET", "/users/<int:user>/status", answer=wire.Status)
def get_status(actor: Actor, user: int) -> wire.Status:
    """What a person says of themselves, with whom one shares a room."""
    return service.of_user(actor, user)


@api.route("DELETE", "/users/<int:user>/status", status=HTTPStatus.NO_CONTENT, errors=(403,))
def clear_status(actor: Actor, user: int) -> None:
    """Take away emoji and text: one's own, or as an administrator somebody's."""
    service.clear(actor, user)
