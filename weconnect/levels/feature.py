"""Notification levels: what of a room calls for a person, and rooms that are muted."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("service:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    slots={"room_options": ("levels/_options.html",), "profile": ("levels/_profile.html",)},
)
