"""People who keep posting whatever happens to their server: until each message is acknowledged."""

import uuid
from typing import Any

import gevent

from tests.harness.checks import Figures, gaps
from tests.harness.line import GONE, Line
from tests.harness.person import Person
from tests.harness.waiting import eventually


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
        line = Line(self.person.url, self.person.cookie)
        try:
            # First again what nobody has answered.
            waiting = {
                line.ask("sendMessage", payload): key
                for key, payload in self._unacknowledged.items()
            }
            while True:
                while not self._ending and len(waiting) < self.window:
                    payload = self._new()
                    waiting[line.ask("sendMessage", payload)] = payload["clientId"]
                if not waiting:
                    return
                self._receive(line, waiting)
        finally:
            line.close()

    def _new(self) -> dict[str, Any]:
        key = str(uuid.uuid4())
        room = self.rooms[self.sent % len(self.rooms)]
        self.sent += 1
        payload = {"room": room, "content": f"{self.person.username} {self.sent}", "clientId": key}
        self._unacknowledged[key] = payload
        return payload

    def _receive(self, line: Line, waiting: dict[int, str]) -> None:
        packet = line.receive()
        if packet.number is None:
            return
        key = waiting.pop(packet.number)
        if packet.data["ok"]:
            self._unacknowledged.pop(key)
            self.acknowledged.append(packet.data["message"])
        else:
            assert packet.data["error"]["code"] == "unavailable", packet.data


def run_all(senders: list[Sender]) -> "list[gevent.Greenlet[..., Any]]":
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
