"""Composer: what helps with writing, such as marks by keys, lists that go on and a toolbar."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    stylesheets=("composer",),
    slots={
        "input": ("composer/_toolbar.html",),
        "input_buttons": ("composer/_toggle.html",),
    },
)
