"""Scheduled: messages that are sent later, at a time that their author chooses."""

from weconnect.engine.feature import Feature
from weconnect.wire.words import N_

FEATURE = Feature(
    package=__package__,
    sealed=N_("Nothing is sent later here: only your devices can encrypt it, and may be off."),
    init=("sender:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    serving=("sender:serve",),
    page_state=("service:page_state",),
    dialogs=("scheduled/_dialogs.html",),
    slots={
        "quiet_note": ("scheduled/_offer.html",),
        "input_buttons": ("scheduled/_menu.html",),
        "panel": ("scheduled/_panel.html",),
        "pages": ("scheduled/_page_link.html",),
    },
)
