"""What happened during a run, as its clients saw it: written down first, judged afterwards."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Message = dict[str, Any]


class Heard(NamedTuple):
    """A live event."""

    at: float
    event: str
    data: dict[str, Any]


class Answered(NamedTuple):
    """An acknowledgement: a message as posted or edited, and when that was asked for first."""

    asked: float
    at: float
    message: Message


@dataclass
class Visit:
    """One connection of one client."""

    server: int
    opened: float
    # The version of each room at the moment it was joined.
    entered: dict[int, int] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    closed: float | None = None


@dataclass
class Witness:
    """One client, and all that it ever learned."""

    name: str
    user_id: int
    # The rooms whose every message it has to see.
    rooms: set[int]
    visits: list[Visit] = field(default_factory=list)
    view: dict[int, dict[int, Message]] = field(default_factory=dict)
    # When it first saw what: (room, seq).
    seen: dict[tuple[int, int], float] = field(default_factory=dict)
    # From when on it must hear nothing more of a room.
    removed: dict[int, float] = field(default_factory=dict)
    # How long it was away each time, in seconds: from losing a connection to being complete again.
    away: list[float] = field(default_factory=list)
    # What it was given when it asked for what is none of its business.
    given: list[Any] = field(default_factory=list)


@dataclass
class History:
    """A whole run."""

    witnesses: list[Witness] = field(default_factory=list)
    # When each clientId was first sent.
    sent: dict[str, float] = field(default_factory=dict)
    acknowledged: list[Answered] = field(default_factory=list)
    edited: list[Answered] = field(default_factory=list)
    # What was acknowledged and was not in the database at that moment.
    unfounded: list[Message] = field(default_factory=list)
    # What was not acknowledged long after everything was well again.
    stuck: list[Any] = field(default_factory=list)
    # Answers that a healthy server does not give to what these clients ask for.
    refused: list[Any] = field(default_factory=list)
    # At the end, by room: the rows of the database, and what each server tells who asks anew.
    stored: dict[int, list[Message]] = field(default_factory=dict)
    fresh: list[dict[int, list[Message]]] = field(default_factory=list)
