"""Polls: a question to a room, with options to choose from."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    # The options are sealed with the question; the server counts votes for the first, the second …
    sealed=WORKS,
    filters=("filters:HAS_POLL",),
    init=("views:init_app", "stored:init_app", "voting:init_app"),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    message_parts=("part:Polls",),
    jobs=("jobs:end_polls",),
    templates=("polls/_templates.html",),
    dialogs=("polls/_dialogs.html",),
    slots={
        "message": ("polls/_poll.html",),
        "message_page": ("polls/_page.html",),
        "room_goto": ("polls/_goto.html",),
    },
)
