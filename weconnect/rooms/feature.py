"""Rooms, who is in them, and who may do what there."""

from weconnect.engine.feature import WORKS, Feature
from weconnect.wire.auth import UserChanged

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=(
        "service:init_app",
        "members:init_app",
        "news:init_app",
        "roles:init_app",
        "attention:init_app",
    ),
    pages=("views:blueprint",),
    api=("api:api",),
    subscribers={UserChanged: ("news:people_changed",)},
    ports={"rooms_of": "members:rooms_of"},
    stylesheets=("rooms",),
    templates=("rooms/_templates.html",),
    dialogs=("rooms/_options_dialog.html",),
)
