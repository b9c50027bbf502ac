"""Catching up: what is unread in all rooms, one room after the other."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    slots={"rooms_menu": ("catch_up/_menu.html",)},
)
