"""A cluster whose servers reach PostgreSQL and Redis over networks of ours, which can fail."""

from pathlib import Path
from typing import NamedTuple

import requests

from .cluster import Cluster
from .databases import Postgres, Redis
from .person import Person
from .proxy import Link, Proxy
from .server import Server
from .waiting import eventually

# What a cluster may need to be whole again after the worst.
RECOVERY_S = 60.0


class Node(NamedTuple):
    """One server, and its ways to the others."""

    server: Server
    postgres: Link
    redis: Link


class FragileCluster(Cluster):
    """Servers each behind links of their own."""

    def __init__(self, postgres: Postgres, redis: Redis, folder: Path, **settings: str) -> None:
        super().__init__(postgres, redis, folder, **settings)
        self.proxy = Proxy()
        self.nodes: list[Node] = []

    def start(self, **settings: str) -> Server:
        """One more server, ready."""
        to_postgres = self.proxy.link(self.postgres.port)
        to_redis = self.proxy.link(self.redis.port)
        server = super().start(
            DATABASE_URL=_through(to_postgres, self.database_url, self.postgres.port),
            REDIS_URL=_through(to_redis, self.redis.url, self.redis.port),
            **settings,
        )
        self.nodes.append(Node(server, to_postgres, to_redis))
        return server

    def wait(self) -> None:
        """Wait until all are ready."""
        for number, server in enumerate(self.servers):
            eventually(server.ready, f"server {number} is ready", RECOVERY_S)

    def mend(self) -> None:
        """Take back whatever was done to networks and databases, and start who does not run."""
        for node in self.nodes:
            node.postgres.heal()
            node.redis.heal()
        self.mend_databases()
        for server in self.servers:
            if not server.running:
                server.launch()
        self.wait()

    def mend_databases(self) -> None:
        """Have both databases run."""
        self.redis.thaw()
        if not self.redis.running:
            self.redis.start()
        if not self.postgres.running:
            self.postgres.start()

    def call(self, person: Person, method: str, path: str, json: object = None) -> object:
        """Call the API on whichever server can answer; returns what it said.

        AssertionError if it is refused.
        """

        def attempt() -> requests.Response | None:
            for server in self.servers:
                try:
                    response = person.at(server.url).api(method, path, json)
                except (requests.ConnectionError, requests.Timeout):
                    continue
                if response.status_code < 500:
                    return response
            return None

        response = eventually(attempt, f"somebody answers {method} {path}", RECOVERY_S)
        assert response.ok, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def close(self) -> None:
        """End the servers and their networks, and drop the database."""
        self.mend_databases()
        super().close()
        self.proxy.close()


def _through(link: Link, url: str, port: int) -> str:
    return url.replace(f":{port}/", f":{link.port}/")
