"""REST operations on notification levels."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import levels as wire

from . import service

PATH = "/rooms/<int:room>/level"

api = Door("levels")


@api.route("GET", PATH, answer=wire.RoomLevel, errors=(403,))
def get_level(actor: Actor, room: int) -> wire.RoomLevel:
    """What of a room calls for one."""
    return service.level(actor, room)


@api.route("PUT", PATH, body=wire.ChooseLevel, answer=wire.RoomLevel, errors=(403,))
def set_level(actor: Actor, body: wire.ChooseLevel, room: int) -> wire.RoomLevel:
    """Choose what of a room calls for one, and whether it is muted."""
    return service.set_level(actor, room, body)


@api.route("GET", "/me/level", answer=wire.UsualLevel)
def get_usual_level(actor: Actor) -> wire.UsualLevel:
    """The level of all rooms where one has chosen none."""
    return wire.UsualLevel(level=service.usual(actor))


@api.route("PUT", "/me/level", body=wire.UsualLevel, answer=wire.UsualLevel)
def set_usual_level(actor: Actor, body: wire.UsualLevel) -> wire.UsualLevel:
    """Choose the level of all rooms where one has chosen none."""
    return service.set_usual(actor, body.level)
