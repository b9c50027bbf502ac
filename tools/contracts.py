"""Contracts of import-linter that follow from the list of features."""

from typing import Any

from importlinter.contracts.layers import LayersContract

from weconnect.features import FEATURES

BELOW = ["weconnect.engine", "weconnect.wire | weconnect.settings"]


class FeatureOrder(LayersContract):
    """A feature imports those above it in `weconnect/features.py`, and what is below all."""

    def __init__(
        self, name: str, session_options: dict[str, Any], contract_options: dict[str, Any]
    ) -> None:
        layers = [*(f"weconnect.{one}" for one in reversed(FEATURES)), *BELOW]
        super().__init__(name, session_options, {**contract_options, "layers": layers})
