"""Slash: commands that people write in the box, as `/topic`; the script does them all."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    templates=("slash/_templates.html",),
    slots={"input": ("slash/_options.html",)},
)
