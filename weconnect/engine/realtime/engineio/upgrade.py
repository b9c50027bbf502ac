"""From long polling to a WebSocket: two packets each way, and what is sent meanwhile is held."""

import gevent

from weconnect.engine.realtime.engineio.packets import PING, PONG, UPGRADE
from weconnect.engine.transport.websocket.connection import Listener, WebSocket
from weconnect.engine.transport.websocket.frames import POLICY, TEXT, frame

from .session import Session

# How long an upgrade may take.
PROBE_S = 10.0

_PROBED_FRAME = frame(TEXT, f"{PONG}probe".encode())


class Upgrade(Listener):
    """A WebSocket that may take over a connection."""

    def __init__(self, connection: Session, websocket: WebSocket) -> None:
        self.sid = connection.sid
        self.greenlets = connection.greenlets
        self._connection = connection
        self._websocket = websocket
        self._timer = gevent.spawn_later(PROBE_S, self._give_up)
        connection.upgrading = True

    def take(self, message: str | bytes) -> None:
        """The client's next packet."""
        connection = self._connection
        expected = UPGRADE if connection.probed else f"{PING}probe"
        if message != expected or connection.closed:
            self._give_up()
        elif not connection.probed:
            connection.probed = True
            self._websocket.write(_PROBED_FRAME)
            if connection.poll_queue is not None:
                connection.poll_queue.wake()
        else:
            self.over()
            connection.upgrade(self._websocket)

    def over(self) -> None:
        """It took over, or will not any more."""
        self._timer.kill(block=False)
        self._connection.upgrading = self._connection.probed = False

    def _give_up(self) -> None:
        self.over()
        self._websocket.refuse(POLICY, "upgrade not completed")
