"""Mentions: a message calls for people by `@name`."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    message_parts=("part:Mentions",),
    templates=("mentions/_templates.html",),
    slots={"input": ("mentions/_options.html",)},
)
