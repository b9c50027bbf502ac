"""The line to a Redis Cluster: each channel by its own server, also after it has moved."""

from collections.abc import Iterator

import gevent
import pytest
from redis.crc import key_slot

from tests.harness.databases import RedisCluster
from tests.harness.waiting import eventually
from weconnect.engine.realtime.cluster.redis.pubsub import PubSub

from .test_broker_line import Listener

CHANNELS = [f"room:{number}" for number in range(60)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[RedisCluster]:
    cluster = RedisCluster()
    yield cluster
    cluster.stop()


@pytest.fixture
def lines(cluster: RedisCluster) -> Iterator[list[tuple[PubSub, Listener]]]:
    listeners = [Listener(), Listener()]
    lines = [PubSub(cluster.url, one) for one in listeners]
    yield list(zip(lines, listeners, strict=True))
    for line in lines:
        line.close()


def test_channels_are_spread_over_the_servers(cluster: RedisCluster, lines):
    (one, _), (another, listener) = lines
    assert {cluster.owner(key_slot(name.encode())) for name in CHANNELS} == {0, 1, 2}
    for name in CHANNELS:
        another.subscribe(name)
    eventually(lambda: another.subscriptions == len(CHANNELS))
    for number in range(5):
        for name in CHANNELS:
            one.publish(name, b"%d" % number)
    eventually(lambda: len(listener.heard) == 5 * len(CHANNELS))
    for name in CHANNELS:
        heard = [data for channel, data in listener.heard if channel == name]
        assert heard == [b"0", b"1", b"2", b"3", b"4"]
    assert one.up
    assert another.up


def test_a_channel_that_moves_is_followed(cluster: RedisCluster, lines):
    (one, _), (another, listener) = lines
    name = CHANNELS[0]
    slot = key_slot(name.encode())
    another.subscribe(name)
    one.publish(name, b"before")
    eventually(lambda: another.is_confirmed(name))
    eventually(lambda: one.queue == 0)
    cluster.move(slot, to=(cluster.owner(slot) + 1) % 3)

    def arrives() -> bool:
        one.publish(name, b"after")
        gevent.sleep(0.1)
        return (name, b"after") in listener.heard

    eventually(arrives)
    assert listener.subscriptions.count(name) > 1, "it is said that something may be missing"


def test_a_server_of_the_cluster_that_restarts(cluster: RedisCluster, lines):
    (one, _), (another, listener) = lines
    for name in CHANNELS:
        another.subscribe(name)
    eventually(lambda: another.subscriptions == len(CHANNELS))
    cluster.nodes[1].stop()
    eventually(lambda: not another.up)
    for name in CHANNELS:
        one.publish(name, b"meanwhile")
    cluster.nodes[1].start()
    eventually(lambda: another.subscriptions == len(CHANNELS) and another.up)
    assert one.flush(10)
    for name in CHANNELS:
        one.publish(name, b"after")
    eventually(lambda: {name for name, data in listener.heard if data == b"after"} == set(CHANNELS))
