"""Encrypted rooms: keys, mail between devices, and what people see of them."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("devices:init_app",),
    pages=("views:blueprint",),
    api=("api:api",),
    sockets=("sockets",),
    jobs=("cleaning:clean",),
)
