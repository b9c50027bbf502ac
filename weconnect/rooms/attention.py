"""What of a room calls for a person, by what they want to hear of it: defined here, once.

The same stands in `static/js/rooms/attention.js`, and as SQL in `weconnect/messages/room_list.py`;
all three are held to the table in docs/decisions/what-calls-for-people.md.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask


@dataclass(frozen=True)
class Attention:
    """What one sees of a room in the list, and what it adds to the number in the title."""

    # Whether its name is set in bold.
    bold: bool
    # The number beside it, which is added to that in the title.
    count: int
    # How much of that calls for the person: the number is in the accent's colour then.
    calls: int
    # A number that stands there without being added anywhere.
    quiet: int


def attention(level: str, kind: str, unread: int, mentions: int, *, muted: bool) -> Attention:
    """What a room with so much unread calls for."""
    if muted:
        return Attention(False, 0, 0, mentions)
    bold = unread > 0
    if level == "nothing":
        return Attention(bold, 0, 0, mentions)
    if level == "mentions":
        return Attention(bold, mentions, mentions, 0)
    return Attention(bold, unread, unread if kind == "direct" else mentions, 0)


def init_app(app: Flask) -> None:
    """Give templates the filter `attention`, for rooms as the list has them."""
    app.add_template_filter(_of, "attention")


def _of(room: dict[str, Any]) -> Attention:
    # A room that one only looks at stands in no list.
    if "unread" not in room:
        return Attention(False, 0, 0, 0)
    return attention(
        room["level"], room["kind"], room["unread"], room["mentions"], muted=room["muted"]
    )
