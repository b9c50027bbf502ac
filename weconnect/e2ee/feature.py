"""Encrypted rooms: keys, mail between devices, and what people see of them."""

from weconnect.engine.feature import Feature

FEATURE = Feature(
    package=__package__,
    pages=("views:blueprint",),
)
