"""Snippets: texts that people use again and again, their own and the team's."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    api=("api:api",),
    dialogs=("snippets/_dialogs.html",),
    slots={"account": ("snippets/_link.html",), "toolbar": ("snippets/_tool.html",)},
)
