"""The REST operation on what goes out."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import operations as wire

from . import service

api = Door("operations")


@api.route("GET", "/egress", answer=wire.Egress, errors=(403,))
def get_egress(actor: Actor) -> wire.Egress:
    """What the server asks of others' servers; for administrators."""
    return service.outgoing(actor)
