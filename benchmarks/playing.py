"""Scenes played on a server."""

import time
from typing import Any

from . import load
from .capacity import Clients, Search
from .scenes import STAGINGS, Figures, Scene, Staging
from .server import Failed, Server


def play(kind: type[Server], port: int, scenes: list[Scene], *, quick: bool) -> dict[str, Figures]:
    """Play scenes of one staging on a fresh server; the figures of each. Raises Failed."""
    first = scenes[0]
    staging = STAGINGS[first.staging]
    server = kind(port, staging.clients, staging.rooms, staging.messages)
    try:
        if first.kind == "return":
            return {first.name: _come_back(server, staging)}
        if first.kind == "capacity":
            return {first.name: _carry(server, staging, first.rate, quick=quick)}
        server.start()
        return _talk(server, staging, scenes, staging.seconds[quick])
    finally:
        server.close()


def _talk(
    server: Server, staging: Staging, scenes: list[Scene], seconds: float
) -> dict[str, Figures]:
    rates = [f"{scene.rate:g}" for scene in scenes if scene.kind != "join"]
    words = ["--rates", ",".join(rates), "--seconds", str(seconds), "--senders", "2"]
    measured = load.finish(load.launch(server, *load.shape(server, staging), *words))
    load.check(server, staging, measured)
    runs = iter(measured["runs"])
    return {
        scene.name: _joining(measured)
        if scene.kind == "join"
        else _running(server, measured, next(runs))
        for scene in scenes
    }


def _running(server: Server, measured: dict[str, Any], run: dict[str, Any]) -> Figures:
    if not run["rate"]:
        return {
            "kb": measured["all"]["kb"],
            "cpu_ms": measured["all"]["cpu_ms"],
            "cpu_percent": 100 * run["cpu_s"] / run["seconds"],
        }
    return load.figures_of(server, run)


def _joining(measured: dict[str, Any]) -> Figures:
    join = measured["join"]
    return {
        "cpu_ms": join["cpu_ms"],
        "connect_cpu_ms": measured["connect"]["cpu_ms"],
        "seconds": join["seconds"],
        "kb": measured["all"]["kb"],
    }


def _carry(server: Server, staging: Staging, first: float, *, quick: bool) -> Figures:
    """Find its capacity: 0 if it holds no rate. Raises Failed."""
    clients = Clients(server, staging, first, quick=quick)
    try:
        found = Search(clients.play, first, steps=4 if quick else 8).run()
    finally:
        clients.close()
    return {"rate": 0.0} if found is None else found


def _come_back(server: Server, staging: Staging) -> Figures:
    """Everybody tries to connect while the server is down; then it starts."""
    server.start()
    words = load.shape(server, staging)
    server.stop()
    generator = load.launch(server, *words, "--complete", f'"seq":{staging.messages},')
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
