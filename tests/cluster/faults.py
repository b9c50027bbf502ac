"""The faults, by name: each does its harm, holds it for a while, and takes it back.

`turn` counts the repetitions: where there are several ways to fail, they take turns.
"""

import signal
from collections.abc import Callable

import gevent

from tests.harness.fragile import FragileCluster
from tests.harness.proxy import Link

Fault = Callable[[FragileCluster, int, float], None]

# How a network fails: packets are lost, connections are reset and refused, peers vanish without a
# word, nothing moves, only one direction is dead.
CUTS: tuple[Callable[[Link], None], ...] = (
    Link.lose,
    Link.cut,
    Link.vanish,
    Link.freeze,
    lambda link: link.lose("down"),
)
# A slow disk: what PostgreSQL waits before each sync of its log, in microseconds (its limit).
SYNC_US = 100_000


def kill(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """kill -9 of a server."""
    server = cluster.servers[turn % len(cluster.servers)]
    server.kill()
    gevent.sleep(seconds)
    server.start()


def restart_redis(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """Redis ends without a word, and comes back with nothing in it."""
    cluster.redis.stop()
    gevent.sleep(seconds)
    cluster.redis.start()


def freeze_redis(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """Redis stands still (SIGSTOP)."""
    cluster.redis.freeze()
    gevent.sleep(seconds)
    cluster.redis.thaw()


def restart_postgres(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """PostgreSQL restarts: by turns asked to, and as after a power cut."""
    cluster.postgres.stop((signal.SIGINT, signal.SIGQUIT)[turn % 2])
    gevent.sleep(seconds / 3)
    cluster.postgres.start()


def cut_redis(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """The network between a server and Redis fails."""
    _cut(cluster.nodes[turn % len(cluster.nodes)].redis, turn, seconds)


def cut_postgres(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """The network between a server and PostgreSQL fails."""
    _cut(cluster.nodes[turn % len(cluster.nodes)].postgres, turn, seconds)


def deploy(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """One server after the other is asked to end, and is started again."""
    for server in cluster.servers:
        server.stop()
        server.start()
        gevent.sleep(seconds / 6)


def slow_disk(cluster: FragileCluster, turn: int, seconds: float) -> None:
    """Every sync of PostgreSQL takes 100 ms longer."""
    cluster.postgres.change("commit_siblings", 0)
    cluster.postgres.change("commit_delay", SYNC_US)
    gevent.sleep(seconds)
    cluster.postgres.change("commit_delay", None)
    cluster.postgres.change("commit_siblings", None)


FAULTS: dict[str, Fault] = {
    "kill -9 of a server": kill,
    "restart of Redis": restart_redis,
    "freeze of Redis": freeze_redis,
    "restart of PostgreSQL": restart_postgres,
    "cut between a server and Redis": cut_redis,
    "cut between a server and PostgreSQL": cut_postgres,
    "rolling deploy": deploy,
    "slow disk": slow_disk,
}


def _cut(link: Link, turn: int, seconds: float) -> None:
    CUTS[turn % len(CUTS)](link)
    gevent.sleep(seconds)
    link.heal()
