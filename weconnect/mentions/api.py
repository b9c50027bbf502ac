"""REST operations on whom one calls for."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import mentions as wire

from . import service

api = Door("mentions")


@api.route(
    "GET",
    "/rooms/<int:room>/calls",
    query=wire.NamesQuery,
    answer=wire.WouldCall,
    errors=(403,),
)
def would_call(actor: Actor, query: wire.NamesQuery, room: int) -> wire.WouldCall:
    """Whom a message with certain names would call for, and who is named and not in the room."""
    return service.would_call(actor, room, query.names)


@api.route("GET", "/rooms/<int:room>/callers", answer=wire.RoomCallers, errors=(403,))
def get_callers(actor: Actor, room: int) -> wire.RoomCallers:
    """Who may call for everybody in a room."""
    return service.callers(actor, room)


@api.route(
    "PUT",
    "/rooms/<int:room>/callers",
    body=wire.RoomCallers,
    answer=wire.RoomCallers,
    errors=(403,),
)
def set_callers(actor: Actor, body: wire.RoomCallers, room: int) -> wire.RoomCallers:
    """Choose who may call for everybody in a room."""
    return service.set_callers(actor, room, body)
