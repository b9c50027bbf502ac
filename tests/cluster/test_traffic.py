"""What crosses Redis: a message once, to the servers that have its room, sealed."""

from collections.abc import Callable, Iterator
from typing import cast

import gevent
import pytest
import redis
from gevent.event import Event

from tests.harness.cluster import Cluster
from tests.harness.databases import Postgres, Redis, RedisCluster
from tests.harness.waiting import eventually

from .conftest import Pair

Meet = Callable[..., Pair]


class Tap:
    """Reads everything that is published."""

    def __init__(self, server: Redis) -> None:
        self.client = redis.Redis.from_url(server.url)
        self.heard: list[tuple[str, bytes]] = []
        self._ready = Event()
        self._pubsub = self.client.pubsub()
        self._pubsub.psubscribe("*")
        self._greenlet = gevent.spawn(self._read)
        self._ready.wait()

    def of(self, text: str) -> list[tuple[str, bytes]]:
        """The envelopes that have a text in them."""
        return [one for one in self.heard if text.encode() in one[1]]

    def servers(self, channel: str) -> int:
        """How many servers listen to a channel."""
        return self.client.pubsub_numsub(channel)[0][1]

    def close(self) -> None:
        """End."""
        self._greenlet.kill()
        self._pubsub.close()
        self.client.close()

    def _read(self) -> None:
        while True:
            found = self._pubsub.get_message(timeout=1)
            if found and found["type"] == "psubscribe":
                self._ready.set()
            elif found:
                self.heard.append((found["channel"].decode(), found["data"]))


@pytest.fixture
def tap(cluster: Cluster) -> Iterator[Tap]:
    """All that goes over the Redis of `cluster`."""
    tap = Tap(cluster.redis)
    yield tap
    tap.close()


def test_a_message_goes_once_and_only_to_servers_that_have_its_room(
    cluster: Cluster, meet: Meet, tap: Tap
):
    one, another = cluster.servers
    here = meet(one, one)
    # Somebody on the other server belongs to the room, and looks elsewhere.
    elsewhere = cluster.also(here.bo, another).socket()
    here.anns.say(here.room, "only one server has this")
    elsewhere.wait_for("roomActivity", lambda one: one["room"] == here.room)
    eventually(lambda: tap.of("only one server"))
    ((channel, _),) = tap.of("only one server")
    assert channel.endswith(f":room:{here.room}")
    assert tap.servers(channel) == 1, "the one that sends it"
    assert elsewhere.of("newMessage") == []

    elsewhere.ok("joinRoom", {"room": here.room})
    assert tap.servers(channel) == 2
    here.anns.say(here.room, "both have this")
    elsewhere.wait_for("newMessage")
    eventually(lambda: tap.of("both have this"))
    assert len(tap.of("both have this")) == 1

    elsewhere.ok("leaveRoom", {"room": here.room})
    eventually(lambda: tap.servers(channel) == 1, "and not for ever")


def test_hints_are_few(cluster: Cluster, meet: Meet, tap: Tap):
    one, another = cluster.servers
    here = meet(one, one)
    elsewhere = cluster.also(here.bo, another).socket()
    for number in range(100):
        here.anns.say(here.room, f"number {number}")
    elsewhere.wait_for("roomActivity", lambda one: one["lastSeq"] == 100)
    eventually(lambda: len(tap.of('2["newMessage"')) >= 100)
    hints = [one for one in tap.of('"k":"activity"') if one[0].endswith(f":{here.room}")]
    assert 1 <= len(hints) < 20
    assert len(tap.of('2["newMessage"')) == 100


def test_a_server_with_nobody_hears_nothing(cluster: Cluster, meet: Meet, tap: Tap):
    idle = cluster.start()
    try:
        pair = meet(*cluster.servers[:2])
        pair.anns.say(pair.room, "hello")
        pair.bos.wait_for("newMessage")
        listeners = [one for one in tap.client.client_list() if int(one["sub"]) > 0]
        assert len(listeners) == 2, "the two servers that have people"
    finally:
        idle.stop()
        cluster.servers.remove(idle)


def test_forged_and_garbled_envelopes_are_dropped(cluster: Cluster, meet: Meet, tap: Tap):
    one, another = cluster.servers
    pair, other = meet(one, another), meet(one, another)
    pair.anns.say(pair.room, "an honest word")
    pair.bos.wait_for("newMessage")
    eventually(lambda: tap.of("an honest word"))
    ((channel, honest),) = tap.of("an honest word")
    elsewhere = channel.replace(f":{pair.room}", f":{other.room}")
    person = channel.replace(f"room:{pair.room}", f"person:{pair.bo.id}")
    forgeries = [
        (channel, b""),
        (channel, b"hello"),
        (channel, b"\x80\x04\x95" + b"x" * 100),
        (channel, honest.replace(b"honest", b"forged")),
        (channel, honest.replace(b'"v":1', b'"v":2')),
        (channel, bytes(8) + honest[8:]),
        (channel, b"x" * 2_000_000),
        (elsewhere, honest),
        (person, honest),
    ]
    for name, data in forgeries:
        assert tap.client.publish(name, data) > 1, "a server hears it, and the tap"
    # Sent once more as it was, it is known already.
    tap.client.publish(channel, honest)
    for each in (pair, other):
        each.anns.say(each.room, "the next word")
        each.bos.wait_for("newMessage", lambda one: one["content"] == "the next word")
        each.bos.settle()
    assert [one["content"] for one in pair.bos.of("newMessage")] == [
        "an honest word",
        "the next word",
    ]
    assert [one["content"] for one in other.bos.of("newMessage")] == ["the next word"]
    complaints = [one for one in another.lines if one["event"] == "forged envelope dropped"]
    assert len(complaints) == 1, "said, but not for each"


def test_a_redis_cluster_joins_servers_too(postgres: Postgres, database: str, meet: Meet, tmp_path):
    redis_cluster = RedisCluster()
    # Servers only ask where it is.
    cluster = Cluster(postgres, cast(Redis, redis_cluster), tmp_path, database)
    try:
        pairs = [meet(*(cluster.start(), cluster.start()))]
        pairs += [meet(*cluster.servers) for _ in range(4)]
        for pair in pairs:
            pair.anns.say(pair.room, "by shards")
            pair.bos.say(pair.room, "and back")
        for pair in pairs:
            for socket in (pair.anns, pair.bos):
                socket.wait_for("newMessage", lambda one: one["seq"] == 2)
                assert [one["seq"] for one in socket.of("newMessage")] == [1, 2]
    finally:
        cluster.close()
        redis_cluster.stop()
