"""Mentions: a message calls for people by `@name`."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    api=("api:api",),
    message_parts=("part:Mentions",),
    templates=("mentions/_templates.html",),
    stylesheets=("mentions",),
    slots={
        "input": ("mentions/_options.html",),
        "room_settings": ("mentions/_settings.html",),
    },
)
