"""Somebody who is logged in, belongs to no room, and tries every door."""

import random
import time
import uuid
from typing import Any

from .device import Device

PACE_S = 0.2


class Stranger(Device):
    """Asks again and again for rooms that it must not even know of."""

    _next_try = 0.0

    def _act(self) -> None:
        super()._act()
        if time.monotonic() < self._next_try:
            return
        self._next_try = time.monotonic() + PACE_S
        room = random.choice(self._rooms)
        tries: list[tuple[str, dict[str, Any]]] = [
            ("joinRoom", {"room": room}),
            ("history", {"room": room}),
            ("changes", {"room": room, "after": 0}),
            ("typing", {"room": room, "typing": True}),
            ("sendMessage", {"room": room, "content": "let me in", "clientId": _new_id()}),
        ]
        event, payload = random.choice(tries)
        self._ask(event, payload, self._judge)

    def _judge(self, answer: dict[str, Any]) -> None:
        if answer["ok"]:
            self.witness.given.append(answer)
        elif answer["error"]["code"] not in {"notFound", "unavailable"}:
            self._history.refused.append((self.witness.name, answer))


def _new_id() -> str:
    return str(uuid.uuid4())
