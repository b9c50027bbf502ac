"""Read receipts: who has read up to where, told to those who show it themselves."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("live:init_app", "message_readers:init_app", "views:init_app"),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    stylesheets=("receipts",),
    templates=("receipts/_templates.html",),
    dialogs=("receipts/_dialogs.html",),
    slots={
        "message_menu": ("receipts/_menu.html",),
        "message_page": ("receipts/_page.html",),
        "room_settings": ("receipts/_settings.html",),
        "profile": ("receipts/_profile.html",),
    },
)
