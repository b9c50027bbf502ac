"""Undo: for some seconds one can take back what one sends; the client holds it so long."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("views:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    templates=("undo/_templates.html",),
    slots={
        "input": ("undo/_seconds.html",),
        "profile": ("undo/_profile.html",),
        "sending": ("undo/_form.html",),
    },
)
