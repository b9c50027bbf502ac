"""Taking a message back before it is sent."""

from typing import Literal

from .base import Model


class UndoSend(Model):
    """For how long one's clients hold a message back before they send it."""

    seconds: Literal[0, 5, 10, 20]
    """0: it is sent at once"""
