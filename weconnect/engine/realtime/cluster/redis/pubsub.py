"""Redis: publish and subscribe, and be told whenever that was cut.

Nobody waits for it. A Redis that is gone, or frozen, is noticed by timeouts. What passes by
meanwhile is lost, as Redis forgets it: whoever listens is told when a subscription holds (again),
and then has to look what it missed.

If Redis is a cluster, each channel has its place on one of its servers (sharded pub/sub): then
there are a publisher and a subscriber for each of them.
"""

import functools
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

import gevent
import redis
from gevent.event import Event
from redis.crc import key_slot

from .connection import ERRORS, Connect, ask, connector
from .publisher import QUEUE, Letter, Publisher
from .subscriber import Receiver, Subscriber

log = logging.getLogger(__name__)

# How often a cluster is asked where its channels are, unless an error says that they have moved.
LOOK_S = 30.0
# A cluster that rearranges itself is asked so often at most.
PAUSE_S = 0.5

Address = tuple[str, int]


class Owner(Receiver, Protocol):
    """Whoever publishes and subscribes here."""

    def pubsub_changed(self, lasted_s: float) -> None:
        """`up` is another than before; it had been as it was for so many seconds."""


class Node(NamedTuple):
    """One Redis server."""

    publisher: Publisher
    subscriber: Subscriber


