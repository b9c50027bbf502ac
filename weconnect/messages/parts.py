"""What hangs on a message: its reactions, its mentions, and whatever a feature adds.

A part is a field of the message on the wire, in a file of `weconnect/wire/parts`. It says how it is
loaded for many messages at once, and what happens to it when a message is written, edited or
deleted; how it is drawn stands in the slot `message` of its feature's manifest, and in its script.
Messages know parts, not their names.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from flask import Flask

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.feature import MANIFESTS
from weconnect.wire import messages as wire
from weconnect.wire.body import Body, TextBody

M = TypeVar("M", bound=wire.Message)
# A row of the table `messages`.
Row = Any


class Posted(NamedTuple):
    """A message's place, who wrote it, and what it says now."""

    room_id: int
    seq: int
    sender_id: int
    body: Body

    @property
    def place(self) -> tuple[int, int]:
        """Its room and seq."""
        return self.room_id, self.seq


class Part:
    """A kind of thing that hangs on messages. What a part need not do, does nothing here."""

    # Its field in the Message of the wire.
    field: ClassVar[str]

    def load(self, rows: Sequence[Row]) -> Mapping[int, Any]:
        """The field's values by the messages' ids; those that are left out have the default."""
        return {}

    def is_plain(self, body: TextBody) -> bool:
        """Whether a new message with this body has nothing of it: then `posted` is not asked."""
        return type(self).posted is Part.posted

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], Any]:
        """Within the transaction that writes these: the field's values by their places."""
        return {}

    def edited(self, row: Row, body: Body) -> None:
        """Within the transaction that gives a message another body."""

    def deleted(self, row: Row) -> Mapping[str, Any]:
        """Within the transaction that deletes a message; returns columns of its row to set."""
        return {}

    def size(self, row: Row) -> int:
        """How many characters it adds to a page, roughly."""
        return 0

    def is_personal(self, message: wire.Message) -> bool:
        """Whether some people see it in another way than what was loaded."""
        return False

    def concerns(self, actor: Actor, found: Sequence[wire.Message]) -> bool:
        """Whether the actor sees any of them in another way than everybody."""
        return False

    def seen_by(self, actor: Actor | None, found: list[M]) -> list[M]:
        """The messages as the actor sees them; None: as somebody whom it does not concern."""
        return found


# Those of all features, in their order: the same for each app of a process.
PARTS: list[Part] = []


def load(rows: Sequence[Row]) -> dict[int, dict[str, Any]]:
    """What hangs on these messages: by their ids, the fields that are not as by default."""
    found: dict[int, dict[str, Any]] = {row.id: {} for row in rows}
    for part in PARTS:
        for message_id, value in part.load(rows).items():
            found[message_id][part.field] = value
    return found


def is_plain(body: Body) -> bool:
    """Whether a new message with this body is text on which nothing hangs."""
    return isinstance(body, TextBody) and all(part.is_plain(body) for part in PARTS)


def posted(posts: Sequence[Posted]) -> dict[tuple[int, int], dict[str, Any]]:
    """Within the transaction that writes these: by their places, the fields of their parts."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for part in PARTS:
        for place, value in part.posted(posts).items():
            found.setdefault(place, {})[part.field] = value
    return found


def seen_by(actor: Actor | None, found: list[M]) -> list[M]:
    """Messages as one person sees them; None: as somebody with nothing of their own in them."""
    for part in PARTS:
        found = part.seen_by(actor, found)
    return found


def seen_page(actor: Actor | None, page: wire.HistoryPage) -> wire.HistoryPage:
    """A page as one person sees it; see `seen_by`."""
    return page.model_copy(update={"messages": seen_by(actor, page.messages)})


def is_personal(page: wire.HistoryPage) -> bool:
    """Whether some people see a page in another way than others."""
    return any(part.is_personal(one) for part in PARTS for one in page.messages)


def concerns(actor: Actor, page: wire.HistoryPage) -> bool:
    """Whether the actor sees a page in another way than most."""
    return any(part.concerns(actor, page.messages) for part in PARTS)


def init_app(app: Flask) -> None:
    """Take the parts of the features of `app`."""
    PARTS[:] = [make() for make in MANIFESTS.of(app).load("message_parts")]
