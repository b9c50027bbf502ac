"""Effects that go upward, in two tables: what happens after an event was committed and sent."""

from .chat.admission.connect import refresh_actor
from .engine.realtime.hub.publish import Subscriber
from .messages.activity import note_message
from .messages.newest_page_cache import author_changed
from .presence.service import message_ends_typing
from .rooms.news import people_changed
from .wire.auth import UserChanged
from .wire.base import Event
from .wire.messages import NewMessage

# Once, on the server where it happened.
SUBSCRIBERS: dict[type[Event], list[Subscriber]] = {
    NewMessage: [message_ends_typing, note_message],
    UserChanged: [people_changed],
}

# On each server that has somebody whom it concerns: what is kept in memory.
EVERYWHERE: dict[type[Event], list[Subscriber]] = {
    UserChanged: [refresh_actor, author_changed],
}
