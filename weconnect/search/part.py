"""What a message says, as what the index of words has to know of: nothing of it is seen."""

from typing import Any

from weconnect.messages.parts import Part
from weconnect.wire.body import Body

from .index import standing


class Words(Part):
    """Its words are looked for in itself until the index knows them."""

    field = ""

    def edited(self, row: Any, body: Body) -> None:
        """It says something else."""
        standing.note_change(row.id)
