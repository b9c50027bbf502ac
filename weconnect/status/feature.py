"""Status: what people say of themselves, do not disturb, their local time and working hours."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("views:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    page_state=("service:page_state",),
    stylesheets=("status",),
    dialogs=("status/_dialogs.html",),
    slots={
        "account": ("status/_own.html",),
        "person": ("status/_person.html",),
        "person_row": ("status/_row.html",),
        "room_row": ("status/_row.html",),
        "conversation_about": ("status/_about.html",),
        "input": ("status/_note.html",),
        "profile": ("status/_profile.html",),
    },
)
