"""Reactions: an emoji of a person on a message."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    filters=("filters:HAS_REACTION",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    message_parts=("part:Reactions",),
    init=("views:init_app",),
    templates=("reactions/_templates.html",),
    dialogs=("reactions/_dialogs.html",),
    slots={
        "message": ("reactions/_row.html",),
        "message_actions": ("reactions/_action.html",),
        "message_menu": ("reactions/_menu.html",),
        "message_page": ("reactions/_page.html",),
    },
)
