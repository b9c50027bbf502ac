"""Switcher: rooms, people and commands, found by any part of their names."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    dialogs=("switcher/_dialogs.html",),
)
