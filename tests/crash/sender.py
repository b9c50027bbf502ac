"""People who keep posting whatever happens to their server: until each message is acknowledged."""

import json
import uuid
from typing import Any

import gevent
import websocket

from tests.harness.checks import Figures, gaps
from tests.harness.person import Person
from tests.harness.waiting import PATIENCE_S, eventually

# What can become of a connection to a server that dies: each of these means "try again".
GONE = (OSError, websocket.WebSocketException)


class Sender:
    """One person with one socket who posts into several rooms, as the client's outbox does."""

    def __init__(self, person: Person, rooms: list[int], window: int = 8) -> None:
        self.person = person
        self.rooms = rooms
        self.window = window
        self.sent = 0
        # Acknowledged messages in the order in which they were acknowledged.
        self.acknowledged: list[dict[str, Any]] = []
        self._unacknowledged: dict[str, dict[str, Any]] = {}
        self._ending = False

    def run(self) -> None:
        """Post until told to stop; returns when everything that was sent is acknowledged."""
        while not self._ending or self._unacknowledged:
            try:
                self._converse()
            except GONE:
                gevent.sleep(0.01)

    def stop(self) -> None:
        """Send nothing new any more."""
        self._ending = True

    def _converse(self) -> None:
        socket = websocket.create_connection(
            self.person.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket",
            timeout=PATIENCE_S,
            cookie=self.person.cookie,
            suppress_origin=True,
        )
        try:
            socket.send("40")
            waiting: dict[int, str] = {}
            number = 0
            while (packet := _text(socket.recv())) and not packet.startswith("40"):
                pass
            # First again what nobody has answered.
            for key in list(self._unacknowledged):
                number += 1
                waiting[number] = key
                self._send(socket, number, self._unacknowledged[key])
            while True:
                while not self._ending and len(waiting) < self.window:
                    number += 1
                    payload = self._new()
                    waiting[number] = payload["clientId"]
                    self._send(socket, number, payload)
                if not waiting:
                    return
                self._receive(socket, waiting)
        finally:
            socket.close()

    def _new(self) -> dict[str, Any]:
        key = str(uuid.uuid4())
        room = self.rooms[self.sent % len(self.rooms)]
        self.sent += 1
        payload = {"room": room, "content": f"{self.person.username} {self.sent}", "clientId": key}
        self._unacknowledged[key] = payload
        return payload

    def _send(self, socket: websocket.WebSocket, number: int, payload: dict[str, Any]) -> None:
        socket.send(f"42{number}" + json.dumps(["sendMessage", payload]))

    def _receive(self, socket: websocket.WebSocket, waiting: dict[int, str]) -> None:
        packet = _text(socket.recv())
        if packet == "2":
            socket.send("3")
        elif packet.startswith("43"):
            number, _, rest = packet[2:].partition("[")
            key = waiting.pop(int(number))
            answer = json.loads("[" + rest)[0]
            if answer["ok"]:
                self._unacknowledged.pop(key)
                self.acknowledged.append(answer["message"])
            else:
                assert answer["error"]["code"] == "unavailable", answer
        elif not packet:
            raise ConnectionResetError


def _text(packet: str | bytes) -> str:
    return packet if isinstance(packet, str) else packet.decode()


def run_all(senders: list[Sender]) -> list[gevent.Greenlet]:
    """Let all begin."""
    return [gevent.spawn(one.run) for one in senders]


def wait_for(senders: list[Sender], count: int) -> None:
    """Until so many more messages are acknowledged."""
    start = sum(len(one.acknowledged) for one in senders)
    eventually(
        lambda: sum(len(one.acknowledged) for one in senders) >= start + count,
        f"{count} more acknowledged",
        timeout=60,
    )


def check(senders: list[Sender], stored: dict[int, list[dict[str, Any]]]) -> Figures:
    """Compare what was acknowledged with what `stored` has of each room; returns the figures."""
    acknowledged = {one["clientId"]: one for sender in senders for one in sender.acknowledged}
    by_key: dict[str, list[dict[str, Any]]] = {}
    for messages in stored.values():
        for message in messages:
            by_key.setdefault(message["clientId"], []).append(message)
    lost = [key for key, message in acknowledged.items() if message not in by_key.get(key, [])]
    twice = [key for key, messages in by_key.items() if len(messages) > 1]
    holes = sum(
        len(gaps(one["seq"] for one in messages)) + len(gaps(one["version"] for one in messages))
        for messages in stored.values()
    )
    return Figures(
        sent=sum(one.sent for one in senders),
        acknowledged=len(acknowledged),
        lost=len(lost),
        duplicated=len(twice),
        gaps=holes,
    )
