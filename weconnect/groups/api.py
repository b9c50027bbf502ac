"""REST operations on groups."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import groups as wire

from . import service

api = Door("groups")


@api.route("GET", "/groups", query=wire.FindGroups, answer=wire.GroupList)
def find_groups(actor: Actor, query: wire.FindGroups) -> wire.GroupList:
    """Groups of people who are called by one name."""
    return service.find(actor, query)


@api.route(
    "POST",
    "/groups",
    body=wire.CreateGroup,
    answer=wire.GroupDetails,
    status=HTTPStatus.CREATED,
    errors=(403, 404, 409),
)
def create_group(actor: Actor, body: wire.CreateGroup) -> wire.GroupDetails:
    """Make a group, for administrators or whoever the team allows."""
    return service.create(actor, body)


@api.route("GET", "/groups/<int:group>", answer=wire.GroupDetails)
def get_group(actor: Actor, group: int) -> wire.GroupDetails:
    """A group with its people."""
    return service.details(actor, group)


@api.route(
    "PATCH", "/groups/<int:group>", body=wire.EditGroup, answer=wire.GroupDetails, errors=(403,)
)
def edit_group(actor: Actor, body: wire.EditGroup, group: int) -> wire.GroupDetails:
    """Give a group another display name."""
    return service.edit(actor, group, body)


@api.route("DELETE", "/groups/<int:group>", status=HTTPStatus.NO_CONTENT, errors=(403,))
def delete_group(actor: Actor, group: int) -> None:
    """Delete a group."""
    service.remove(actor, group)


@api.route(
    "POST",
    "/groups/<int:group>/members",
    body=wire.AddToGroup,
    answer=wire.GroupDetails,
    errors=(403, 409),
)
def add_to_group(actor: Actor, body: wire.AddToGroup, group: int) -> wire.GroupDetails:
    """Have a person in a group; that they are there already is no error."""
    return service.add(actor, group, body.username)


@api.route(
    "DELETE",
    "/groups/<int:group>/members/<int:user>",
    status=HTTPStatus.NO_CONTENT,
    errors=(403,),
)
def take_out_of_group(actor: Actor, group: int, user: int) -> None:
    """Have a person in a group no more, or leave it oneself."""
    service.take_out(actor, group, user)
