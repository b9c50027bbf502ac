"""Presence: who is here, away or gone, and who is typing."""

from weconnect.engine.feature import WORKS, Feature
from weconnect.wire.messages import NewMessage

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("service:init_app",),
    sockets=("sockets",),
    subscribers={NewMessage: ("service:message_ends_typing",)},
    ports={
        "presence_changed": "service:presence_changed",
        "people_shown": "service:people_shown",
        "connected": "service:connected",
        "disconnecting": "service:disconnecting",
    },
    stylesheets=("presence",),
    templates=("presence/_templates.html",),
    slots={
        "room_people": ("presence/_link.html",),
        "below_messages": ("presence/_typing.html",),
        "room_aside": ("presence/_people.html",),
    },
)
