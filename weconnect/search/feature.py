"""Search: finding what was said."""

from weconnect.engine.feature import Feature
from weconnect.wire.messages import MessageChanged, NewMessage
from weconnect.wire.words import N_

FEATURE = Feature(
    package=__package__,
    sealed=N_("Search in all rooms leaves them out: your browser searches each from within."),
    init=("queue:init_app", "following:init_app"),
    message_parts=("part:Words",),
    subscribers={
        NewMessage: ("following:note_message",),
        MessageChanged: ("following:note_changed",),
    },
    jobs=("index.building:index_messages",),
    pages=("views:blueprint",),
    api=("api:api",),
    slots={
        "pages": ("search/_page_link.html",),
        "room_header": ("search/_header.html",),
        "find_room": ("search/_find_room.html",),
    },
)
