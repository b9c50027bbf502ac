"""Erasing: somebody has all deleted that they said."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    api=("api:api",),
    jobs=("jobs:erase_messages",),
    slots={
        "profile": ("erasing/_profile.html",),
        "room_settings": ("erasing/_room.html",),
    },
)
