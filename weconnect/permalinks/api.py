"""The REST operation on links to messages."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import permalinks as wire

from . import service

api = Door("permalinks")


@api.route("GET", "/messages", query=wire.MessagesQuery, answer=wire.MessageList)
def find_messages(actor: Actor, query: wire.MessagesQuery) -> wire.MessageList:
    """Some messages of one's rooms by their ids, as links name them."""
    return service.find(actor, map(int, query.ids.split(",")))
