"""What the parts of a cluster's server ask of each other, and of the features' database."""

from collections.abc import Callable, Collection
from typing import Any, Protocol

from .channels import Channel
from .feeds import FeedStore

# Hears a note: (the number of its channel, data, the server that sent it).
HearNote = Callable[[int, Any, str], None]


class Notes(Protocol):
    """Takes notes for other servers."""

    def note(
        self,
        channel: Channel,
        kind: str,
        data: Any,
        *,
        useful_s: float = float("inf"),
        answered: Callable[[int], None] | None = None,
    ) -> None:
        """Send a note (JSON) to those who listen to a channel; never waits.

        It is dropped if it cannot leave within `useful_s`; `answered` is told how many servers it
        reached, this one included if it listens.
        """


class Versioned(Protocol):
    """An event that is `ordered`: a change of a message, and which of the room's changes it is."""

    @property
    def version(self) -> int: ...

    @property
    def seq(self) -> int: ...


class Store(FeedStore, Protocol):
    """What the database knows, asked of the features when Redis may have lost something."""

    def recheck(self, user_ids: Collection[int], reason: Any = None) -> None:
        """Close sockets of these people whose login has ended; correct which rooms are theirs.

        `reason` is the event that tells them why, as JSON (`Model.dump`); by default they expired.
        """

    def overlooked(self, seconds: float) -> None:
        """Tell sockets elsewhere of rooms with messages of the last so many seconds."""

    def users(self, ids: Collection[int]) -> Collection[Any]:
        """These people, each a `hub.ports.Person`."""
