"""Previews of links: what is behind them, fetched by the server and shown under the message."""

from weconnect.engine.feature import Feature
from weconnect.wire.words import N_

FEATURE = Feature(
    package=__package__,
    sealed=N_("Links have no previews here: the server would have to see them."),
    init=("views:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    message_parts=("part:Previews",),
    jobs=("jobs:fetch_previews", "jobs:purge_previews"),
    templates=("previews/_templates.html",),
    slots={
        "message": ("previews/_previews.html",),
        "message_page": ("previews/_page.html",),
        "room_settings": ("previews/_settings.html",),
    },
)
