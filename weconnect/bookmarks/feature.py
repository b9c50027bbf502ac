"""Bookmarks: messages that somebody saves for later, for themselves, with a reminder."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    filters=("filters:IS_SAVED",),
    init=("views:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    message_parts=("part:Bookmarks",),
    jobs=("jobs:remind",),
    stylesheets=("bookmarks",),
    dialogs=("bookmarks/_dialogs.html",),
    slots={
        "message": ("bookmarks/_mark.html",),
        "message_menu": ("bookmarks/_menu.html",),
        "message_page": ("bookmarks/_page.html",),
        "pages": ("bookmarks/_page_link.html",),
        "panel": ("bookmarks/_panel.html",),
    },
)
