"""Threads: what is said about a message, beside the room."""

from weconnect.engine.feature import WORKS, Feature
from weconnect.wire.messages import MessageChanged, NewMessage

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    filters=("filters:IS_THREAD",),
    init=("activity:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    subscribers={
        NewMessage: ("activity:note_said",),
        MessageChanged: ("activity:note_said",),
    },
    message_parts=("part:Threads",),
    stylesheets=("threads",),
    dialogs=("threads/_dialogs.html",),
    slots={
        "message": ("threads/_line.html",),
        "message_actions": ("threads/_action.html",),
        "message_page": ("threads/_page.html",),
        "panel": ("threads/_link.html",),
        "pages": ("threads/_page_link.html",),
    },
)
