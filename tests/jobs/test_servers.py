"""Jobs on real servers: each is done by one of them, whatever happens to the others."""

import os
import signal
from collections.abc import Callable
from typing import Any

import psycopg
from prometheus_client.parser import text_string_to_metric_families

from tests.harness.cluster import Cluster
from tests.harness.server import Server
from tests.harness.waiting import eventually

from .conftest import TOKEN, Notes, ask


def rows(cluster: Cluster, columns: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(cluster.database_url) as connection:
        return connection.execute(f"SELECT {columns} FROM jobs").fetchall()


def metrics(server: Server) -> dict[tuple[str, ...], float]:
    answer = server.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    return {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def test_each_is_done_once_and_a_server_that_is_busy_leaves_the_rest_to_the_other(
    cluster: Cluster, notes: Notes
):
    names = [f"shared{number}" for number in range(6)]
    for name in names:
        ask(cluster.servers[0], "hold", name, until="shared")
    servers = {server for name in names for server in notes.began(name)}
    assert len(servers) == 2

    notes.let_end("shared")
    for name in names:
        notes.ended(name)

    assert eventually(lambda: rows(cluster, "count(*)") == [(0,)], "none is left")
    assert all(len(notes.of(name)) == 2 for name in names)

    def done() -> float:
        name = ("weconnect_jobs_done_total", "hold")
        return sum(metrics(server).get(name, 0) for server in cluster.servers)

    eventually(lambda: done() == len(names), "each is counted")


def test_what_was_taken_back_is_not_done_and_a_key_waits_once(cluster: Cluster, notes: Notes):
    one, another = cluster.servers
    assert ask(one, "hold", "never", until="now", unwanted="yes") == "taken back"
    ask(one, "hold", "same", until="same", key="k")
    notes.began("same")
    # The first runs, perhaps too early: another one waits for its end.
    for server in (one, another, one, another):
        ask(server, "hold", "same", until="same", key="k")
    ask(one, "hold", "other", until="other", key="o")
    notes.began("other")
    assert sorted(rows(cluster, "payload::json ->> 'name', leased_by IS NULL")) == [
        ("other", False),
        ("same", False),
        ("same", True),
    ]
    for name in ("same", "other"):
        notes.let_end(name)
    notes.ended("same", 2)
    notes.ended("other")

    assert eventually(lambda: rows(cluster, "count(*)") == [(0,)], "none is left")
    assert [what for what, _ in notes.of("same")] == ["began", "ended"] * 2
    assert notes.of("never") == []


def test_a_long_one_keeps_its_lease(cluster: Cluster, notes: Notes):
    ask(cluster.servers[0], "hold", "long", until="long")
    notes.began("long")
    leases: set[tuple[Any, ...]] = set()

    def is_renewed() -> bool:
        leases.update(rows(cluster, "due_at"))
        first, last = min(leases)[0], max(leases)[0]
        return (last - first).total_seconds() > 2.6

    eventually(is_renewed, "its first lease is over, and it has another one")
    notes.let_end("long")
    notes.ended("long")

    assert len(notes.of("long")) == 2


def test_at_the_shutdown_of_its_server_it_is_handed_over(cluster: Cluster, notes: Notes):
    ask(cluster.servers[0], "hold", "handed", until="handed")
    (first,) = notes.began("handed")
    leaving = next(one for one in cluster.servers if first in one.workers)

    assert leaving.stop() == 0

    assert notes.began("handed", 2)[1] != first
    # As if it had not been begun: the lease did not have to end.
    assert rows(cluster, "attempts, last_error") == [(1, None)]
    notes.let_end("handed")
    notes.ended("handed")
    leaving.start()


def failures(cluster: Cluster) -> float:
    name = ("weconnect_jobs_failed_total", "break")
    return sum(metrics(one).get(name, 0) for one in cluster.servers)


def test_what_fails_every_time_is_given_up_and_counted(cluster: Cluster, notes: Notes):
    before = failures(cluster)
    ask(cluster.servers[0], "break", "hopeless")
    eventually(lambda: metrics(cluster.servers[1])["weconnect_jobs", "dead"] == 1, "given up")

    assert len(notes.began("hopeless")) == 3
    assert failures(cluster) - before == 3
    assert "job given up" in "".join(one.log for one in cluster.servers)
    assert rows(cluster, "due_at, attempts, last_error") == [(None, 3, "RuntimeError: on purpose")]
    with psycopg.connect(cluster.database_url) as connection:
        connection.execute("DELETE FROM jobs")


def test_a_killed_server_alone_does_it_when_it_is_back(start: Callable[..., Server], notes: Notes):
    server = start()
    ask(server, "hold", "alone", until="alone")
    (first,) = notes.began("alone")

    os.kill(first, signal.SIGKILL)

    assert notes.began("alone", 2)[1] != first
    notes.let_end("alone")
    notes.ended("alone")


def test_when_its_server_is_killed_another_one_does_it(cluster: Cluster, notes: Notes):
    ask(cluster.servers[0], "hold", "orphan", until="orphan")
    (first,) = notes.began("orphan")
    killed = next(one for one in cluster.servers if first in one.workers)

    killed.kill()

    assert notes.began("orphan", 2)[1] != first
    assert rows(cluster, "attempts, last_error") == [
        (2, "The server that did it ended, or was cut off.")
    ]
    notes.let_end("orphan")
    notes.ended("orphan")
