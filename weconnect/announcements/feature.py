"""Announcements: messages that members are asked to confirm, with who has and who has not."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    message_parts=("part:Announcements",),
    jobs=("jobs:remind_to_confirm",),
    templates=("announcements/_templates.html",),
    dialogs=("announcements/_dialogs.html",),
    slots={
        "message": ("announcements/_confirm.html",),
        "message_page": ("announcements/_page.html",),
        "inbox_item": ("announcements/_inbox.html",),
        "room_settings": ("announcements/_settings.html",),
        "panel": ("announcements/_panel.html",),
        "pages": ("announcements/_page_link.html",),
    },
)
