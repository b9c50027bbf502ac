"""Flask-SocketIO with our transport, our client manager, and events that need no greenlet each."""

import logging
from collections.abc import Callable
from typing import Any

import flask_socketio
import socketio
import socketio.packet
from flask import Flask
from socketio.exceptions import ConnectionRefusedError as Refused

from weconnect.engine.realtime.engineio.packets import Encoded, Malformed
from weconnect.engine.realtime.engineio.server import EngineIOServer
from weconnect.engine.realtime.engineio.session import Session
from weconnect.engine.realtime.engineio.session_owner import LOGIN
from weconnect.engine.transport.websocket.frames import POLICY
from weconnect.wire.errors import Unavailable

from . import packets
from .manager import Fanout
from .packets import Packet

log = logging.getLogger(__name__)

# Answers one client event: (event, sid, arguments, acknowledge). `acknowledge` takes the JSON text
# of the acknowledgement, now or later.
Answer = Callable[[str, str, list[Any], Callable[[str], None]], None]

# No event of ours has binary attachments. So many are waited for, to be able to say so.
MAX_ATTACHMENTS = 4
# How long a connection may stay without being let into a namespace.
CONNECT_TIMEOUT_S = 10.0


class SocketIOServer(socketio.Server):
    """A Socket.IO server that hands all events to one function, in the order of their arrival.

    Stock python-socketio starts a greenlet for each event, and forgets the order in doing so. It
    also swallows every violation of the protocol; here the connection is closed.
    """

    eio: EngineIOServer

    def __init__(self, answer: Answer, **options: Any) -> None:
        super().__init__(**options)
        self.answer = answer

    def _engineio_server_class(self) -> type[EngineIOServer]:
        return EngineIOServer

    def _send_eio_packet(self, eio_sid: str, eio_pkt: Encoded) -> None:
        self.eio.send_packet(eio_sid, eio_pkt)

    # Coming and going

    def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        # Of the request, nothing is kept but whose it is.
        whose = {name: environ[name] for name in (LOGIN, "HTTP_AUTHORIZATION") if name in environ}
        super()._handle_eio_connect(eio_sid, whose)

    def _handle_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        """Let a client into a namespace, or tell it why not, and close the connection."""
        connection = self.eio.sockets[eio_sid]
        if namespace not in self.handlers:
            self._refuse(connection, namespace, {"message": "Invalid namespace"})
            return
        sid = self.manager.pre_connect(eio_sid, namespace)
        if sid is None:
            raise Malformed("connected already")
        reason = self._reason_against(sid, eio_sid, namespace, data)
        if reason is not None:
            self.manager.disconnect(sid, namespace, ignore_queue=True)
            self._refuse(connection, namespace, reason)
            return
        space = "" if namespace == "/" else f"{namespace},"
        connection.send(Encoded(f'{packets.CONNECT}{space}{{"sid":"{sid}"}}'))
        self.manager.connect(sid, namespace)
        connection.admitted = True
        if connection.closed:
            # While the application thought about it.
            self._trigger_event("disconnect", namespace, sid, self.reason.TRANSPORT_CLOSE)
            self.manager.disconnect(sid, namespace, ignore_queue=True)

    def _reason_against(self, sid: str, eio_sid: str, namespace: str, auth: Any) -> Any:
        """Why the application does not want a client, as it is told; None if it does."""
        try:
            self._trigger_event("connect", namespace, sid, self.environ.get(eio_sid, {}), auth)
        except Refused as refused:
            return refused.error_args
        except Exception:
            log.exception("connect failed")
            return Unavailable().body()
        return None

    def _refuse(self, connection: Session, namespace: str, reason: Any) -> None:
        self._tell(connection.sid, socketio.packet.CONNECT_ERROR, reason, namespace)
        if not connection.admitted:
            connection.close(code=POLICY)

    def _tell(self, eio_sid: str, kind: int, data: Any, namespace: str) -> None:
        self._send_packet(eio_sid, self.packet_class(kind, data=data, namespace=namespace))

    def _handle_disconnect(self, eio_sid: str, namespace: str, reason: Any = None) -> None:
        super()._handle_disconnect(eio_sid, namespace, reason)
        connection = self.eio.sockets.get(eio_sid)
        if connection is not None and not connection.closed:
            spaces = list(self.manager.get_namespaces())
            connection.admitted = any(
                self.manager.sid_from_eio_sid(eio_sid, space) for space in spaces
            )
            if not connection.admitted:
                self.eio.heartbeat.expect_admission(connection)

    def _handle_eio_disconnect(self, eio_sid: str, reason: Any) -> None:
        self._binary_packet.pop(eio_sid, None)
        super()._handle_eio_disconnect(eio_sid, reason)

    # Packets

    def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        """Take in a Socket.IO packet or one of its attachments. Raises Malformed."""
        gathering = self._binary_packet.get(eio_sid)
        if isinstance(data, bytes):
            if gathering is None:
                raise Malformed("attachment of nothing")
            gathering.add(data, self.eio.max_http_buffer_size)
            if gathering.is_complete:
                del self._binary_packet[eio_sid]
                self._dispatch(eio_sid, gathering.whole())
            return
        if gathering is not None:
            raise Malformed("attachment missing")
        packet = packets.read(data)
        if packet.kind not in {packets.BINARY_EVENT, packets.BINARY_ACK}:
            self._dispatch(eio_sid, packet)
        elif 0 < packet.attachments <= MAX_ATTACHMENTS and self._sid(eio_sid, packet):
            self._binary_packet[eio_sid] = packets.Gathering(packet)
        else:
            raise Malformed("too many attachments")

    def _dispatch(self, eio_sid: str, packet: Packet) -> None:
        if packet.kind not in {packets.EVENT, packets.BINARY_EVENT}:
            self.eio.sockets[eio_sid].count_empty()
        if packet.kind == packets.CONNECT:
            self._handle_connect(eio_sid, packet.namespace, packet.data)
        elif packet.kind == packets.DISCONNECT:
            self._handle_disconnect(eio_sid, packet.namespace, self.reason.CLIENT_DISCONNECT)
        elif packet.kind in {packets.ACK, packets.BINARY_ACK}:
            if sid := self._sid(eio_sid, packet):
                self.manager.trigger_callback(sid, int(packet.number), packet.data)
        else:
            self._handle_event(eio_sid, packet.namespace, packet.number, packet.data)

    def _sid(self, eio_sid: str, packet: Packet) -> str | None:
        """The client's id in the packet's namespace; None before it was let in."""
        sid = self.manager.sid_from_eio_sid(eio_sid, packet.namespace)
        return sid if self.manager.is_connected(sid, packet.namespace) else None

    def _handle_event(self, eio_sid: str, namespace: str, number: str, data: list[Any]) -> None:
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace)
        if not self.manager.is_connected(sid, namespace):
            raise Malformed("event before connect")

        def acknowledge(text: str) -> None:
            if number and (connection := self.eio.sockets.get(eio_sid)) is not None:
                space = "" if namespace == "/" else f"{namespace},"
                connection.send(Encoded(f"{packets.ACK}{space}{number}[{text}]"))

        # A client may name its event anything, also a number or nothing at all.
        event = data[0] if data and isinstance(data[0], str) else ""
        self.answer(event, sid, data[1:], acknowledge)


class SocketIO(flask_socketio.SocketIO):
    """Flask-SocketIO whose server is a `SocketIOServer`."""

    def init_app(self, app: Flask, **options: Any) -> None:
        """Put a Socket.IO server of its own in front of `app`."""
        self.server_options = options
        self.server = SocketIOServer(
            client_manager=Fanout(),
            **{
                "connect_timeout": CONNECT_TIMEOUT_S,
                "surroundings": app.app_context,
                **options,
            },
        )
        # Not Flask-SocketIO's own, which copies each request's environment.
        self.sockio_mw = socketio.WSGIApp(self.server, app.wsgi_app, socketio_path="socket.io")
        app.wsgi_app = self.sockio_mw  # type: ignore[method-assign]
        app.extensions["socketio"] = self
