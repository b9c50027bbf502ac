"""Small servers in the tests' own process: our transport, and nothing of the product above it."""

import json
from collections.abc import Callable
from typing import Any

import gevent
import socketio
from flask import Flask
from werkzeug.http import parse_cookie

from tests.harness.person import PASSWORD
from weconnect.auth.people import registration
from weconnect.auth.sign_in import tokens
from weconnect.engine.database.transactions import db
from weconnect.engine.limits.connection_limit import Quota
from weconnect.engine.realtime.socketio.manager import Fanout
from weconnect.engine.realtime.socketio.server import SocketIOServer
from weconnect.engine.transport.http import handshake
from weconnect.engine.transport.http.server import HttpConnection, HttpServer
from weconnect.engine.transport.websocket.connection import Listener, WebSocket
from weconnect.engine.transport.websocket.frames import BINARY, TEXT, frame

from .peer import Peer

MAX_SIZE = 128 * 1024


class Host:
    """A server on a free port, with a WSGI application."""

    def __init__(self, application: Any, quota: Quota | None = None) -> None:
        self.server = HttpServer(
            ("127.0.0.1", 0),
            application=application,
            quota=quota,
            log=None,
            error_log=None,
            handler_class=HttpConnection,
        )
        self.server.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """End it and all of its connections."""
        self.server.stop(timeout=0)


class Echo(Host):
    """Says every message back. `sockets` are all that were opened, `ended` those that are over.

    `asked` is what the environments of requests say, without the objects in them.
    """

    def __init__(self, max_size: int = MAX_SIZE) -> None:
        self.asked: list[dict[str, str]] = []
        self.sockets: list[WebSocket] = []
        self.ended: list[WebSocket] = []
        self.max_size = max_size
        super().__init__(self._application)

    def _application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self.asked.append({key: text for key, text in environ.items() if isinstance(text, str)})
        if environ["PATH_INFO"] == "/page":
            body = environ["wsgi.input"].read()
            start_response("200 OK", [("Content-Length", str(len(body)))])
            return [body]
        try:
            websocket = environ[handshake.OPEN](self.max_size)
        except handshake.BadHandshake as error:
            start_response(error.status, [("Content-Length", "0"), *error.headers])
        else:
            self.sockets.append(websocket)
            websocket.listener = Mirror(self, websocket)
        return []

    def hear(self, websocket: WebSocket, message: str | bytes) -> None:
        """Answer a message."""
        if isinstance(message, str):
            websocket.write(frame(TEXT, message.encode()))
        else:
            websocket.write(frame(BINARY, message))


class Mirror(Listener):
    """Listens for an Echo."""

    def __init__(self, host: Echo, websocket: WebSocket) -> None:
        self._host = host
        self._websocket = websocket

    def take(self, message: str | bytes) -> None:
        """A message came."""
        self._host.hear(self._websocket, message)

    def over(self) -> None:
        """The last message came."""
        self._host.ended.append(self._websocket)


class SocketIOHost(Host):
    """Socket.IO: `say` is answered with its arguments, `tell` goes to everybody as `told`."""

    def __init__(self, quota: Quota | None = None, **options: Any) -> None:
        settings: dict[str, Any] = {
            "async_mode": "gevent",
            "ping_interval": 5,
            "ping_timeout": 5,
            "max_http_buffer_size": MAX_SIZE,
            "cors_allowed_origins": [],
        }
        self.io = SocketIOServer(
            self._answer,
            client_manager=Fanout(),
            identify=lambda environ: parse_cookie(environ).get("login", ""),
            **settings | options,
        )
        self.io.on("connect", self._connect)
        self.io.on("disconnect", lambda sid, reason: self.gone.append((sid, reason)))
        self.events: list[tuple[str, list[Any]]] = []
        self.gone: list[tuple[str, str]] = []
        super().__init__(socketio.WSGIApp(self.io), quota)

    def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        if auth == {"token": "wrong"}:
            raise socketio.exceptions.ConnectionRefusedError("no")
        if auth == {"token": "broken"}:
            raise LookupError("the database is away")
        if auth == {"token": "slow"}:
            gevent.sleep(0.05)
        self.io.enter_room(sid, "everybody")

    def _answer(
        self, event: str, sid: str, arguments: list[Any], acknowledge: Callable[[str], None]
    ) -> None:
        self.events.append((event, arguments))
        if event == "say":
            acknowledge(self.io.packet_class.json.dumps(arguments))
        elif event == "tell":
            self.io.emit("told", arguments[0], room="everybody")
            acknowledge("{}")
        else:
            acknowledge('"unknown"')


class Product(Host):
    """WeConnect itself. Its people come in with access tokens."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        super().__init__(app)

    def enlist(self, name: str) -> str:
        """A new account; returns an access token."""
        proof = registration.create(name, PASSWORD)
        token = tokens.create_token_by_password(proof, "tests", None).token
        db.session.remove()
        return token

    def dial(self, token: str, *rooms: int, **options: int) -> Peer:
        """A socket of a token's owner that has joined these rooms."""
        peer = Peer(self.url, **options).open("/socket.io/?EIO=4&transport=websocket")
        peer.text(f'40{{"token":"{token}"}}')
        peer.packets('40{"sid"')
        for room in rooms:
            assert self.ask(peer, "joinRoom", {"room": room})["ok"]
        return peer

    @staticmethod
    def ask(peer: Peer, event: str, payload: object) -> dict[str, Any]:
        """Send an event; the acknowledgement."""
        peer.text(f"427{json.dumps([event, payload])}")
        (answer,) = json.loads(peer.packets("437")[3:])
        return dict(answer)
