"""Encrypted rooms: keys, mail between devices, and what people see of them."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("devices:init_app", "people:init_app"),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    jobs=("cleaning:clean",),
    slots={
        "messages": ("e2ee/_opening.html",),
        "below_messages": ("e2ee/_bar.html",),
        "room_about": ("e2ee/_header.html",),
        "leaving": ("e2ee/_leaving.html",),
        "person": ("e2ee/_person.html",),
        "profile": ("e2ee/_profile.html",),
        "search": ("e2ee/_search.html",),
    },
)
