"""The shipped configurations of nginx and HAProxy, run as they are: only places are substituted."""

import os
import socket
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.harness.processes import ROOT, end_group, find_program, free_port, listens
from tests.harness.waiting import eventually

# Where the configurations look for the servers.
PLACES = ("127.0.0.1:5001", "127.0.0.1:5002")
TLS = "/etc/weconnect/tls/"


def substitute(text: str, changes: dict[str, str]) -> str:
    """`text` with every key replaced by its value; one that is not there fails the test."""
    for old, new in changes.items():
        assert old in text, f"the configuration does not hold {old!r} any more"
        text = text.replace(old, new)
    return text


class Proxy:
    """A proxy on free ports of 127.0.0.1, in front of the servers that listen on two ports.

    `tls` is a folder with `weconnect.pem` and `weconnect.pem.key`; `changes` are further
    substitutions in the configuration.
    """

    name = ""

    def __init__(
        self,
        folder: Path,
        tls: Path,
        servers: Sequence[int],
        changes: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.tls = tls
        self.servers = servers
        self.port = free_port()
        self.plain_port = free_port()
        self.changes = {TLS: f"{tls}/"} | (changes or {})
        self.configuration = ""
        self._log_file = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is over TLS."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def plain_url(self) -> str:
        """Where it is without TLS."""
        return f"http://127.0.0.1:{self.plain_port}"

    @property
    def log(self) -> str:
        """What it has written: a line for each request, and where that went at its end."""
        return self._log_file.read_text(errors="replace")

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = self.prepare()
        with self._log_file.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"]} | self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        eventually(self._listens, f"{self.name} listens")

    def close(self) -> None:
        """End it."""
        if self._process:
            end_group(self._process)

    def prepare(self) -> list[str]:
        """Write the configuration; returns the command that starts it."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """What it is told by its environment."""
        return {}

    def mark(self, number: int) -> str:
        """How the log calls a server."""
        raise NotImplementedError

    def served(self, address: str, path: str = "/socket.io/") -> set[int]:
        """Which of the servers (0, 1) have answered requests from `address` for `path`."""
        return {
            number
            for line in self.log.splitlines()
            if line.startswith(f"{address} ") and f" {path}" in line
            for number in range(len(self.servers))
            if line.endswith(self.mark(number))
        }

    def agreed_protocol(self) -> str | None:
        """What it speaks with somebody who speaks HTTP/2 and HTTP/1.1."""
        context = ssl.create_default_context(cafile=str(self.tls / "weconnect.pem"))
        context.set_alpn_protocols(["h2", "http/1.1"])
        with (
            socket.create_connection(("127.0.0.1", self.port)) as raw,
            context.wrap_socket(raw, server_hostname="127.0.0.1") as secured,
        ):
            return secured.selected_alpn_protocol()

    def _listens(self) -> bool:
        assert self._process
        assert self._process.poll() is None, self.log
        return listens(self.port)

    def _write(self, path: str, changes: dict[str, str]) -> Path:
        shipped = (ROOT / path).read_text()
        written = self.folder / Path(path).name
        self.configuration = substitute(shipped, changes | self.changes)
        written.write_text(self.configuration)
        return written


class Nginx(Proxy):
    """nginx; its main file is the test's, as that is the distribution's elsewhere."""

    name = "nginx"

    def prepare(self) -> list[str]:
        """Write the configuration; returns the command that starts it."""
        (self.folder / "cache").mkdir()
        self._write(
            "deploy/nginx/weconnect.conf",
            {place: f"127.0.0.1:{port}" for place, port in zip(PLACES, self.servers, strict=True)}
            | {
                "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
                "listen 443 ": f"listen 127.0.0.1:{self.port} ",
                "    listen [::]:80;\n": "",
                "    listen [::]:443 ssl http2;\n": "",
                "/var/cache/nginx/weconnect": f"{self.folder}/cache",
                "/var/log/nginx/weconnect.log": "/dev/stdout",
            },
        )
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        main = self.folder / "nginx.conf"
        main.write_text(
            ("user root;\n" if os.geteuid() == 0 else "")
            + f"daemon off; pid {self.folder}/pid; error_log stderr;\n"
            + "events { worker_connections 1024; }\nhttp {\n"
            + "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in kinds)
            + "include weconnect.conf;\n}\n"
        )
        return [find_program("nginx", folders="/usr/sbin"), "-c", str(main), "-e", "stderr"]

    def mark(self, number: int) -> str:
        """How the log calls a server."""
        return f"127.0.0.1:{self.servers[number]}"


class Haproxy(Proxy):
    """HAProxy, told by its environment where the servers are, as its configuration says."""

    name = "haproxy"

    def prepare(self) -> list[str]:
        """Write the configuration; returns the command that starts it."""
        written = self._write(
            "deploy/haproxy/haproxy.cfg",
            {
                "bind :80\n": f"bind 127.0.0.1:{self.plain_port}\n",
                "bind :443 ": f"bind 127.0.0.1:{self.port} ",
            },
        )
        return [find_program("haproxy", folders="/usr/sbin"), "-db", "-f", str(written)]

    def environment(self) -> dict[str, str]:
        """What it is told by its environment."""
        return {
            f"WECONNECT_{number}": f"127.0.0.1:{port}"
            for number, port in enumerate(self.servers, start=1)
        }

    def mark(self, number: int) -> str:
        """How the log calls a server."""
        return f"/{('one', 'two')[number]}"


PROXIES: tuple[type[Proxy], ...] = (Nginx, Haproxy)
