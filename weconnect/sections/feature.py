"""Sections: how a person orders their list of rooms, and which conversations are out of it."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("service:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    page_state=("service:page_state",),
    slots={"room_options": ("sections/_options.html",), "rooms_menu": ("sections/_menu.html",)},
)