class PubSub:
    """Publishes to and subscribes at the Redis server, or the cluster, at `url`."""

    def __init__(self, url: str, owner: Owner) -> None:
        self._url = url
        self._owner = owner
        self._wanted: set[str] = set()
        # What was to be published before it was known where.
        self._early: list[Letter] = []
        self._nodes: dict[Address | None, Node] = {}
        # In a cluster: where each slot is.
        self._slots: dict[int, Address] = {}
        self._met = True
        self._greenlet: gevent.Greenlet[[], None] | None = None
        self._moved = Event()
        self._up, self._since = True, time.monotonic()
        # Of servers that are no longer there.
        self._published = self._received = self._dropped = 0

    @property
    def up(self) -> bool:
        """Whether all of it works, as far as one knows."""
        return self._up

    @property
    def published(self) -> int:
        """Envelopes that went to Redis."""
        return self._published + sum(one.publisher.published for one in self._nodes.values())

    @property
    def received(self) -> int:
        """Envelopes that came from Redis, also one's own."""
        return self._received + sum(one.subscriber.received for one in self._nodes.values())

    @property
    def dropped(self) -> int:
        """Envelopes given up because the queue was full, or too late to be of use."""
        return self._dropped + sum(one.publisher.dropped for one in self._nodes.values())

    @property
    def queue(self) -> int:
        """Envelopes that wait to be published."""
        return len(self._early) + sum(len(one.publisher) for one in self._nodes.values())

    @property
    def subscriptions(self) -> int:
        """Channels whose envelopes come in."""
        return sum(len(one.subscriber.confirmed) for one in self._nodes.values())

    def is_confirmed(self, channel: str) -> bool:
        """Whether what is published on a channel comes in."""
        return any(channel in one.subscriber.confirmed for one in self._nodes.values())

    def publish(
        self,
        channel: str,
        data: bytes,
        useful_s: float = float("inf"),
        answered: Callable[[int], None] | None = None,
    ) -> None:
        """Have `data` published soon; it is dropped if that takes longer than `useful_s`.

        `answered` is told how many servers it reached.
        """
        self._post(Letter(channel, data, time.monotonic() + useful_s, answered))

    def subscribe(self, channel: str) -> None:
        """Have what is published on `channel` come in; the owner is told when it does."""
        if channel not in self._wanted:
            self._wanted.add(channel)
            if (node := self._node(channel)) is not None:
                node.subscriber.subscribe(channel)

    def unsubscribe(self, channel: str) -> None:
        """No longer take in what is published on `channel`."""
        self._wanted.discard(channel)
        for node in self._nodes.values():
            node.subscriber.unsubscribe(channel)

    def flush(self, timeout: float) -> bool:
        """Wait, `timeout` seconds at most, until all is published; whether it was."""
        end = time.monotonic() + timeout
        while self._early and time.monotonic() < end:
            gevent.sleep(0.01)
        publishers = [one.publisher for one in self._nodes.values()]
        return not self._early and all(
            one.flush(max(0.0, end - time.monotonic())) for one in publishers
        )

    def close(self) -> None:
        """End."""
        if self._greenlet is not None:
            self._greenlet.kill()
        self._dismiss(list(self._nodes))

    def _post(self, letter: Letter) -> None:
        if (node := self._node(letter.channel)) is not None:
            node.publisher.publish(letter)
        elif len(self._early) < QUEUE:
            self._early.append(letter)
        else:
            self._dropped += 1

    def _node(self, channel: str) -> Node | None:
        """Where a channel is; None if that is not known (yet)."""
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._look_forever)
        address = self._slots.get(key_slot(channel.encode())) if self._slots else None
        return self._nodes.get(address)

    def _is_elsewhere(self, node: Node, channel: str) -> bool:
        return self._node(channel) is not node

    # Finding one's way

    def _look_forever(self) -> None:
        """Find out what is there; in a cluster, again and again."""
        connects: Iterable[Connect] = [connector(self._url)]
        while True:
            for connect in connects:
                if self._look(connect):
                    break
            if self._met and not self._slots:
                return
            self._moved.wait(LOOK_S if self._met else PAUSE_S)
            gevent.sleep(PAUSE_S)
            self._moved.clear()
            connects = [self._connector(one) for one in set(self._slots.values())]
            connects.append(connector(self._url))

    def _look(self, connect: Connect) -> bool:
        """Whether this server told what is there."""
        connection = connect()
        try:
            connection.connect()
            is_cluster = b"cluster_enabled:1" in ask(connection, "INFO", "cluster")
            slots = _slots(ask(connection, "CLUSTER", "SLOTS"), connection) if is_cluster else {}
        except ERRORS as error:
            self._met = False
            self._changed(error)
            return False
        finally:
            connection.disconnect()
        self._met = True
        if not is_cluster or slots:
            self._arrange(slots)
        self._changed(None)
        return True

    def _arrange(self, slots: dict[int, Address]) -> None:
        """Have a node for each server, and everything where it belongs."""
        self._slots = slots
        addresses: set[Address | None] = set(slots.values()) or {None}
        letters = [*self._early, *self._dismiss(set(self._nodes) - addresses)]
        self._early = []
        for address in addresses - set(self._nodes):
            connect = self._connector(address)
            self._nodes[address] = Node(
                Publisher(connect, self._changed, sharded=address is not None),
                Subscriber(connect, self._owner, self._changed, sharded=address is not None),
            )
        for node in self._nodes.values():
            letters += node.publisher.withdraw(functools.partial(self._is_elsewhere, node))
        for channel in self._wanted:
            place = self._node(channel)
            for node in self._nodes.values():
                if node is place:
                    node.subscriber.subscribe(channel)
                else:
                    node.subscriber.unsubscribe(channel)
        for letter in letters:
            self._post(letter)

    def _dismiss(self, addresses: Iterable[Address | None]) -> list[Letter]:
        """Close these nodes; returns what they had not published."""
        letters: list[Letter] = []
        for node in [self._nodes.pop(one) for one in addresses]:
            letters += node.publisher.close()
            node.subscriber.close()
            self._published += node.publisher.published
            self._dropped += node.publisher.dropped
            self._received += node.subscriber.received
        return letters

    def _connector(self, address: Address | None) -> Connect:
        if address is None:
            return connector(self._url)
        return connector(self._url, host=address[0], port=address[1])

    def _changed(self, error: BaseException | None) -> None:
        """Something works that did not, or the other way round."""
        up = self._met and all(
            node.publisher.works and node.subscriber.works for node in self._nodes.values()
        )
        if error is not None:
            self._moved.set()
        if up == self._up:
            return
        lasted_s, self._up, self._since = time.monotonic() - self._since, up, time.monotonic()
        if up:
            log.info("Redis is back")
        else:
            log.warning("Redis is away", extra={"error_type": type(error).__name__})
        self._owner.pubsub_changed(lasted_s)


def _slots(answer: Any, connection: redis.Connection) -> dict[int, Address]:
    """Where each slot is, by the answer to CLUSTER SLOTS (first, last, master, replicas …)."""
    found: dict[int, Address] = {}
    for first, last, (host, port, *_), *_ in answer:
        # A server that does not know its own name means the one by which it was asked.
        address = (host.decode() if host else connection.host, port)
        found.update(dict.fromkeys(range(first, last + 1), address))
    return found
