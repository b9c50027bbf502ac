"""The real product: gunicorn with the settings of gunicorn.conf.py, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests

from .launching import fork_server
from .person import Person
from .processes import ROOT, Launched, end_group, free_port, listens
from .waiting import eventually

# Everything that may be set, so that neither `.env` nor the environment reaches a test's server.
SETTINGS = {
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "SECRET_KEY": "",
    "REGISTRATION": "open",
    "BCRYPT_ROUNDS": "4",
    "RATE_LIMITS": "off",
    "ALLOWED_ORIGINS": "",
    "PROXY_HOPS": "0",
    # Tests reach no server of others: those that need one list it.
    "EGRESS": "deny",
    "DRAIN_PAUSE": "0",
    "ROLE": "all",
    "UPGRADE_DATABASE": "on",
}
STOP_S = 30
PRODUCT = "wsgi:app"


class Server:
    """One server, to be started. `settings` are environment variables, over those above.

    `app` is what gunicorn serves, if it is not the product as it is. `before` is put before its
    command.
    """

    before: tuple[str, ...] = ()
    # Whether its process is forked from one that has loaded everything, instead of the command.
    by_fork = False

    def __init__(self, data_dir: Path | None = None, app: str = PRODUCT, **settings: str) -> None:
        self.app = app
        self.data_dir = data_dir or Path(tempfile.mkdtemp(prefix="weconnect-data-"))
        self.port = int(settings.pop("PORT", 0)) or free_port()
        if settings.get("DATABASE_URL"):
            settings.setdefault("SECRET_KEY", "a key for tests, long enough to be one")
        self.settings = settings
        self.log_file = self.data_dir / "server.log"
        self._people: list[Person] = []
        self._launched: Launched | None = None

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The id of the first process (gunicorn's), whose group is the whole server."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._launched is not None and self._launched.poll() is None

    @property
    def workers(self) -> list[int]:
        """The ids of the processes that serve."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        pairs = [line.split() for line in listed.stdout.splitlines()]
        return [int(pid) for pid, parent in pairs if int(parent) == self.pid]

    @property
    def log(self) -> str:
        """Everything that it has written."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The log's lines, parsed; a line that is no JSON object fails the test."""
        return [json.loads(line) for line in self.log.splitlines()]

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.launch()
        eventually(self.ready, "the server is ready")

    def launch(self) -> None:
        """Start it without waiting."""
        environment = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"} | SETTINGS
        environment |= {"PORT": str(self.port), "DATA_DIR": str(self.data_dir)} | self.settings
        with self.log_file.open("ab") as log:
            # Another application may be the product without what is loaded.
            if self.by_fork and not self.before and self.app == PRODUCT:
                self._launched = fork_server().start([self.app], environment, log.fileno())
                return
            self._launched = subprocess.Popen(
                [*self.before, sys.executable, "-m", "gunicorn", self.app],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> int:
        """Wait for its end; returns the exit status."""
        return self._process.wait(STOP_S)

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Ask it to end, as a supervisor does; returns the exit status."""
        if self._process.poll() is None:
            self._process.send_signal(sign)
        return self.wait()

    def kill(self) -> None:
        """End all of its processes at once, as a power cut would."""
        end_group(self._process)

    def restart(self) -> None:
        """Start it again on the same data and port, after ending it if it still runs."""
        self.stop()
        self.start()

    def person(self, username: str, **fields: str) -> Person:
        """A newly registered account, logged in. The first one is the administrator."""
        person = self.visitor(username)
        person.register(**fields)
        return person

    def visitor(self, username: str = "nobody") -> Person:
        """Somebody who is not logged in (yet), or comes with a further browser."""
        person = Person(self.url, username)
        self._people.append(person)
        return person

    def get(self, path: str, **options: Any) -> requests.Response:
        """An anonymous GET."""
        return requests.get(self.url + path, timeout=30, **options)

    def close(self) -> None:
        """End it and everybody's connections."""
        for person in self._people:
            person.close()
        if self.running:
            self.kill()

    def ready(self) -> bool:
        """Whether it answers and can serve; AssertionError if it has ended."""
        if self._process.poll() is not None:
            raise AssertionError(f"the server ended with status {self._process.returncode}")
        if not listens(self.port):
            # Cheaper than a request, of the many that it takes until it does.
            return False
        try:
            return self.get("/readyz").status_code == 200
        except requests.ConnectionError:
            return False

    @property
    def _process(self) -> Launched:
        assert self._launched, "the server was never started"
        return self._launched
