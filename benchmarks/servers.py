"""WeConnect and its peers: how each is started, and how the load generator speaks to it."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
BUILD = HERE / "build"
PEERS = HERE / "peers"
MODULES = Path("/usr/lib/nginx/modules")

JOIN = '420["joinRoom",{"room":"%r"}]'
SAY = '421["sendMessage",{"room":"%r","content":"%t"}]'
START_S = 60


class Failed(Exception):
    """Something did not run as it should; the message says what."""


class Server:
    """A server that can be started and stopped again and again on the same data."""

    name: str
    title: str
    # Whether it stores and acknowledges what it is sent.
    durable = False

    def __init__(self, port: int, users: int, rooms: int, messages: int = 0) -> None:
        self.port = port
        self.users, self.rooms, self.messages = users, rooms, messages
        self.folder = Path(tempfile.mkdtemp(prefix=f"bench-{self.name}-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.prepare()

    def prepare(self) -> None:
        """Make the data."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def options(self) -> list[str]:
        """The load generator's options for this server."""
        return ["--join", JOIN, "--message", SAY]

    def start(self, *, wait: bool = True) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=ROOT if self.name == "weconnect" else self.folder,
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.05)
        raise Failed(f"{self.title} did not start:\n{(self.folder / 'log').read_text()[-2000:]}")

    def _answers(self) -> bool:
        # Whatever it answers: that the port is open says nothing, it may be the first process's.
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_S)
        try:
            asked.request("GET", "/healthz")
            return bool(asked.getresponse().status)
        except OSError:
            return False
        finally:
            asked.close()

    def pids(self) -> list[int]:
        """Its processes, the first one's children included."""
        assert self._process is not None
        return list(_family(self._process.pid))

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self._process.pid, signal.SIGKILL)  # what it may have left behind
        except ProcessLookupError:
            pass
        self._process.wait()
        self._process = None

    def close(self) -> None:
        """Stop it and remove its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text)
        return str(path)


class WeConnect(Server):
    """The product, with all that it does for each message."""

    name = "weconnect"
    title = "WeConnect"
    durable = True

    def prepare(self) -> None:
        self.cookies = str(self.folder / "cookies")
        words = [self.cookies, *map(str, (self.users, self.rooms, self.messages))]
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.seed", *words],
            cwd=ROOT,
            env={**os.environ, **self.environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"The database could not be filled:\n{done.stderr[-2000:]}")
        self.names = self._write("rooms", "".join(f"{n}\n" for n in range(1, self.rooms + 1)))

    def command(self) -> list[str]:
        return [sys.executable, "-m", "gunicorn", "wsgi:app"]

    def environment(self) -> dict[str, str]:
        return {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", ""),
            "REDIS_URL": "",
            "PORT": str(self.port),
            "RATE_LIMITS": "off",
            "PYTHON_DOTENV_DISABLED": "1",
            # Compiled once, as on any server, whatever the shell says.
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def options(self) -> list[str]:
        return [
            *("--cookies", self.cookies, "--room-names", self.names),
            *("--origin", f"http://127.0.0.1:{self.port}"),
            *("--join", '420["joinRoom",{"room":%r}]'),
            *("--message", '421["sendMessage",{"room":%r,"content":"%t","clientId":"%u"}]'),
        ]


class ExpressSqlite(Server):
    """The stack of the first WeConnect, doing the same durable work."""

    name = "express"
    title = "Express + Socket.IO + SQLite"
    durable = True

    def command(self) -> list[str]:
        words = (self.port, self.folder / "peer.db", self.users, self.rooms, self.messages)
        script = BUILD / "peers/express-socketio-sqlite.js"
        return ["node", str(script), *map(str, words)]

    def options(self) -> list[str]:
        cookies = "".join(f"sid=tok{number}\n" for number in range(1, self.users + 1))
        say = '421["sendMessage",{"room":"%r","content":"%t","clientId":"%u"}]'
        return ["--cookies", self._write("cookies", cookies), "--join", JOIN, "--message", say]


class BareSocketIO(Server):
    name = "socketio"
    title = "Socket.IO, bare"

    def command(self) -> list[str]:
        return ["node", str(BUILD / "peers/socketio-bare.js"), str(self.port)]


class StockFlask(Server):
    name = "flask"
    title = "Flask-SocketIO, stock"

    def command(self) -> list[str]:
        return [sys.executable, str(PEERS / "flask-socketio-stock.py"), str(self.port)]


class Nchan(Server):
    name = "nchan"
    title = "Nchan in nginx"

    def prepare(self) -> None:
        text = (PEERS / "nchan.conf").read_text()
        user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
        for word, value in (("PORT", self.port), ("MODULES", MODULES), ("USER", user)):
            text = text.replace(word, str(value))
        self._write("nginx.conf", text)

    def command(self) -> list[str]:
        config = self.folder / "nginx.conf"
        return ["nginx", "-p", str(self.folder), "-c", str(config), "-e", "error.log"]

    def options(self) -> list[str]:
        say = '["newMessage",{"room":"%r","content":"%t"}]'
        return ["--raw", "--path", "/rooms/%r", "--message", say, "--delivery", '["newMessage"']


SERVERS: tuple[type[Server], ...] = (WeConnect, ExpressSqlite, BareSocketIO, StockFlask, Nchan)


def _family(pid: int) -> Iterator[int]:
    yield pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        yield from _family(int(child))
