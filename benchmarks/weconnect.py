"""WeConnect: on SQLite, on PostgreSQL, and as two servers that are one."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.harness.databases import Postgres, Redis
from tests.harness.processes import free_port

from .server import EVERYTHING, ROOT, Failed, Server, absent

INSTALL_POSTGRES = "apt-get install postgresql"
# What servers that are one have in common.
SECRET = "a key for benchmarks, long enough to be one"


class WeConnect(Server):
    """The product, with all that it does for each message. `settings`: of its environment."""

    name = "weconnect"
    title = "WeConnect, SQLite"
    takes_part_in = EVERYTHING
    durable = acknowledges = True
    settings: dict[str, str] = {}

    def prepare(self) -> None:
        self.cookies = str(self.folder / "cookies")
        words = [self.cookies, *map(str, (self.users, self.rooms, self.messages))]
        seed(words, self.environment())
        self.names = self.write("rooms", "".join(f"{n}\n" for n in range(1, self.rooms + 1)))

    def command(self) -> list[str]:
        return [sys.executable, "-m", "gunicorn", "wsgi:app"]

    def environment(self) -> dict[str, str]:
        return {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "PORT": str(self.port),
            "RATE_LIMITS": "off",
            "PYTHON_DOTENV_DISABLED": "1",
            # Compiled once, as on any server, whatever the shell says.
            "PYTHONDONTWRITEBYTECODE": "",
        } | self.settings

    def options(self) -> list[str]:
        return [
            *("--cookies", self.cookies, "--room-names", self.names),
            *("--origin", "http://127.0.0.1:%p"),
            *("--join", '420["joinRoom",{"room":%r}]'),
            *("--message", '421["sendMessage",{"room":%r,"content":"%t","clientId":"%u"}]'),
        ]

    def where(self) -> Path:
        return ROOT


class Member(WeConnect):
    """One of several servers on a database that is filled once for all of them."""

    def __init__(self, **settings: str) -> None:
        self.settings = {"SECRET_KEY": SECRET} | settings
        self.cookies = self.names = ""
        super().__init__(free_port(), 0, 0)

    def prepare(self) -> None:
        """Nothing: others fill the database."""


class WeConnectPostgres(WeConnect):
    """On a PostgreSQL of its own, with the durability that it has by default."""

    name = "weconnect-postgres"
    title = "WeConnect, PostgreSQL"

    @staticmethod
    def missing() -> str | None:
        return absent(INSTALL_POSTGRES, "initdb", "postgres", folders="/usr/lib/postgresql/*/bin")

    def prepare(self) -> None:
        self._postgres = Postgres()
        self.at_close.callback(self._postgres.close)
        url = self._postgres.url(self._postgres.create())
        self.settings = {"SECRET_KEY": SECRET, "DATABASE_URL": url}
        super().prepare()

    def beside(self) -> list[int]:
        return [self._postgres.pid]


class WeConnectPair(WeConnectPostgres):
    """Two servers on one PostgreSQL and one Redis, half of each room's people on each."""

    name = "weconnect-pair"
    title = "two WeConnects, PostgreSQL, Redis"
    # Of two, one goes on while the other starts again.
    takes_part_in = EVERYTHING - {"return"}

    @staticmethod
    def missing() -> str | None:
        return WeConnectPostgres.missing() or absent("apt-get install redis-server", "redis-server")

    def prepare(self) -> None:
        self._members: list[Member] = []
        self._redis = Redis()
        self.at_close.callback(self._redis.stop)
        super().prepare()

    def start(self, *, wait: bool = True) -> None:
        settings = self.settings | {"REDIS_URL": self._redis.url}
        self._members = [Member(**settings) for _ in range(2)]
        for member in self._members:
            member.start(wait=wait)

    def ports(self) -> list[int]:
        return [member.port for member in self._members]

    def pids(self) -> list[int]:
        return [pid for member in self._members for pid in member.pids()]

    def beside(self) -> list[int]:
        return [*super().beside(), self._redis.pid]

    def stop(self) -> None:
        for member in self._members:
            member.close()
        self._members = []


def seed(words: Iterable[str], environment: dict[str, str]) -> None:
    """Fill an empty database (seed.py says what the words are). Raises Failed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.seed", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"The database could not be filled:\n{done.stderr[-2000:]}")
