"""The channels of a cluster, and which of them a server listens to.

A room's live feed, a room's members and a person have one each: a server listens only while
somebody connected to it is concerned. Beside those, each server has one of its own, and all share
one.
"""

import time
from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from gevent.event import Event

from weconnect.engine.realtime.hub.connections import Part

# How long somebody waits until a subscription holds.
PATIENCE_S = 0.25
# A subscription is kept for a while after the last one left: pages are loaded again.
KEPT_S = 5.0


class Subscriptions(Protocol):
    """What Redis is reached by."""

    def is_confirmed(self, channel: str) -> bool:
        """Whether what is published on a channel comes in."""

    @property
    def up(self) -> bool:
        """Whether it works, as far as one knows."""

    def subscribe(self, channel: str) -> None:
        """Listen to a channel."""

    def unsubscribe(self, channel: str) -> None:
        """Listen no longer."""


class Channel(NamedTuple):
    """What a channel is for; `key` is an id, of a server in hexadecimal digits."""

    part: Part | Literal["server", "servers"]
    key: int | str

    @property
    def number(self) -> int:
        """The id of a room or a person; 0 for servers."""
        return self.key if isinstance(self.key, int) else 0


ALL_SERVERS = Channel("servers", "all")


class Channels:
    """The channels of one server; those of other clusters on the same Redis have other names."""

    def __init__(self, cluster: str, pubsub: Subscriptions) -> None:
        self._prefix = f"wc:{cluster}:"
        self._pubsub = pubsub
        self._ending: dict[Channel, float] = {}
        self._awaited: dict[Channel, Event] = {}

    def name(self, channel: Channel) -> str:
        """How Redis knows a channel."""
        return f"{self._prefix}{channel.part}:{channel.key}"

    def read(self, name: str) -> Channel:
        """Which channel a name is of; only for names that were made by `name`."""
        part, _, key = name[len(self._prefix) :].partition(":")
        return Channel(part, int(key) if part in {"room", "members", "person"} else key)  # type: ignore[arg-type]

    def begin(self, channel: Channel) -> None:
        """Listen from now on."""
        self._ending.pop(channel, None)
        self._pubsub.subscribe(self.name(channel))

    def end(self, channel: Channel) -> None:
        """Listen no longer, after a while."""
        self._ending[channel] = time.monotonic() + KEPT_S

    def tidy(self, forget: Callable[[Channel], None]) -> None:
        """Let go of the channels whose while is over."""
        now = time.monotonic()
        for channel in [one for one, due in self._ending.items() if due <= now]:
            del self._ending[channel]
            self._pubsub.unsubscribe(self.name(channel))
            forget(channel)

    def wait(self, channel: Channel, *, is_done: bool | None = None) -> None:
        """Wait for `arrived`, but never long, nor for a Redis that is away.

        `is_done`: whether it has arrived already; None: whether the subscription holds.
        """
        if is_done is None:
            is_done = self._pubsub.is_confirmed(self.name(channel))
        if self._pubsub.up and not is_done:
            self._awaited.setdefault(channel, Event()).wait(PATIENCE_S)

    def arrived(self, channel: Channel) -> None:
        """What whoever waits for a channel waits for is there."""
        if (event := self._awaited.pop(channel, None)) is not None:
            event.set()
