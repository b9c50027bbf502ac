"""Emoji: choosing one, writing `:name:`, the team's own pictures, and skin tones."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    ports={"missed": "service:missed"},
    pages=("views:blueprint",),
    api=("api:api",),
    message_parts=("part:TeamEmojis",),
    page_state=("own:page_state",),
    templates=("emoji/_templates.html",),
    dialogs=("emoji/_popover.html", "emoji/_dialogs.html"),
    slots={
        "input": ("emoji/_options.html",),
        "input_buttons": ("emoji/_input_button.html",),
        "account": ("emoji/_link.html",),
    },
)
