"""A client as the contract wants it: it comes back, sends again, and fetches what it missed."""

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent
import websocket

from tests.harness.line import GONE, Line

from .history import Answered, Heard, History, Message, Visit, Witness

# How long a connection may take, and how long an answer before the line is taken for dead.
CONNECT_S = 5.0
ANSWER_S = 10.0
# How long something may be overtaken before it is taken for missed.
PATIENCE_S = 0.15
GLANCE_S = 0.1
# Posts that may wait for their acknowledgement.
WINDOW = 8


@dataclass
class Log:
    """What a device knows of one room."""

    version: int = 0
    early: dict[int, float] = field(default_factory=dict)
    fetching: bool = False
    joined: bool = False

    def note(self, version: int) -> None:
        """This version is known now; later ones may have come before it."""
        if version > self.version:
            self.early.setdefault(version, time.monotonic())
        while self.early.pop(self.version + 1, None):
            self.version += 1

    def reach(self, version: int) -> None:
        """Everything up to this version is known now."""
        self.version = max(self.version, version)
        self.early = {one: at for one, at in self.early.items() if one > self.version}
        self.note(0)

    @property
    def gaping(self) -> bool:
        """Whether something is missing and is not just late."""
        if not self.early or self.fetching or not self.joined:
            return False
        return time.monotonic() - min(self.early.values()) > PATIENCE_S


