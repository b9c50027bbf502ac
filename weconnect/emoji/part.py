"""Emojis of the team in messages: nothing hangs on a message, it is only drawn."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from weconnect.messages.parts import Part

from . import drawing


class TeamEmojis(Part):
    """The pictures in what a message says."""

    field = "emojis"

    def draw(self, html: Markup, message: Mapping[str, Any], me: int | None) -> Markup:
        """Pictures in the place of names."""
        return drawing.draw(html)
