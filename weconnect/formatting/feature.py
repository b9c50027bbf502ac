"""Formatting: what a text is made of, and how it is drawn: links, hidden signs, Markdown."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("drawing:init_app",),
    stylesheets=("formatting",),
    templates=("formatting/_templates.html",),
)
