"""Drafts: what people write and have not sent yet, on all of their devices."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("service:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    page_state=("service:page_state",),
    stylesheets=("drafts",),
    templates=("drafts/_templates.html",),
    slots={
        "room_row": ("drafts/_mark.html",),
        "panel": ("drafts/_panel.html",),
        "pages": ("drafts/_page_link.html",),
    },
)
