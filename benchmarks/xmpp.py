"""Peers that speak XMPP: ejabberd and prosody, with rooms (MUC) whose messages are archived (MAM).

What they store lies in SQLite with a write-ahead log, synced for each message, as WeConnect's does.
"""

import sqlite3
from pathlib import Path

from .server import EVERYTHING, PEERS, Server, absent

LIBRARIES = Path("/usr/lib")
SCHEMA = Path("/usr/share/ejabberd/sql/lite.sql")
INSTALL_EJABBERD = "apt-get install ejabberd erlang-p1-sqlite3"
INSTALL_PROSODY = "apt-get install prosody lua-dbi-sqlite3"
# The packages start a service of their own, which is not wanted here.
NOT_THE_SERVICE = "; systemctl disable --now {}"

ROOM = "%r@conference.localhost"
JOIN = (
    f'<presence xmlns="jabber:client" to="{ROOM}/nick%i">'
    '<x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x></presence>'
)
SAY = (
    f'<message xmlns="jabber:client" to="{ROOM}" type="groupchat" id="%u"><body>%t</body></message>'
)


class Xmpp(Server):
    """A chat server. Its only answer to a message is the message itself, as everybody gets it."""

    # It has another way to what was said before, so nobody comes back to a page of it.
    takes_part_in = EVERYTHING - {"return"}
    durable = True
    path = ""

    def options(self) -> list[str]:
        return ["--xmpp", "--path", self.path, "--join", JOIN, "--message", SAY]

    def configure(self, source: str, target: str) -> str:
        """Fill in a configuration of peers/; returns the path."""
        text = (PEERS / source).read_text()
        for word, value in (("@PORT@", self.port), ("@FOLDER@", self.folder)):
            text = text.replace(word, str(value))
        return self.write(target, text)

    def make_database(self, name: str, schema: str = "") -> None:
        """A SQLite database with a write-ahead log, which it keeps whoever opens it."""
        connection = sqlite3.connect(self.folder / name)
        connection.execute("PRAGMA journal_mode = wal")
        connection.executescript(schema)
        connection.close()


class Ejabberd(Xmpp):
    """Debian's ejabberd, with its busy waiting off: it would be counted as work."""

    name = "ejabberd"
    title = "ejabberd, SQLite"
    path = "/ws"

    @staticmethod
    def missing() -> str | None:
        install = INSTALL_EJABBERD + NOT_THE_SERVICE.format("ejabberd")
        there = SCHEMA.exists() and any(LIBRARIES.glob("erlang/lib/p1_sqlite3-*"))
        return absent(install, "erl") if there else install

    def prepare(self) -> None:
        self.configure("ejabberd.yml", "ejabberd.yml")
        self.make_database("ejabberd.sqlite", SCHEMA.read_text())

    def environment(self) -> dict[str, str]:
        return {
            "EJABBERD_CONFIG_PATH": str(self.folder / "ejabberd.yml"),
            "EJABBERD_LOG_PATH": str(self.folder / "ejabberd.log"),
            "EJABBERD_PID_PATH": str(self.folder / "pid"),
            "ERL_CRASH_DUMP": str(self.folder / "crash.dump"),
            "ERL_LIBS": str(_ejabberd().parent),
            "HOME": str(self.folder),
        }

    def command(self) -> list[str]:
        return [
            # As ejabberdctl starts it, but alone: without a name, or ports for other nodes.
            *("erl", "+K", "true", "+P", "250000", "+Q", "19000"),
            *("+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none"),
            *("-noinput", "-noshell", "-mnesia", "dir", f'"{self.folder}/mnesia"'),
            *("-pa", str(_ejabberd() / "ebin"), "-s", "ejabberd", "-start_epmd", "false"),
        ]


class Prosody(Xmpp):
    """Debian's prosody."""

    name = "prosody"
    title = "prosody, SQLite"
    path = "/xmpp-websocket"

    @staticmethod
    def missing() -> str | None:
        install = INSTALL_PROSODY + NOT_THE_SERVICE.format("prosody")
        there = any(LIBRARIES.glob("*/lua/*/dbd/sqlite3.so"))
        return absent(install, "prosody") if there else install

    def prepare(self) -> None:
        self.configure("prosody.cfg.lua", "prosody.cfg.lua")
        for name in ("data", "certs"):
            (self.folder / name).mkdir()
        self.make_database("prosody.sqlite")

    def command(self) -> list[str]:
        return ["prosody", "--config", str(self.folder / "prosody.cfg.lua"), "-F"]


def _ejabberd() -> Path:
    return next(one for one in LIBRARIES.glob("*/ejabberd-*") if (one / "ebin").is_dir())
