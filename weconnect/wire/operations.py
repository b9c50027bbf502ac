"""What administrators see of the server."""

from typing import Literal

from .base import Model, Seq, Timestamp

EgressState = Literal["public", "listed", "off"]


class EgressDestination(Model):
    """Somebody else's server, and what was asked of it."""

    host: str
    """its name; `?` for what was none, `…` for what was too much to be kept apart"""
    purpose: str
    """what for: `previews`"""
    sent: Seq
    """how many requests went out"""
    failed: Seq
    """how many of these came to nothing"""
    refused: Seq
    """how many did not go out, as they may not"""
    last_at: Timestamp
    """when the last one was"""
    last_why: str | None
    """why the last one failed or was refused, in a word; null: it did not"""


class Egress(Model):
    """The answer to `GET /egress`: what this server asks of others'."""

    state: EgressState
    """what may be reached: all that is `public`, what is `listed`, or nothing: it is `off`"""
    destinations: list[EgressDestination]
    """the 500 that were reached last, the latest first"""
