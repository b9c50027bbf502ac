"""What the database knows, for a server that may have missed what Redis should have brought."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Any

from weconnect.auth.people import directory
from weconnect.engine.database.transactions import snapshot
from weconnect.engine.realtime.cluster.feeds import Change, Mark
from weconnect.messages import activity, backlog
from weconnect.wire.auth import Closing, User

from . import sweep


class ClusterStore:
    """Asked by the broker (see `engine/realtime/cluster/broker.py`)."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Have all that is asked within it be of one moment."""
        return snapshot()

    def marks(self, rooms: Collection[int]) -> dict[int, Mark]:
        """How far these rooms are; those that are gone are left out."""
        return backlog.marks(rooms)

    def changes(self, room_id: int, since: Mark, until: Mark) -> list[Change]:
        """What changed in a room between the two."""
        return backlog.changes(room_id, since, until)

    def expel(self, room_id: int) -> None:
        """Take the room's feed from the sockets here of whoever is no member any more."""
        sweep.expel(room_id)

    def recheck(self, user_ids: Collection[int], reason: Any = None) -> None:
        """Close sockets of these people whose login has ended; correct which rooms are theirs.

        `reason` is a Closing as JSON; by default they expired.
        """
        sweep.recheck(user_ids, Closing.model_validate(reason) if reason else sweep.EXPIRED)

    def overlooked(self, seconds: float) -> None:
        """Tell sockets elsewhere of rooms with messages of the last so many seconds."""
        activity.note_recent(seconds)

    def users(self, ids: Collection[int]) -> Collection[User]:
        """These people."""
        return directory.people(ids).values()
