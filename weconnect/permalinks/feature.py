"""Links to messages: they lead to the place, and show what they lead to."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("quotes:init_app",),
    api=("api:api",),
    slots={
        "message": ("permalinks/_quotes.html",),
        "messages": ("permalinks/_look_up.html",),
    },
)
