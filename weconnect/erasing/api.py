"""REST operations on having all deleted that one has said."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.session import address
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import erasing as wire

from . import service

PATH = "/me/messages/deletion"

api = Door("erasing")


@api.route(
    "POST",
    PATH,
    body=wire.StartErasing,
    answer=wire.Erasure,
    status=HTTPStatus.ACCEPTED,
    errors=(403, 404, 409),
)
def start_erasing(actor: Actor, body: wire.StartErasing) -> wire.Erasure:
    """Have all deleted that one has said, in one room or in all that one is in."""
    return service.start(actor, body.password, body.room, address())


@api.route("GET", PATH, answer=wire.ErasureState)
def erasing_state(actor: Actor) -> wire.ErasureState:
    """How far that is."""
    return service.state(actor)
