"""Two servers, shared by the tests of a file, or some of a test's own."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.harness.cluster import Cluster
from tests.harness.databases import Postgres, Redis
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.socket import Socket

NUMBERS = itertools.count(1)


class Pair(NamedTuple):
    """Two people on two servers, who are both in a room."""

    ann: Person
    bo: Person
    room: int
    anns: Socket
    bos: Socket


@pytest.fixture(scope="module")
def cluster(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two servers, for tests that leave Redis alone."""
    redis = Redis()
    cluster = Cluster(postgres, redis, tmp_path_factory.mktemp("cluster"))
    cluster.start().person("founder")
    cluster.start()
    yield cluster
    cluster.close()
    redis.stop()


@pytest.fixture
def new_cluster(postgres: Postgres, tmp_path: Path) -> Iterator[Callable[[int], Cluster]]:
    """`new_cluster(3)`: three servers with a Redis of their own, for tests that break things."""
    clusters: list[Cluster] = []

    def make(size: int) -> Cluster:
        cluster = Cluster(postgres, Redis(), tmp_path)
        clusters.append(cluster)
        for _ in range(size):
            cluster.start()
        return cluster

    yield make
    for cluster in clusters:
        cluster.close()
        cluster.redis.thaw()
        cluster.redis.stop()


@pytest.fixture
def meet() -> Callable[..., Pair]:
    """`meet(one, another)`: two new people, each on a server, in a new room they both joined."""

    def meet(one: Server, another: Server, *, kind: str = "public") -> Pair:
        number = next(NUMBERS)
        ann, bo = one.person(f"ann{number}"), another.person(f"bo{number}")
        room = ann.make_room(kind=kind, members=[bo.username])["id"]
        anns, bos = ann.socket(), bo.socket()
        anns.ok("joinRoom", {"room": room})
        bos.ok("joinRoom", {"room": room})
        return Pair(ann, bo, room, anns, bos)

    return meet
