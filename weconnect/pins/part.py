"""Pins as what hangs on a message."""

from collections.abc import Mapping, Sequence
from typing import Any

from weconnect.engine.realtime.hub.audience import joined
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.parts import Part
from weconnect.wire.pins import PinsChanged

from .service import take_down


class Pinned(Part):
    """Whether a message is pinned, as its row says."""

    field = "pinned"

    def load(self, rows: Sequence[Any]) -> Mapping[int, bool]:
        """Those that are."""
        return {row.id: True for row in rows if row.pinned}

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """It is taken down."""
        if row.pinned:
            take_down(row)
            publish(PinsChanged(room=row.room_id), to=joined(row.room_id))
        return {"pinned": None}
