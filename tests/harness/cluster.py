"""Several real servers that are one: the same PostgreSQL database, the same Redis."""

import os
import subprocess
import sys
from pathlib import Path

from .databases import Postgres, Redis
from .person import Person
from .processes import ROOT
from .server import Server

SECRET = "the same for all of them"


class Cluster:
    """Servers on a database of their own; on `database` if it is given, and then it is theirs.

    `settings` are those of each.
    """

    def __init__(
        self,
        postgres: Postgres,
        redis: Redis,
        folder: Path,
        database: str | None = None,
        **settings: str,
    ) -> None:
        self.postgres, self.redis = postgres, redis
        self.servers: list[Server] = []
        self._folder = folder
        self._database = database or postgres.create()
        # Past whatever may be between it and a server.
        self.database_url = postgres.url(self._database)
        self._settings = {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis.url,
            "SECRET_KEY": SECRET,
            **settings,
        }

    def start(self, **settings: str) -> Server:
        """One more server, ready."""
        folder = self._folder / f"server{len(self.servers)}"
        folder.mkdir()
        server = Server(folder, **self._settings | settings)
        self.servers.append(server)
        server.start()
        return server

    def also(self, person: Person, server: Server) -> Person:
        """The same account, with a login of its own, on another server."""
        other = server.visitor(person.username)
        other.password = person.password
        other.login()
        return other

    def command(self, *words: str) -> str:
        """Run a `flask` command on the database; returns what it prints."""
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(self._folder)}
        ran = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env=environment | self._settings,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout

    def close(self) -> None:
        """End all servers, and drop their database."""
        for server in self.servers:
            server.close()
        self.postgres.drop(self._database)
