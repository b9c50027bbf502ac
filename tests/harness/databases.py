"""PostgreSQL and Redis servers of the tests' own."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import redis

from .processes import end_group, find_program, free_port, listens
from .waiting import eventually

BINARIES = "/usr/lib/postgresql/*/bin"

# New files for every table and index, as TRUNCATE makes them, cost far more than a few rows. Nobody
# looks at references where everything goes; all numbers begin anew.
_EMPTY = """DO $$
DECLARE one record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT oid::regclass AS name, pg_relation_size(oid) > 1000000 AS large
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname <> 'alembic_version'
    LOOP
        IF one.large THEN
            EXECUTE format('TRUNCATE %s CASCADE', one.name);
        ELSE
            EXECUTE format('DELETE FROM %s', one.name);
        END IF;
    END LOOP;
    PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$"""


class Postgres:
    """A PostgreSQL server in a temporary folder, with the durability that it has by default.

    `settings` are PostgreSQL's own.
    """

    def __init__(self, **settings: str) -> None:
        self._settings = {"listen_addresses": "127.0.0.1", "max_connections": "200"} | settings
        self.folder = Path(tempfile.mkdtemp(prefix="weconnect-postgres-"))
        self.port = free_port()
        # The server refuses to run as root.
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:
            account = _account("postgres", "nobody")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self._user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._log = (self.folder / "log").open("wb")
        data = self.folder / "data"
        initdb = find_program("initdb", folders=BINARIES)
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        self._run(initdb, "-D", str(data), *options).wait()
        self.start()

    @property
    def pid(self) -> int:
        """The id of the first process; the others are its children."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it was not stopped."""
        return self._process.poll() is None

    def start(self) -> None:
        """Start the server (again, on the same data and port)."""
        self._process = self._run(
            find_program("postgres", folders=BINARIES),
            *("-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder)),
            *(f"--{name}={value}" for name, value in self._settings.items()),
        )
        eventually(self._answers, f"PostgreSQL answers; {self.log}")

    def stop(self, sign: int = signal.SIGINT) -> None:
        """End the server with all connections; SIGQUIT: as if the machine had gone."""
        self._process.send_signal(sign)
        self._process.wait(30)

    def become_standby(self) -> None:
        """Start again as a standby that may only be read, as after a failover to another one."""
        self.stop()
        signal_file = self.folder / "data" / "standby.signal"
        signal_file.touch()
        owner = signal_file.parent.stat()
        os.chown(signal_file, owner.st_uid, owner.st_gid)
        self.start()

    def promote(self) -> None:
        """End the time as a standby."""
        self._execute("SELECT pg_promote()")

    def change(self, option: str, value: str | int | None) -> None:
        """Set an option of the running server, or with None take it back."""
        self._execute(
            f"ALTER SYSTEM RESET {option}"
            if value is None
            else f"ALTER SYSTEM SET {option} = '{value}'"
        )
        self._execute("SELECT pg_reload_conf()")

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

    def throw_out(self, name: str) -> int:
        """End all connections to a database, and wait until they are gone; returns how many."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            return connection.execute(
                "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE datname = %s",
                [name],
            ).rowcount

    def clear(self, name: str) -> None:
        """Throw everybody out of a database, and delete all that is in its tables."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(_EMPTY)

    @property
    def log(self) -> str:
        """What the server has written so far."""
        return (self.folder / "log").read_text(errors="replace")

    def close(self) -> None:
        """Stop the server and remove everything."""
        end_group(self._process, signal.SIGINT)
        self._log.close()
        shutil.rmtree(self.folder)

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
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
    """A Redis server with a password, without persistence; `options` are further ones."""

    def __init__(self, *options: str) -> None:
        self.port = free_port()
        self.password = secrets.token_hex(8)
        self._options = options
        self.start()

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped since."""
        return self._process.poll() is None

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
                *self._options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        eventually(self._listens, "Redis listens")

    def stop(self) -> None:
        """End the server as if the machine had gone."""
        end_group(self._process)

    def freeze(self) -> None:
        """Have the server answer nothing, with all connections left open."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._process.send_signal(signal.SIGCONT)

    def client(self) -> redis.Redis:
        """A connection, to be closed."""
        return redis.Redis.from_url(self.url, decode_responses=True)

    def clear(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()

    def _listens(self) -> bool:
        assert self.running, f"Redis ended with status {self._process.returncode}"
        return listens(self.port)


class RedisCluster:
    """Redis servers that share the slots among them."""

    def __init__(self, size: int = 3) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="weconnect-redis-"))
        self.nodes: list[Redis] = []
        self._buses: list[int] = []
        for number in range(size):
            file = str(self.folder / f"{number}.conf")
            # By default the port for each other is 10,000 above, where outgoing connections are.
            self._buses.append(free_port())
            node = Redis(
                *("--cluster-enabled", "yes", "--cluster-config-file", file),
                *("--cluster-port", str(self._buses[-1])),
            )
            node.password = self.nodes[0].password if self.nodes else node.password
            self.nodes.append(node)
        self._first_password()
        self._join()

    @property
    def url(self) -> str:
        """The REDIS_URL: of any of them."""
        return self.nodes[0].url.removesuffix("/0")

    def owner(self, slot: int) -> int:
        """The number of the server that has a slot."""
        for first, last, (_host, port, *_), *_ in self._ask(0, "CLUSTER", "SLOTS"):
            if first <= slot <= last:
                return next(n for n, node in enumerate(self.nodes) if node.port == port)
        raise AssertionError(f"slot {slot} is nowhere")

    def move(self, slot: int, to: int) -> None:
        """Give an empty slot to another server."""
        name = self._ask(to, "CLUSTER", "MYID")
        for number in (to, *range(len(self.nodes))):
            self._ask(number, "CLUSTER", "SETSLOT", str(slot), "NODE", name)

    def stop(self) -> None:
        """End all servers."""
        for node in self.nodes:
            node.stop()
        shutil.rmtree(self.folder)

    def _first_password(self) -> None:
        """Have one password for all: servers of a cluster share it."""
        for node in self.nodes[1:]:
            node.stop()
            node.start()

    def _join(self) -> None:
        size = len(self.nodes)
        bounds = [16384 * number // size for number in range(size + 1)]
        for number in range(size):
            first, last = bounds[number], bounds[number + 1] - 1
            self._ask(number, "CLUSTER", "ADDSLOTSRANGE", str(first), str(last))
            ports = (str(self.nodes[number].port), str(self._buses[number]))
            self._ask(0, "CLUSTER", "MEET", "127.0.0.1", *ports)
        eventually(self._is_complete, "the Redis cluster is complete")

    def _is_complete(self) -> bool:
        return all(
            "cluster_state:ok" in str(self._ask(number, "CLUSTER", "INFO"))
            and len(self._ask(number, "CLUSTER", "SLOTS")) == len(self.nodes)
            for number in range(len(self.nodes))
        )

    def _ask(self, number: int, *command: str) -> Any:
        node = self.nodes[number]
        connection = redis.Connection(
            host="127.0.0.1", port=node.port, password=node.password, protocol=2
        )
        try:
            connection.send_command(*command)
            return connection.read_response()
        finally:
            connection.disconnect()


def _account(*names: str) -> pwd.struct_passwd:
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(f"there is no user {' or '.join(names)} to run PostgreSQL as")
