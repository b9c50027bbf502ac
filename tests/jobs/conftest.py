"""Servers with jobs of the tests, and what these did."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.harness.apps import Apps
from tests.harness.cluster import Cluster
from tests.harness.databases import Postgres, Redis
from tests.harness.server import Server
from tests.harness.waiting import eventually

APP = "tests.jobs.served:app"
TOKEN = "a token of the tests, long enough"


class Notes(NamedTuple):
    """What the jobs wrote down: (what, of which job, on which server)."""

    file: Path

    def of(self, name: str) -> list[tuple[str, int]]:
        """What happened to the jobs of a name, and in which process."""
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        found = [json.loads(line) for line in lines]
        return [(one["what"], one["server"]) for one in found if one["name"] == name]

    def began(self, name: str, times: int = 1) -> list[int]:
        """Wait until jobs of a name have begun so often; returns on which servers."""

        def look() -> list[int]:
            found = [server for what, server in self.of(name) if what == "began"]
            return found if len(found) >= times else []

        return eventually(look, f"{name} begins {times} times")

    def ended(self, name: str, times: int = 1) -> None:
        """Wait until jobs of a name have ended so often."""
        eventually(
            lambda: sum(what == "ended" for what, _ in self.of(name)) >= times,
            f"{name} ends {times} times",
        )

    def let_end(self, name: str) -> None:
        """Let the jobs that hold on for this name end."""
        self.file.with_name(name).touch()


def ask(server: Server, kind: str, name: str, **more: str) -> str:
    """Ask a server for a job."""
    query = "&".join(f"{key}={value}" for key, value in {"name": name, **more}.items())
    answer = server.get(f"/jobs-of-tests/{kind}?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Notes:
    """Shared by the servers of a file."""
    return Notes(tmp_path_factory.mktemp("notes") / "notes")


@pytest.fixture(scope="module")
def cluster(
    postgres: Postgres, _apps: Apps, notes: Notes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Two servers on one database."""
    redis = Redis()
    cluster = Cluster(
        postgres,
        redis,
        tmp_path_factory.mktemp("cluster"),
        _apps.create(postgres),
        app=APP,
        JOBS_NOTES=str(notes.file),
    )
    for _ in range(2):
        cluster.start(METRICS_TOKEN=TOKEN)
    yield cluster
    cluster.close()
    redis.stop()


@pytest.fixture
def start(start_server: Callable[..., Server], notes: Notes) -> Callable[..., Server]:
    """A server alone, on SQLite."""

    def start(**settings: Any) -> Server:
        return start_server(app=APP, JOBS_NOTES=str(notes.file), METRICS_TOKEN=TOKEN, **settings)

    return start