class Device:
    """One client of one person.

    `urls` are all servers, the one to begin with first: after a loss it goes to the next one, as a
    load balancer would send it. With `pace`, messages a second, it posts.
    """

    def __init__(
        self,
        witness: Witness,
        cookie: str,
        urls: list[tuple[int, str]],
        history: History,
        *,
        rooms: list[int],
        member: bool = True,
        pace: float = 0.0,
        probe: Callable[[str], bool] = lambda _client_id: True,
    ) -> None:
        self.witness = witness
        self.logs = {room: Log() for room in rooms if member}
        self.unacknowledged: dict[str, dict[str, Any]] = {}
        self.unchanged: dict[int, dict[str, Any]] = {}
        self.ending = False
        self.whole = False
        self._cookie, self._urls, self._history = cookie, urls, history
        self._rooms, self._pace, self._probe = rooms, pace, probe
        self._next_post = time.monotonic() + random.random() / (pace or 1)
        self._lost: float | None = None
        self._asked: dict[int, tuple[float, Callable[[dict[str, Any]], None]]] = {}
        self._later: list[tuple[float, Callable[[], None]]] = []
        self._first: dict[Any, float] = {}
        self._visit: Visit  # while it is there

    def run(self) -> None:
        """Be there until killed."""
        turn = 0
        while True:
            pause = random.uniform(0.02, 0.1)
            try:
                pause = self._be_there(*self._urls[turn % len(self._urls)])
            except GONE:
                pass
            if self._lost is None:
                self._lost = time.monotonic()
            self.whole = False
            turn += 1
            gevent.sleep(pause)

    @property
    def is_done(self) -> bool:
        """Whether everything that was sent is acknowledged."""
        return self.ending and not self.unacknowledged and not self.unchanged

    def knows(self, room: int, version: int) -> bool:
        """Whether it is there, and knows everything up to a version."""
        return self.whole and self.logs[room].version >= version

    def forget(self, room: int) -> None:
        """It is no longer a member."""
        self.logs.pop(room, None)

    # One visit

    def _be_there(self, server: int, url: str) -> float:
        """One connection's time; returns how long to stay away after it."""
        self._line = Line(url, self._cookie, CONNECT_S)
        self._visit = Visit(server, time.monotonic())
        self.witness.visits.append(self._visit)
        self._asked.clear()
        self._later.clear()
        try:
            for room in list(self.logs):
                self._join(room)
            for payload in list(self.unacknowledged.values()):
                self._post(payload)
            for payload in list(self.unchanged.values()):
                self._edit(payload)
            self._perhaps_whole()
            return self._converse()
        finally:
            self._visit.closed = time.monotonic()
            self._line.close()

    def _converse(self) -> float:
        while True:
            self._act()
            self._line.patience(GLANCE_S)
            try:
                packet = self._line.receive()
            except websocket.WebSocketTimeoutException:
                continue
            if packet.number is not None:
                asked = self._asked.pop(packet.number, None)
                if asked:
                    asked[1](packet.data)
            elif packet.event is not None:
                self._visit.heard.append(Heard(time.monotonic(), packet.event, packet.data))
                if packet.event == "closing":
                    return packet.data["retryAfter"]
                self._take(packet.event, packet.data)

    def _act(self) -> None:
        now = time.monotonic()
        if any(now - at > ANSWER_S for at, _ in self._asked.values()):
            raise TimeoutError("no answer")
        due = [act for at, act in self._later if at <= now]
        self._later = [one for one in self._later if one[0] > now]
        for act in due:
            act()
        for room, log in self.logs.items():
            if log.gaping:
                self._fetch(room)
        if self._pace and not self.ending and now >= self._next_post:
            self._next_post = max(self._next_post + 1 / self._pace, now - 1)
            if len(self.unacknowledged) < WINDOW:
                self._post(self._new())

    def _ask(
        self, event: str, payload: dict[str, Any], answered: Callable[[dict[str, Any]], None]
    ) -> None:
        self._asked[self._line.ask(event, payload)] = (time.monotonic(), answered)

    def _refused(self, answer: dict[str, Any], again: Callable[[], None]) -> bool:
        """Whether an answer is no; what is only not possible now is asked `again`."""
        if answer["ok"]:
            return False
        if answer["error"]["code"] == "unavailable":
            wait = answer["error"].get("retryAfter", 0.5)
            self._later.append((time.monotonic() + wait, again))
        else:
            self._history.refused.append((self.witness.name, answer))
        return True

    def _give_up(self, waiting: dict[Any, Any], key: Any, answer: dict[str, Any]) -> None:
        """What is refused for good is not asked for again."""
        if answer["error"]["code"] != "unavailable":
            waiting.pop(key, None)

    # Reading

    def _join(self, room: int) -> None:
        log = self.logs[room]
        log.joined = log.fetching = False
        seen = self.witness.view.setdefault(room, {})
        after = next(number for number in range(len(seen) + 1) if number + 1 not in seen)

        def joined(answer: dict[str, Any]) -> None:
            if room not in self.logs or self._refused(answer, lambda: self._join(room)):
                return
            log.joined = True
            self._visit.entered[room] = answer["room"]["version"]
            for message in answer["messages"]:
                self._learn(message)
            if log.version < answer["room"]["version"]:
                self._fetch(room)
            self._perhaps_whole()

        self._ask("joinRoom", {"room": room, "after": after}, joined)

    def _fetch(self, room: int) -> None:
        log = self.logs[room]
        log.fetching = True

        def fetched(answer: dict[str, Any]) -> None:
            if room not in self.logs or self._refused(answer, lambda: self._fetch(room)):
                return
            for message in answer["changes"]:
                self._learn(message)
            log.reach(answer["version"])
            log.fetching = False
            if not answer["complete"]:
                self._fetch(room)
            self._perhaps_whole()

        self._ask("changes", {"room": room, "after": log.version, "limit": 100}, fetched)

    def _perhaps_whole(self) -> None:
        if self.whole or any(not log.joined or log.fetching for log in self.logs.values()):
            return
        self.whole = True
        if self._lost is not None:
            self.witness.away.append(time.monotonic() - self._lost)
            self._lost = None

    def _take(self, event: str, data: Any) -> None:
        if event in {"newMessage", "messageChanged"} and data["room"] in self.logs:
            self._learn(data)
            self.logs[data["room"]].note(data["version"])

    def _learn(self, message: Message) -> None:
        room, seq = message["room"], message["seq"]
        self.witness.seen.setdefault((room, seq), time.monotonic())
        view = self.witness.view[room]
        if seq not in view or view[seq]["version"] < message["version"]:
            view[seq] = message

    # Writing

    def _new(self) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "room": random.choice(self._rooms),
            "content": f"{self.witness.name} {len(self._first)}",
            "clientId": str(uuid.uuid4()),
        }
        self.unacknowledged[payload["clientId"]] = payload
        return payload

    def _post(self, payload: dict[str, Any]) -> None:
        key = payload["clientId"]
        self._first.setdefault(key, time.monotonic())
        self._history.sent.setdefault(key, self._first[key])

        def posted(answer: dict[str, Any]) -> None:
            if self._refused(answer, lambda: self._post(payload)):
                self._give_up(self.unacknowledged, key, answer)
                return
            message = answer["message"]
            self.unacknowledged.pop(key, None)
            now = time.monotonic()
            self._history.acknowledged.append(Answered(self._first[key], now, message))
            if not self._probe(key):
                self._history.unfounded.append(message)
            # In the first room people correct themselves.
            if message["room"] == self._rooms[0] and random.random() < 0.2 and not self.ending:
                change = {"message": message["id"], "content": message["content"] + ", corrected"}
                self.unchanged[message["id"]] = change
                self._edit(change)

        self._ask("sendMessage", payload, posted)

    def _edit(self, payload: dict[str, Any]) -> None:
        asked = time.monotonic()

        def edited(answer: dict[str, Any]) -> None:
            if self._refused(answer, lambda: self._edit(payload)):
                self._give_up(self.unchanged, payload["message"], answer)
                return
            self.unchanged.pop(payload["message"], None)
            self._history.edited.append(Answered(asked, time.monotonic(), answer["message"]))

        self._ask("editMessage", payload, edited)
