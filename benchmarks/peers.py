"""Peers that speak Socket.IO or plain WebSocket: in Node, Python and C."""

import os
import sys
from pathlib import Path

from .server import BUILD, EVERYTHING, JOIN, PEERS, Server, absent

MODULES = Path("/usr/lib/nginx/modules")
INSTALL_NODE = "apt-get install nodejs npm"
INSTALL_NCHAN = "apt-get install nginx-core libnginx-mod-nchan"


class OnNode(Server):
    """A peer whose packages npm installs."""

    @staticmethod
    def missing() -> str | None:
        return absent(INSTALL_NODE, "node", "npm")


class ExpressSqlite(OnNode):
    """The stack of the first WeConnect, doing the same durable work."""

    name = "express"
    title = "Express + Socket.IO + SQLite"
    takes_part_in = EVERYTHING
    durable = acknowledges = True

    def command(self) -> list[str]:
        words = (self.port, self.folder / "peer.db", self.users, self.rooms, self.messages)
        script = BUILD / "peers/express-socketio-sqlite.js"
        return ["node", str(script), *map(str, words)]

    def options(self) -> list[str]:
        cookies = "".join(f"sid=tok{number}\n" for number in range(1, self.users + 1))
        say = '421["sendMessage",{"room":"%r","content":"%t","clientId":"%u"}]'
        return ["--cookies", self.write("cookies", cookies), "--join", JOIN, "--message", say]


class BareSocketIO(OnNode):
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

    @staticmethod
    def missing() -> str | None:
        module = MODULES / "ngx_nchan_module.so"
        return absent(INSTALL_NCHAN, "nginx") if module.exists() else INSTALL_NCHAN

    def prepare(self) -> None:
        text = (PEERS / "nchan.conf").read_text()
        user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
        for word, value in (("PORT", self.port), ("MODULES", MODULES), ("USER", user)):
            text = text.replace(word, str(value))
        self.write("nginx.conf", text)

    def command(self) -> list[str]:
        config = self.folder / "nginx.conf"
        return ["nginx", "-p", str(self.folder), "-c", str(config), "-e", "error.log"]

    def options(self) -> list[str]:
        say = '["newMessage",{"room":"%r","content":"%t"}]'
        return ["--raw", "--path", "/rooms/%r", "--message", say, "--delivery", '["newMessage"']
