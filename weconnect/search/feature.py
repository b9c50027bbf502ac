"""Search: finding what was said."""

from weconnect.engine.feature import Feature

FEATURE = Feature(
    package=__package__,
    init=("queue:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
)
