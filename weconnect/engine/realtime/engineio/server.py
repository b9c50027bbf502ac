"""The Engine.IO server: takes in connections, and answers long polling.

A request is refused before it costs anything: by its origin, its number of connections, its form.
Who refuses with which status is Engine.IO's protocol, version 4; the codes are those of its
reference implementation.
"""

import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import parse_qs

import engineio

from weconnect.engine.concurrency.greenlet_pool import GreenletPool
from weconnect.engine.limits.connection_limit import Full, Quota
from weconnect.engine.monitoring import logs
from weconnect.engine.monitoring.counters import counters
from weconnect.engine.realtime.engineio.packets import OPEN, Encoded, Malformed
from weconnect.engine.transport.http.handshake import OPEN as OPEN_WEBSOCKET
from weconnect.engine.transport.http.handshake import BadHandshake
from weconnect.engine.transport.websocket.connection import WebSocket
from weconnect.engine.transport.websocket.frames import POLICY, TEXT, frame

from . import polling
from .heartbeat import Heartbeat
from .polling import Refusal
from .session import Session, is_overdue
from .session_owner import LOGIN, SessionOwner
from .upgrade import Upgrade

log = logging.getLogger(__name__)

# Query parameters of a request.
MAX_PARAMETERS = 16

Environ = dict[str, Any]


