"""What becomes of each way in, by who asks.

The rows of a feature stand in its `tests/<feature>/permissions.py`: `REST` by operation, `EVENTS`
by event with what it is given, `FREE`, those of them that tell of no room, and `TOLD`, the server's
events that are not in the first contract (docs/protocol.md), with who gets them.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from weconnect.features import FEATURES

from .processes import ROOT


class Row(NamedTuple):
    """An operation: what it is given (or what makes that, of the id of who asks), and the status
    by who asks; `on` is which of the test's messages it is about.
    """

    body: dict[str, Any] | Callable[[int], dict[str, Any]] | None = None
    outsider: int = 404
    former: int = 404
    member: int = 200
    query: str = ""
    on: str = "message"


DONE: dict[str, Any] = {"outsider": 204, "former": 204, "member": 204}
OWN: dict[str, Any] = {"outsider": 200, "former": 200}
MADE: dict[str, Any] = {"outsider": 201, "former": 201, "member": 201}
GONE: dict[str, Any] = {"member": 204}
# Values that stand for the room and the message of the test.
ROOM, MESSAGE = {"room": 0}, {"message": "message"}
# The same for a message that is a poll.
POLL = {"message": "poll"}
# And for one that asks for a confirmation.
ANNOUNCEMENT = {"message": "announcement"}


def rows(kind: str) -> dict[str, Any]:
    """The rows of all features: `kind` is REST, EVENTS, FREE or TOLD."""
    found: dict[str, Any] = {}
    for feature in FEATURES:
        if (ROOT / "tests" / feature / "permissions.py").exists():
            found |= getattr(import_module(f"tests.{feature}.permissions"), kind, {})
    return found
