"""REST operations on taking messages back."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire.undo import UndoSend

from . import service

api = Door("undo")


@api.route("GET", "/me/undo", answer=UndoSend)
def get_undo(actor: Actor) -> UndoSend:
    """For how long one's clients hold a message back before they send it."""
    return service.own(actor)


@api.route("PUT", "/me/undo", body=UndoSend, answer=UndoSend)
def put_undo(actor: Actor, body: UndoSend) -> UndoSend:
    """Choose that."""
    return service.choose(actor, body)
