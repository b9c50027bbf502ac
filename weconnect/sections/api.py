"""REST operations on sections of the list of rooms."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import sections as wire

from . import service

api = Door("sections")


@api.route("GET", "/sections", answer=wire.SectionList)
def list_sections(actor: Actor) -> wire.SectionList:
    """The sections of one's list of rooms, in their order."""
    return wire.SectionList(sections=service.sections(actor))


@api.route(
    "POST",
    "/sections",
    body=wire.NewSection,
    answer=wire.SectionList,
    status=HTTPStatus.CREATED,
    errors=(403,),
)
def make_section(actor: Actor, body: wire.NewSection) -> wire.SectionList:
    """Make a section; of one name there is one."""
    return wire.SectionList(sections=service.make(actor, body.name))


@api.route(
    "PATCH",
    "/sections/<int:section>",
    body=wire.SectionChange,
    answer=wire.SectionList,
    errors=(403,),
)
def edit_section(actor: Actor, body: wire.SectionChange, section: int) -> wire.SectionList:
    """Change a section's name or place, or fold it."""
    return wire.SectionList(sections=service.edit(actor, section, body))


@api.route("DELETE", "/sections/<int:section>", answer=wire.SectionList, errors=(403,))
def delete_section(actor: Actor, section: int) -> wire.SectionList:
    """Take a section away; the rooms in it stay."""
    return wire.SectionList(sections=service.remove(actor, section))


@api.route(
    "PUT", "/rooms/<int:room>/section", body=wire.RoomPlace, answer=wire.Placed, errors=(403,)
)
def place_room(actor: Actor, body: wire.RoomPlace, room: int) -> wire.Placed:
    """Put a room into a section."""
    return service.place(actor, room, body.section)


@api.route(
    "PUT", "/rooms/<int:room>/hidden", body=wire.RoomHidden, answer=wire.Placed, errors=(403,)
)
def hide_room(actor: Actor, body: wire.RoomHidden, room: int) -> wire.Placed:
    """Take a direct conversation out of one's list until somebody says something in it."""
    return service.hide(actor, room, hidden=body.hidden)
