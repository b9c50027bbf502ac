"""The REST operation of searching."""

from weconnect import throttle
from weconnect.auth.actor import Actor
from weconnect.rest.door import Door
from weconnect.wire import search as wire

from . import service

api = Door("search")

# A search reads many messages: typing ahead stays below, a crawler does not.
SEARCHES = throttle.rule("30 per 10 seconds", often=True)


@api.route("GET", "/search", query=wire.Search, answer=wire.FoundMessages, errors=(403, 404))
def search(actor: Actor, query: wire.Search) -> wire.FoundMessages:
    """Messages of one's rooms by what they say, newest first.

    Deleted messages are not found, nor those of rooms that one has left. A page that is not
    `complete` goes on with its `before`, also when it is empty: a call looks for about a second.
    """
    throttle.hit(SEARCHES, "search", actor.id)
    return service.search(actor, query)
