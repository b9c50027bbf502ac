"""What must hold of every room's log; tests/crash/test_checkers.py proves that these bite."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from weconnect.engine.database.transactions import db
from weconnect.messages.models import Message
from weconnect.rooms.models import Room


class Figures(NamedTuple):
    """How a run went."""

    sent: int
    acknowledged: int
    lost: int
    duplicated: int
    gaps: int

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self._asdict().items())


def gaps(numbers: Iterable[int], upto: int | None = None) -> list[int]:
    """Which of 1, 2, 3, … `upto` (by default the largest) is not there exactly once."""
    counted = Counter(numbers)
    last = max(counted, default=0) if upto is None else upto
    wrong = [number for number in range(1, last + 1) if counted[number] != 1]
    return wrong + [number for number in counted if not 1 <= number <= last]


def check_logs() -> int:
    """Every room of the current app: seq without gaps, no version twice, counters that agree.

    Returns how many messages were looked at.
    """
    db.session.remove()
    rows = db.session.execute(select(Message.__table__)).all()
    rooms = db.session.scalars(select(Room)).all()
    for room in rooms:
        own = [row for row in rows if row.room_id == room.id]
        assert not gaps((row.seq for row in own), room.last_seq), f"seq of room {room.id}"
        versions = Counter(row.version for row in own)
        assert not [one for one, times in versions.items() if times > 1], f"versions of {room.id}"
        assert max(versions, default=0) <= room.version
        assert all(row.version >= row.seq for row in own)
    twice = Counter((row.sender_id, row.client_id) for row in rows)
    assert not [key for key, times in twice.items() if times > 1], "one clientId, two messages"
    db.session.remove()
    return len(rows)
