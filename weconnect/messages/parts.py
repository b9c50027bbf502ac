"""What hangs on a message: its reactions, its mentions, and whatever a feature adds.

A part is a field of the message on the wire, in a file of `weconnect/wire/parts`. It says how it is
loaded for many messages at once, and what happens to it when a message is written, edited or
deleted; how it is drawn stands in the slot `message` of its feature's manifest, and in its script.
Messages know parts, not their names.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, TypeVar

from flask import Flask
from markupsafe import Markup

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.feature import MANIFESTS
from weconnect.formatting import drawing
from weconnect.wire import messages as wire
from weconnect.wire.body import Body, TextBody

M = TypeVar("M", bound=wire.Message)

_LINK = re.compile(r"</?a\b[^>]*>")
# A row of the table `messages`.
Row = Any


class Posted(NamedTuple):
    """A message's place, who wrote it, and what it says now.

    `foreseen` is what the parts knew of it before the transaction, by their fields.
    """

    room_id: int
    seq: int
    sender_id: int
    body: Body
    foreseen: Mapping[str, Any] = {}
    reply_to: int | None = None
    # The message in whose thread it stands, if it does; and whether it stands in the room.
    thread: int | None = None
    in_room: bool = True
    # When it was written; None where that is not asked.
    at: datetime | None = None
    # What came along with it, by the fields of the parts; None: nothing.
    extras: Mapping[str, Any] | None = None

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

    def fields(self, value: Any) -> Mapping[str, Any]:
        """The fields of the message on the wire that a value stands for."""
        return {self.field: value}

    def foreseen(self, room_id: int, body: Body) -> Any:
        """Before the transaction, in the event loop: what has to be known by then of a message
        that is to be written; None: nothing. `posted` finds it under the part's field.
        """
        return None

    def admit(self, actor: Actor, room_id: int, body: Body, extra: Any) -> None:
        """Within the transaction, before the message is written: what came along with it for this
        part. Raises AppError for what may not.
        """

    def weighs(self, extra: Any) -> int:
        """How many bytes are stored of what came along with a message for this part: they count as
        its author's. The part gives them back when the message, or its room, is deleted.
        """
        return 0

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], Any]:
        """Within the transaction that writes these: the field's values by their places."""
        return {}

    def why_fixed(self, row: Row) -> str | None:
        """Why a message, as a row or as on the wire, can have no other body while this hangs on it:
        a sentence for people; None: it can.
        """
        return None

    def edit_weighs(self, row: Row) -> int:
        """How many bytes are stored besides when a message, as it is before, gets another body:
        they count as its author's, before anything is written. The part gives them back.
        """
        return 0

    def edited(self, row: Row, body: Body) -> None:
        """Within the transaction that gives a message another body; it cannot be refused here."""

    def told(self, row: Row, told: Mapping[str, Any]) -> None:
        """Within the transaction of a change that says what it is: see `Change.told`."""

    def answered(self, root: Row, said: Sequence[Posted], gone: int) -> Mapping[str, Any]:
        """Within the transaction that has written these in the thread of a message, and deleted so
        many there: columns of its row to set."""
        return {}

    def deleted(self, row: Row) -> Mapping[str, Any]:
        """Within the transaction that deletes a message; returns columns of its row to set."""
        return {}

    def draw(self, html: Markup, message: Mapping[str, Any], me: int | None) -> Markup:
        """The HTML of what a message on the wire says, with what this is in it, for a person."""
        return html

    def instead(self, message: Mapping[str, Any]) -> str:
        """What is said of it where only the words of a message on the wire are shown, and it has
        none: in the language of who reads; '': nothing.
        """
        return ""

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
# Those of them that have to know something beforehand.
FORESEEING: list[Part] = []


def load(rows: Sequence[Row]) -> dict[int, dict[str, Any]]:
    """What hangs on these messages: by their ids, the fields that are not as by default."""
    found: dict[int, dict[str, Any]] = {row.id: {} for row in rows}
    for part in PARTS:
        for message_id, value in part.load(rows).items():
            found[message_id] |= part.fields(value)
    return found


def is_plain(body: Body) -> bool:
    """Whether a new message with this body is text on which nothing hangs."""
    return isinstance(body, TextBody) and all(part.is_plain(body) for part in PARTS)


def foreseen(room_id: int, body: Body) -> dict[str, Any]:
    """What the parts have to know of a message before the transaction that writes it."""
    found = {}
    for part in FORESEEING:
        if (value := part.foreseen(room_id, body)) is not None:
            found[part.field] = value
    return found


def admit(actor: Actor, room_id: int, body: Body, extras: Mapping[str, Any]) -> None:
    """Within the transaction that is to write a message: whether this may come along with it.

    Raises AppError if not.
    """
    for part in PARTS:
        if (extra := extras.get(part.field)) is not None:
            part.admit(actor, room_id, body, extra)


def weight(extras: Mapping[str, Any]) -> int:
    """How many bytes are stored of what came along with a message."""
    return sum(part.weighs(extra) for part in PARTS if (extra := extras.get(part.field)))


def edit_weight(row: Row) -> int:
    """How many bytes are stored besides when a message gets another body."""
    return sum(part.edit_weighs(row) for part in PARTS)


def why_fixed(row: Row) -> str | None:
    """Why a message, as a row or as on the wire, can have no other body; None: it can."""
    return next((why for part in PARTS if (why := part.why_fixed(row))), None)


def posted(posts: Sequence[Posted]) -> dict[tuple[int, int], dict[str, Any]]:
    """Within the transaction that writes these: by their places, the fields of their parts."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for part in PARTS:
        for place, value in part.posted(posts).items():
            found.setdefault(place, {}).update(part.fields(value))
    return found


def answered(root: Row, said: Sequence[Posted], gone: int) -> dict[str, Any]:
    """Within the transaction that has written these in the thread of a message, and deleted so
    many there: columns of its row to set."""
    values: dict[str, Any] = {}
    for part in PARTS:
        values |= part.answered(root, said, gone)
    return values


def seen_by(actor: Actor | None, found: list[M]) -> list[M]:
    """Messages as one person sees them; None: as somebody with nothing of their own in them."""
    for part in PARTS:
        found = part.seen_by(actor, found)
    return found


def draw(html: Markup, message: Mapping[str, Any], me: Mapping[str, Any] | None = None) -> Markup:
    """The HTML of what a message says, with what its parts are in it, for the person `me`."""
    for part in PARTS:
        html = part.draw(html, message, me["id"] if me else None)
    return html


def draw_in_link(html: Markup, message: Mapping[str, Any]) -> Markup:
    """The same for what stands in a link itself: without links."""
    return Markup(_LINK.sub("", draw(html, message)))  # noqa: S704  # it was HTML, and tags are gone


def instead(message: Mapping[str, Any]) -> str:
    """What is said of a message on the wire that has no words, where only those are shown."""
    return next((said for part in PARTS if (said := part.instead(message))), "")


def words(message: Mapping[str, Any]) -> str:
    """The words alone of what a message on the wire says, or what it has in their place."""
    return drawing.words(message) or instead(message)


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
    """Take the parts of the features of `app`, and offer filters to templates."""
    app.add_template_filter(draw, "with_parts")
    app.add_template_filter(draw_in_link, "with_parts_in_link")
    app.add_template_filter(words)
    app.add_template_filter(instead)
    PARTS[:] = [make() for make in MANIFESTS.of(app).load("message_parts")]
    FORESEEING[:] = [one for one in PARTS if type(one).foreseen is not Part.foreseen]
