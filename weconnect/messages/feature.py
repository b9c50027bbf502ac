"""Messages: the log, the history, what is unread, how they are drawn."""

from weconnect.engine.feature import WORKS, Feature
from weconnect.wire.auth import UserChanged
from weconnect.wire.messages import MessageChanged, NewMessage

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    filters=("filters:HAS_LINK", "filters:IS_UNREAD", "filters:IS_MENTION"),
    init=(
        "parts:init_app",
        "log:init_app",
        "read_marks:init_app",
        "newest_page_cache:init_app",
        "activity:init_app",
        "stored:init_app",
    ),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    jobs=("backfill:fold_messages",),
    subscribers={
        NewMessage: ("activity:note_message",),
        MessageChanged: ("activity:note_changed",),
    },
    everywhere={UserChanged: ("newest_page_cache:author_changed",)},
    stylesheets=("messages", "cards", "actions", "input"),
    templates=("messages/_templates.html",),
    dialogs=("messages/_dialogs.html",),
)
