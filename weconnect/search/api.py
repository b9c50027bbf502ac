"""The REST operation of searching."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import search as wire

from . import service

api = Door("search")


@api.route("GET", "/search", query=wire.Search, answer=wire.FoundMessages, errors=(403, 404))
def search(actor: Actor, query: wire.Search) -> wire.FoundMessages:
    """Messages of one's rooms by what they say, newest first.

    Deleted messages are not found, nor those of rooms that one has left. A page that is not
    `complete` goes on with its `before`, also when it is empty: a call looks for about a second.
    """
    return service.search(actor, query)
