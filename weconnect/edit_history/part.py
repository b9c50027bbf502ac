"""What a message said before, as what hangs on it: kept with each edit, gone with its deletion."""

from collections.abc import Mapping
from typing import Any

from weconnect.messages.parts import Part
from weconnect.wire.body import Body

from . import service


class EditHistory(Part):
    """Nothing of it stands in the message: who wants to see it asks."""

    field = ""

    def edit_weighs(self, row: Any) -> int:
        """What it said, and its row."""
        return service.weight(row)

    def edited(self, row: Any, body: Body) -> None:
        """What it said is kept."""
        service.keep(row)

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """All that it ever said is gone."""
        service.forget(row)
        return {}
