"""What is measured: scenes, and the stagings that they share.

Scenes with the same clients in the same rooms follow one another on one start of each server.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import load
from .servers import Failed, Server

Figures = dict[str, float]


@dataclass(frozen=True)
class Scene:
    """One row of the table. `figure` is what the ratios are of; `more` whether more is better."""

    name: str
    title: str
    staging: str
    figure: str
    unit: str
    more: bool
    rate: float = 0


@dataclass(frozen=True)
class Staging:
    """Clients in rooms. `seconds` of each run, in full and in a quick measurement."""

    clients: int
    rooms: int
    seconds: tuple[float, float] = (6, 3)
    messages: int = 0
    words: tuple[str, ...] = ()


STAGINGS = {
    # All have connected before the first one joins: the storm is of joins alone.
    "room": Staging(1000, 1, words=("--joining-rate", "100000", "--opening-rate", "500")),
    "rooms": Staging(1000, 100, words=("--opening-rate", "500")),
    "idle": Staging(10_000, 1000, (20, 5), words=("--opening-rate", "1000")),
    "return": Staging(
        2000, 100, messages=20, words=("--retry", "--opening-rate", "100000", "--settle", "0")
    ),
}

SCENES = (
    Scene(
        "room-30",
        "1 room of 1,000, 30 messages/s",
        "room",
        "deliveries",
        "deliveries per CPU-s",
        True,
        30,
    ),
    Scene(
        "room-120",
        "1 room of 1,000, 120 messages/s",
        "room",
        "deliveries",
        "deliveries per CPU-s",
        True,
        120,
    ),
    Scene(
        "rooms-500",
        "100 rooms of 10, 500 messages/s",
        "rooms",
        "messages",
        "messages per CPU-s",
        True,
        500,
    ),
    Scene(
        "rooms-4000",
        "100 rooms of 10, 4,000 messages/s",
        "rooms",
        "messages",
        "messages per CPU-s",
        True,
        4000,
    ),
    Scene("idle", "10,000 idle connections", "idle", "kb", "KB per connection", False),
    Scene("join", "1,000 people come into one room", "room", "cpu_ms", "CPU-ms per person", False),
    Scene(
        "return", "2,000 people come back after a restart", "return", "seconds", "seconds", False
    ),
)


def stagings_of(scenes: Iterable[Scene]) -> dict[str, list[Scene]]:
    """The scenes by staging."""
    found: dict[str, list[Scene]] = {}
    for scene in scenes:
        found.setdefault(scene.staging, []).append(scene)
    return found


def play(kind: type[Server], port: int, scenes: list[Scene], *, quick: bool) -> dict[str, Figures]:
    """Play scenes of one staging on a fresh server; the figures of each. Raises Failed."""
    name = scenes[0].staging
    staging = STAGINGS[name]
    server = kind(port, staging.clients, staging.rooms, staging.messages)
    try:
        if name == "return":
            return {"return": _come_back(server, staging)}
        server.start()
        seconds = staging.seconds[quick]
        rates = [f"{scene.rate:g}" for scene in scenes if scene.name != "join"]
        words = ["--rates", ",".join(rates), "--seconds", str(seconds), "--senders", "2"]
        measured = load.finish(_send(server, staging, *words))
        if measured["failed"] or measured["joined"] != staging.clients:
            raise Failed(f"{server.title}: {measured['joined']} of {staging.clients} joined")
        runs = iter(measured["runs"])
        return {
            scene.name: _joining(measured)
            if scene.name == "join"
            else _running(server, measured, next(runs))
            for scene in scenes
        }
    finally:
        server.close()


def _send(server: Server, staging: Staging, *words: str) -> Any:
    pids = ",".join(map(str, server.pids()))
    shape = ("--clients", str(staging.clients), "--rooms", str(staging.rooms), "--pids", pids)
    return load.launch(server, *shape, *staging.words, *words)


def _running(server: Server, measured: dict[str, Any], run: dict[str, Any]) -> Figures:
    if not run["rate"]:
        return {
            "kb": measured["all"]["kb"],
            "cpu_ms": measured["all"]["cpu_ms"],
            "cpu_percent": 100 * run["cpu_s"] / run["seconds"],
        }
    return {
        "deliveries": run["delivered"] / run["cpu_s"],
        "messages": run["sent"] / run["cpu_s"],
        "per_second": run["delivered"] / run["seconds"],
        "p50": run["p50"],
        "p99": run["p99"],
        "max": run["max"],
        "bytes": run["bytes"],
        "missing": run["expected"] - run["delivered"],
        "unacknowledged": run["sent"] - run["acked"] if server.durable else 0,
    }


def _joining(measured: dict[str, Any]) -> Figures:
    join = measured["join"]
    return {
        "cpu_ms": join["cpu_ms"],
        "connect_cpu_ms": measured["connect"]["cpu_ms"],
        "seconds": join["seconds"],
        "kb": measured["all"]["kb"],
    }


def _come_back(server: Server, staging: Staging) -> Figures:
    """Everybody tries to connect while the server is down; then it starts."""
    server.start()
    server.stop()
    last = f'"seq":{staging.messages},'
    shape = ("--clients", str(staging.clients), "--rooms", str(staging.rooms), "--complete", last)
    generator = load.launch(server, *shape, *staging.words)
    try:
        time.sleep(1.0)  # all of them are trying by now
        started = time.monotonic()
        server.start(wait=False)
        measured = load.finish(generator)
    finally:
        generator.kill()
    if measured["joined"] != staging.clients or measured["incomplete"]:
        raise Failed(f"{server.title}: {measured['joined']} of {staging.clients} came back")
    return {
        "seconds": measured["last_joined"] - started,
        "start_s": measured["first_contact"] - started,
        "crowd_s": measured["last_joined"] - measured["first_contact"],
    }
