"""Forwarding: what was said in one room is said in another, as a quote."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    api=("api:api",),
    dialogs=("forwarding/_dialogs.html",),
    slots={
        "message_menu": ("forwarding/_menu.html",),
        "message_page": ("forwarding/_page.html",),
    },
)
