"""Groups: people who are called by one name, `@support`."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("service:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    slots={"people": ("groups/_link.html",)},
)
