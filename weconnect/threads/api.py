"""REST operations on threads."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import threads as wire

from . import service
from .followed import followed

THREAD = "/rooms/<int:room>/threads/<int:thread>"

api = Door("threads")


@api.route("GET", "/threads", query=wire.ThreadListQuery, answer=wire.ThreadList)
def list_threads(actor: Actor, query: wire.ThreadListQuery) -> wire.ThreadList:
    """The threads that one follows, those with something unread first."""
    return followed(actor, query)


@api.route(
    "GET",
    f"{THREAD}/messages",
    query=wire.ThreadQuery,
    answer=wire.ThreadPage,
    errors=(403,),
)
def list_thread_messages(
    actor: Actor, query: wire.ThreadQuery, room: int, thread: int
) -> wire.ThreadPage:
    """A page of a thread, oldest first, and how one stands to it."""
    return service.page(actor, wire.ThreadHistory(room=room, thread=thread, **dict(query)))


@api.route(
    "PUT", f"{THREAD}/read", body=wire.ThreadReadUpTo, answer=wire.ThreadStanding, errors=(403,)
)
def mark_thread_read(
    actor: Actor, body: wire.ThreadReadUpTo, room: int, thread: int
) -> wire.ThreadStanding:
    """Mark everything in a thread up to a seq as read."""
    return service.mark_read(actor, wire.MarkThreadRead(room=room, thread=thread, seq=body.seq))


@api.route("PUT", f"{THREAD}/following", answer=wire.ThreadStanding, errors=(403,))
def follow_thread(actor: Actor, room: int, thread: int) -> wire.ThreadStanding:
    """Follow a thread."""
    return service.follow(actor, wire.FollowThread(room=room, thread=thread, on=True))


@api.route("DELETE", f"{THREAD}/following", answer=wire.ThreadStanding, errors=(403,))
def unfollow_thread(actor: Actor, room: int, thread: int) -> wire.ThreadStanding:
    """Follow a thread no more."""
    return service.follow(actor, wire.FollowThread(room=room, thread=thread, on=False))
