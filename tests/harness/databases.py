"""PostgreSQL and Redis servers of the tests' own."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
import redis

from .processes import end_group, find_program, free_port, listens
from .waiting import eventually

BINARIES = "/usr/lib/postgresql/*/bin"


class Postgres:
    """A PostgreSQL server in a temporary folder, with the durability that it has by default."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="weconnect-postgres-"))
        self.port = free_port()
        # The server refuses to run as root.
        self._user: dict = {}
        if os.geteuid() == 0:
            account = _account("postgres", "nobody")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self._user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._log = (self.folder / "log").open("wb")
        data = self.folder / "data"
        initdb = find_program("initdb", folders=BINARIES)
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        self._run(initdb, "-D", str(data), *options).wait()
        self._process = self._run(
            find_program("postgres", folders=BINARIES),
            *("-D", str(data), "-p", str(self.port), "-k", str(self.folder)),
            *("-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"),
        )
        eventually(self._answers, f"PostgreSQL answers; {self.log}")

    def url(self, name: str) -> str:
        """The DATABASE_URL of the database `name`."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def create(self, template: str | None = None) -> str:
        """Make a new database, empty or a copy of `template`; returns its name."""
        name = f"test_{secrets.token_hex(6)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, with whoever is connected to it."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def clear(self, name: str) -> None:
        """Throw everybody out of a database, and delete all that is in its tables."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            tables = connection.execute(
                "SELECT tablename FROM pg_tables"
                " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
            names = ", ".join(name for (name,) in tables)
            connection.execute(f"TRUNCATE {names} RESTART IDENTITY")

    @property
    def log(self) -> str:
        """What the server has written so far."""
        return (self.folder / "log").read_text(errors="replace")

    def close(self) -> None:
        """Stop the server and remove everything."""
        end_group(self._process, signal.SIGINT)
        self._log.close()
        shutil.rmtree(self.folder)

    def _run(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            **self._user,
        )

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended: {self.log}")
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


class Redis:
    """A Redis server with a password, without persistence."""

    def __init__(self) -> None:
        self.port = free_port()
        self.password = secrets.token_hex(8)
        self._process: subprocess.Popen | None = None
        self.start()

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped since."""
        return self._process is not None and self._process.poll() is None

    @property
    def url(self) -> str:
        """The REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start the server (again, on the same port)."""
        self._process = subprocess.Popen(
            [
                find_program("redis-server"),
                *("--port", str(self.port), "--bind", "127.0.0.1", "--save", ""),
                *("--requirepass", self.password, "--dir", tempfile.gettempdir()),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        eventually(lambda: listens(self.port), "Redis listens")

    def stop(self) -> None:
        """End the server as if the machine had gone."""
        if self._process:
            end_group(self._process)

    def freeze(self) -> None:
        """Have the server answer nothing, with all connections left open."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._process.send_signal(signal.SIGCONT)

    def clear(self) -> None:
        """Forget everything."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()


def _account(*names: str) -> pwd.struct_passwd:
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(f"there is no user {' or '.join(names)} to run PostgreSQL as")
