"""REST operations on reactions."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire.messages import Message
from weconnect.wire.reactions import FindReactions, ReactionPage, ReactionPath

from . import service

PATH = "/messages/<int:message>/reactions/<emoji>"

api = Door("reactions")


@api.route("GET", "/messages/<int:message>/reactions", query=FindReactions, answer=ReactionPage)
def list_reactions(actor: Actor, query: FindReactions, message: int) -> ReactionPage:
    """Who reacted to a message, first to last."""
    return service.who(actor, message, query)


@api.route("PUT", PATH, parts=ReactionPath, answer=Message, errors=(403, 409))
def put_reaction(actor: Actor, message: int, emoji: str) -> Message:
    """Add one's reaction to a message."""
    return service.add_reaction(actor, message, emoji)


@api.route("DELETE", PATH, parts=ReactionPath, answer=Message, errors=(403,))
def delete_reaction(actor: Actor, message: int, emoji: str) -> Message:
    """Take one's reaction back."""
    return service.remove_reaction(actor, message, emoji)
