"""REST operations on one's inbox."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import inbox as wire

from . import service

api = Door("inbox")


@api.route("GET", "/inbox", query=wire.InboxQuery, answer=wire.Inbox)
def get_inbox(actor: Actor, query: wire.InboxQuery) -> wire.Inbox:
    """What concerns one, from all of one's rooms, the newest first."""
    return service.inbox(actor, query)


@api.route("PUT", "/inbox/read", body=wire.InboxReadUpTo, answer=wire.InboxUnread)
def read_all(actor: Actor, body: wire.InboxReadUpTo) -> wire.InboxUnread:
    """Say of all entries up to one that they are read."""
    return service.read_all(actor, body.up_to)


@api.route("PUT", "/inbox/<int:entry>", body=wire.InboxItemState, answer=wire.InboxUnread)
def set_read(actor: Actor, body: wire.InboxItemState, entry: int) -> wire.InboxUnread:
    """Say of an entry that it is read, or is not."""
    return service.set_read(actor, entry, read=body.read)
