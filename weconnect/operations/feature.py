"""What operators use: figures for Prometheus, and commands."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("metrics.views:init_app",),
    commands=(
        "demo.cli:demo",
        "doctor.cli:doctor",
        "jobs:jobs",
        "transfer.cli:backup",
        "transfer.cli:restore",
        "transfer.cli:copy_database",
    ),
)
