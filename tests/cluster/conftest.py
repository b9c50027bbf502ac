"""Two servers, shared by the tests of a file, or some of a test's own; and three that may fail."""

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.harness.apps import Apps
from tests.harness.cluster import Cluster
from tests.harness.databases import Postgres, Redis
from tests.harness.fragile import FragileCluster
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.socket import Socket
from tests.harness.waiting import eventually

from .play import Company

NUMBERS = itertools.count(1)


class Pair(NamedTuple):
    """Two people on two servers, who are both in a room."""

    ann: Person
    bo: Person
    room: int
    anns: Socket
    bos: Socket


@pytest.fixture(scope="module")
def cluster(
    postgres: Postgres, _apps: Apps, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Two servers, for tests that leave Redis alone."""
    redis = Redis()
    folder = tmp_path_factory.mktemp("cluster")
    cluster = Cluster(postgres, redis, folder, _apps.create(postgres))
    cluster.start().person("founder")
    cluster.start()
    yield cluster
    cluster.close()
    redis.stop()


@pytest.fixture(scope="module")
def _two(
    postgres: Postgres, _apps: Apps, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("two")
    cluster = Cluster(postgres, Redis(), folder, _apps.create(postgres))
    for _ in range(2):
        cluster.start()
    yield cluster
    cluster.close()
    cluster.redis.stop()


@pytest.fixture
def two(_two: Cluster) -> Iterator[Cluster]:
    """Two servers with a Redis of their own, for tests that break things; then they are mended."""
    yield _two
    _two.redis.thaw()
    if not _two.redis.running:
        _two.redis.start()
    for server in _two.servers:
        if not server.running:
            server.start()
    for server in _two.servers:
        eventually(partial(_is_well, server), "it has its Redis again")


def _is_well(server: Server) -> bool:
    return not _ails(server)


def _ails(server: Server) -> str:
    """What a server says that it lacks."""
    reason: str = server.get("/readyz").json().get("reason", "")
    return reason


@pytest.fixture
def new_cluster(
    postgres: Postgres, _apps: Apps, tmp_path: Path
) -> Iterator[Callable[[int], Cluster]]:
    """`new_cluster(3)`: three servers with a Redis of their own, for tests that break things."""
    clusters: list[Cluster] = []

    def make(size: int) -> Cluster:
        cluster = Cluster(postgres, Redis(), tmp_path, _apps.create(postgres))
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


@pytest.fixture(scope="package")
def start_fragile(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., FragileCluster]]:
    """`start_fragile(3)`: servers whose network, PostgreSQL and Redis may be made to fail.

    They share databases of their own, as other tests need theirs.
    """
    postgres, redis = Postgres(), Redis()
    clusters: list[FragileCluster] = []

    def start(size: int, **settings: str) -> FragileCluster:
        folder = tmp_path_factory.mktemp("fragile")
        clusters.append(FragileCluster(postgres, redis, folder, **settings))
        for _ in range(size):
            clusters[-1].start()
        return clusters[-1]

    yield start
    for cluster in clusters:
        cluster.close()
    redis.stop()
    postgres.close()


@pytest.fixture(scope="package")
def _company(start_fragile: Callable[..., FragileCluster]) -> Company:
    return Company(start_fragile(3))


@pytest.fixture
def company(_company: Company) -> Company:
    """Three servers with people; whatever an earlier test did to them is taken back."""
    _company.cluster.mend()
    return _company
