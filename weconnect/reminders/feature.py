"""Reminders: what somebody wants to be told at a time, once or again and again."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    # What is to be reminded of in an encrypted room says no more than which room that is.
    sealed=WORKS,
    init=("views:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    jobs=("jobs:remind",),
    templates=("reminders/_templates.html",),
    slots={
        "account": ("reminders/_link.html",),
        "inbox": ("reminders/_inbox.html",),
        "inbox_dialog": ("reminders/_due.html",),
        "below_messages": ("reminders/_due.html",),
        "pages": ("reminders/_page_link.html",),
        "panel": ("reminders/_panel.html",),
    },
)
