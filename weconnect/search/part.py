"""What a message says, as what the index of words has to know of: nothing of it is seen."""

from collections.abc import Mapping
from typing import Any

from weconnect.engine.database.transactions import db
from weconnect.messages.parts import Part
from weconnect.wire.body import Body

from .index import standing


class Words(Part):
    """Its words are looked for in itself until the index knows them."""

    field = ""

    def edited(self, row: Any, body: Body) -> None:
        """It says something else."""
        standing.note_change(row.id)

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """It says nothing more: an index that holds whole texts is to let go of it."""
        if db.engine.dialect.name == "postgresql":
            standing.note_change(row.id)
        return {}
