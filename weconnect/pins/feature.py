"""Pins: what a room wants everybody to find."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    filters=("filters:IS_PINNED",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    message_parts=("part:Pinned",),
    stylesheets=("pins",),
    dialogs=("pins/_dialogs.html",),
    slots={
        "message": ("pins/_mark.html",),
        "message_menu": ("pins/_menu.html",),
        "message_page": ("pins/_page.html",),
        "room_goto": ("pins/_goto.html",),
        "room_header": ("pins/_header.html",),
        "room_settings": ("pins/_settings.html",),
    },
)
