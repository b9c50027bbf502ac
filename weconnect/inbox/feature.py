"""The inbox: mentions, answers and reactions from all rooms, read and unread."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    api=("api:api",),
    message_parts=("part:InboxEntries",),
    jobs=("cleaning:clean",),
    stylesheets=("inbox",),
    dialogs=("inbox/_dialogs.html",),
    slots={"panel": ("inbox/_link.html",), "pages": ("inbox/_page_link.html",)},
)