class EngineIOServer(engineio.Server):
    """An Engine.IO server whose connections are `Session`s.

    Beside python-engineio's options: `connect_timeout`, after how many seconds a connection that
    nobody let in is closed; `surroundings`, in which what WebSockets bring is handled; `identify`,
    which says by a WSGI environment whose a request is; `quota`, how many connections there may be.
    """

    sockets: dict[str, Session]

    def __init__(
        self,
        connect_timeout: float | None = None,
        surroundings: Callable[[], AbstractContextManager[object]] = nullcontext,
        identify: Callable[[Environ], str] = lambda _environ: "",
        quota: Quota | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.greenlets = GreenletPool(surroundings)
        self.identify = identify
        self.quota = quota or Quota()
        self.connect_timeout = connect_timeout
        self.heartbeat = Heartbeat(self)

    # Requests

    def handle_request(self, environ: Environ, start_response: Any) -> list[bytes]:
        """Answer a request of long polling, or open a WebSocket (WSGI)."""
        try:
            return self._answer(environ, start_response)
        except Refusal as refusal:
            counters.turned_away[refusal.status[:3]] += 1
            body = json.dumps({"code": refusal.code, "message": str(refusal)}).encode()
            start_response(
                refusal.status,
                [
                    *polling.headers("application/json", body),
                    *refusal.headers,
                    *self._cors_headers(environ),
                ],
            )
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _answer(self, environ: Environ, start_response: Any) -> list[bytes]:
        if environ.get("HTTP_ORIGIN") and not self._is_welcome(environ):
            raise Refusal("403 Forbidden", 4, "Origin not allowed")
        try:
            query = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=MAX_PARAMETERS)
        except ValueError:
            raise Refusal("400 Bad Request", 3, "Bad request") from None
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return polling.say(start_response, "", self._cors_headers(environ))
        transport = query.get("transport", [""])[0]
        # Answers as scripts (JSONP) are not given: any site could have them.
        if transport not in self.transports or "j" in query:
            raise Refusal("400 Bad Request", 0, "Transport unknown")
        if "sid" in query:
            connection = self._find(query["sid"][0], environ)
            with logs.of_connection(connection.sid):
                return self._go_on(connection, method, transport, environ, start_response)
        if method != "GET":
            raise Refusal("400 Bad Request", 2, "Bad handshake method")
        if query.get("EIO") != ["4"]:
            raise Refusal("400 Bad Request", 5, "Unsupported protocol version")
        return self._take_in(transport, environ, start_response)

    def _is_welcome(self, environ: Environ) -> bool:
        allowed = self._cors_allowed_origins(environ)
        return allowed is None or environ["HTTP_ORIGIN"] in allowed

    def _find(self, sid: str, environ: Environ) -> Session:
        """The connection of a request.

        Its id alone proves nothing, as it may be seen in logs: whoever goes on with a connection
        must be whoever opened it.
        """
        connection = self.sockets.get(sid)
        login = self.identify(environ)
        if connection is None or not connection.owner.sent(login, environ):
            raise Refusal("400 Bad Request", 1, "Session ID unknown")
        if not connection.closed and is_overdue(connection):
            connection.close(self.reason.PING_TIMEOUT, abort=True)
            raise Refusal("400 Bad Request", 1, "Session ID unknown")
        return connection

    def _go_on(
        self,
        connection: Session,
        method: str,
        transport: str,
        environ: Environ,
        start_response: Any,
    ) -> list[bytes]:
        if transport == "websocket" and (connection.websocket or connection.upgrading):
            # As the reference implementation does: clients tell it from a server that is away.
            websocket = _open_websocket(environ, self.max_http_buffer_size)
            websocket.refuse(POLICY, "upgraded already")
            return []
        if connection.websocket is not None:
            raise Refusal("400 Bad Request", 3, "The connection is a WebSocket")
        cors = self._cors_headers(environ)
        if transport == "polling" and method == "GET":
            return polling.answer_poll(connection, environ, start_response, cors)
        if transport == "polling" and method == "POST" and not connection.closed:
            return polling.take_post(connection, environ, start_response, cors)
        if transport == "websocket" and not connection.closed:
            websocket = _open_websocket(environ, self.max_http_buffer_size)
            websocket.listener = Upgrade(connection, websocket)
            return []
        raise Refusal("400 Bad Request", 3, "Bad request")

    def _take_in(self, transport: str, environ: Environ, start_response: Any) -> list[bytes]:
        """Open a connection."""
        address = environ.get("REMOTE_ADDR", "")
        try:
            self.quota.enter(address)
        except Full as full:
            log.warning("too many connections", extra={"of_one_address": full.address})
            retry = ("Retry-After", str(full.RETRY_AFTER_S))
            raise Refusal(full.status, 4, "Too many connections", retry) from None
        environ[LOGIN] = login = self.identify(environ)
        owner = SessionOwner(login, environ)
        connection = Session(self, self.generate_id(), address, owner)
        if transport == "websocket":
            try:
                websocket = _open_websocket(environ, self.max_http_buffer_size)
            except Refusal:
                self.quota.leave(address)
                raise
            connection.websocket, websocket.listener = websocket, connection
        self.sockets[connection.sid] = connection
        counters.opened += 1
        if self._trigger_event("connect", connection.sid, environ, run_async=False) is False:
            connection.close(abort=True, code=POLICY)
            raise Refusal("401 Unauthorized", 4, "Unauthorized")
        self.heartbeat.start()
        self.heartbeat.expect_ping(connection)
        self.heartbeat.expect_admission(connection)
        if connection.websocket is not None:
            connection.websocket.write(frame(TEXT, self._opening(connection).encode()))
            return []
        more = [*self._cors_headers(environ), owner.give_cookie(environ)]
        return polling.say(start_response, self._opening(connection), more)

    def _opening(self, connection: Session) -> str:
        upgrades = (
            '"websocket"' if not connection.websocket and "websocket" in self.transports else ""
        )
        return (
            f'{OPEN}{{"sid":"{connection.sid}","upgrades":[{upgrades}],'
            f'"pingTimeout":{int(self.ping_timeout * 1000)},'
            f'"pingInterval":{int(self.ping_interval * 1000)},'
            f'"maxPayload":{self.max_http_buffer_size}}}'
        )

    # What connections ask of their server

    def deliver(self, connection: Session, message: str | bytes) -> None:
        """Hand a message to the application. Raises Malformed."""
        try:
            if (handle := self.handlers.get("message")) is not None:
                handle(connection.sid, message)
        except Malformed:
            raise
        except Exception:
            log.exception("message failed")

    def forget(self, connection: Session, reason: str) -> None:
        """A connection is over: tell the application."""
        self.sockets.pop(connection.sid, None)
        self.quota.leave(connection.address)
        self._trigger_event("disconnect", connection.sid, reason, run_async=False)

    # python-engineio's methods

    def send(self, sid: str, data: str | bytes) -> None:
        """Send a message to a connection, if there is one of this id."""
        self.send_packet(sid, Encoded(data))

    def send_packet(self, sid: str, pkt: Encoded) -> None:
        """Send what is encoded already."""
        if (connection := self.sockets.get(sid)) is not None:
            connection.send(pkt)

    def disconnect(self, sid: str | None = None) -> None:
        """Close a connection, or all of them; what was sent before arrives first."""
        for connection in [self.sockets.get(sid)] if sid else list(self.sockets.values()):
            if connection is not None:
                connection.close()


def _open_websocket(environ: Environ, max_size: int) -> WebSocket:
    """Become a WebSocket. Raises Refusal."""
    if OPEN_WEBSOCKET not in environ:
        raise Refusal("400 Bad Request", 3, "There are no WebSockets here")
    try:
        websocket: WebSocket = environ[OPEN_WEBSOCKET](max_size)
    except BadHandshake as error:
        raise Refusal(error.status, 3, error.text, *error.headers) from None
    return websocket
