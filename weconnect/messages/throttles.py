"""How fast people may post, and how fast a room may fill."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.limits import budget, rate_limit
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.rooms.members import rooms_of

# Pasting line by line stays below; a loop does not.
POSTS = rate_limit.rule("200 per 10 seconds", often=True)
# More than anybody could read, however many people write.
ROOM_POSTS = rate_limit.rule("1000 per 10 seconds", often=True)
# A hand sets a mark back now and then; it is told to all of one's windows.
UNREAD = rate_limit.rule("60 per minute", often=True)
# It is told for each room.
ALL_READ = rate_limit.rule("10 per minute")


def count_post(actor: Actor, room_id: int) -> None:
    """Raise RateLimited if the actor, or the room, posts faster than people can read.

    To others than its members a room's limit tells nothing, and they cannot use it up.
    """
    rate_limit.hit(POSTS, "posts", actor.id)
    if rate_limit.is_on() and room_id in (
        realtime().connections.rooms_of(actor.id) or rooms_of(actor.id)
    ):
        rate_limit.hit(ROOM_POSTS, "room", room_id)
        _charge(actor, room_id)


def count_change(actor: Actor | None, room_id: int) -> None:
    """The same for an edit, a deletion or a reaction in a room of the actor's, as the room goes;
    what the server does by itself (None) is not counted."""
    if actor is not None and rate_limit.is_on():
        rate_limit.hit(ROOM_POSTS, "room", room_id)
        _charge(actor, room_id)


def _charge(actor: Actor, room_id: int) -> None:
    """What it costs to tell everybody who looks at the room."""
    listeners = realtime().connections.listeners(room_id)
    budget.charge(actor.id, listeners / budget.SOCKETS_PER_MS)
