"""What messages said before they were edited, for as long as the team keeps it."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("service:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    message_parts=("part:EditHistory",),
    jobs=("jobs:clean_edit_history",),
    dialogs=("edit_history/_dialogs.html",),
    slots={"message_edited": ("edit_history/_edited.html",)},
)
