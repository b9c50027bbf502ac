"""What operators use: figures for Prometheus, and commands."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("metrics.views:init_app",),
    pages=("egress.views:blueprint",),
    api=("egress.api:api",),
    commands=(
        "demo.cli:demo",
        "doctor.cli:doctor",
        "egress.cli:egress",
        "jobs:jobs",
        "transfer.cli:backup",
        "transfer.cli:restore",
        "transfer.cli:copy_database",
    ),
    slots={"people": ("operations/_link.html",)},
)
