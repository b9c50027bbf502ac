"""Socket events of sections."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import sections as wire

from . import service


@on(wire.MakeSection)
def make_section(connection: Connection, command: wire.MakeSection) -> wire.SectionList:
    return wire.SectionList(sections=service.make(connection.actor, command.name))


@on(wire.EditSection)
def edit_section(connection: Connection, command: wire.EditSection) -> wire.SectionList:
    change = wire.SectionChange(**command.model_dump(exclude={"section"}))
    return wire.SectionList(sections=service.edit(connection.actor, command.section, change))


@on(wire.DeleteSection)
def delete_section(connection: Connection, command: wire.DeleteSection) -> wire.SectionList:
    return wire.SectionList(sections=service.remove(connection.actor, command.section))


@on(wire.PlaceRoom)
def place_room(connection: Connection, command: wire.PlaceRoom) -> wire.Placed:
    return service.place(connection.actor, command.room, command.section)


@on(wire.HideRoom)
def hide_room(connection: Connection, command: wire.HideRoom) -> wire.Placed:
    return service.hide(connection.actor, command.room, hidden=command.hidden)
