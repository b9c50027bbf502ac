"""Effects that go upward, in two tables: what happens after an event was committed and sent."""

from weconnect.chat.connect import refresh_actor
from weconnect.messages.activity import note_message
from weconnect.messages.newest import author_changed
from weconnect.presence.service import message_ends_typing
from weconnect.realtime.publish import Subscriber
from weconnect.rooms.news import people_changed
from weconnect.wire.auth import UserChanged
from weconnect.wire.base import Event
from weconnect.wire.messages import NewMessage

# Once, on the server where it happened.
SUBSCRIBERS: dict[type[Event], list[Subscriber]] = {
    NewMessage: [message_ends_typing, note_message],
    UserChanged: [people_changed],
}

# On each server that has somebody whom it concerns: what is kept in memory.
EVERYWHERE: dict[type[Event], list[Subscriber]] = {
    UserChanged: [refresh_actor, author_changed],
}
