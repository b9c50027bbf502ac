"""People who talk all the time, and come back as the page's own script does."""

import random
import threading
import time
import uuid
from typing import Any

import gevent
import requests
import socketio

from tests.harness.person import Person

# What may become of a connection whose server leaves.
GONE = (socketio.exceptions.SocketIOError, OSError, ValueError)
ANSWER_S = 10
# Between an answer and the next message.
PAUSE_S = 0.1


class Traveller:
    """One person with one socket, who says something, waits for the answer, and goes on."""

    def __init__(self, person: Person, room: int, transport: str) -> None:
        self.person = person
        self.room = room
        self.transport = transport
        self.acknowledged: dict[str, dict[str, Any]] = {}
        # Seconds between a loss and being in the room again, and what servers asked for.
        self.absences: list[float] = []
        self.told: list[float] = []
        self._said = 0
        self._lost_at: float | None = None
        self._ending = False

    def run(self) -> None:
        """Talk until told to stop; whatever was said is acknowledged by then."""
        pending: dict[str, Any] | None = None
        while True:
            client = _Client(self.person, self.transport)
            try:
                client.open()
                client.call("joinRoom", {"room": self.room})
                if self._lost_at is not None:
                    self.absences.append(time.monotonic() - self._lost_at)
                    self._lost_at = None
                while client.farewell is None:
                    if self._ending and pending is None:
                        return
                    pending = pending or self._new()
                    answer = client.call("sendMessage", pending)
                    if answer["ok"]:
                        self.acknowledged[pending["clientId"]] = answer["message"]
                        pending = None
                    gevent.sleep(PAUSE_S)
            except GONE:
                pass
            finally:
                client.close()
            lost_at = client.lost_at or time.monotonic()
            if self._lost_at is None:
                self._lost_at = lost_at
            if client.farewell is not None:
                self.told.append(client.farewell["retryAfter"])
                gevent.sleep(max(0.0, lost_at + self.told[-1] - time.monotonic()))
            else:
                # As socket.io-client does: half a second, more or less.
                gevent.sleep(0.5 * random.uniform(0.5, 1.5))

    def stop(self) -> None:
        """Say nothing new any more."""
        self._ending = True

    def _new(self) -> dict[str, Any]:
        self._said += 1
        return {
            "room": self.room,
            "content": f"{self.person.username} {self._said}",
            "clientId": str(uuid.uuid4()),
        }


class _Client:
    """One connection, and when and how it ended."""

    def __init__(self, person: Person, transport: str) -> None:
        self.farewell: dict[str, Any] | None = None
        self.lost_at: float | None = None
        self._changed = threading.Event()
        self._person = person
        self._transport = transport
        self._http = requests.Session()
        self._http.cookies.update(person.http.cookies)
        self._client = socketio.Client(
            reconnection=False,
            http_session=self._http,
            websocket_extra_options={"suppress_origin": True},
        )
        self._client.on("closing", self._closing)
        self._client.on("disconnect", self._lost)

    def open(self) -> None:
        self._client.connect(self._person.url, transports=[self._transport], wait_timeout=10)

    def call(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The acknowledgement. Raises ConnectionError once the connection is over."""
        answers: list[dict[str, Any]] = []
        self._changed.clear()

        def answered(answer: dict[str, Any]) -> None:
            answers.append(answer)
            self._changed.set()

        self._client.emit(event, payload, callback=answered)
        if self.lost_at is None:
            self._changed.wait(ANSWER_S)
        if not answers:
            raise ConnectionError
        return answers[0]

    def close(self) -> None:
        self._client.disconnect()
        self._http.close()

    def _closing(self, farewell: dict[str, Any]) -> None:
        self._lost()
        self.farewell = farewell

    def _lost(self, _reason: str = "") -> None:
        self.lost_at = self.lost_at or time.monotonic()
        self._changed.set()
