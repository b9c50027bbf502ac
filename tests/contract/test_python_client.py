"""The published python-socketio stays logged in when its server is started anew, as documented."""

import itertools
import uuid
from collections.abc import Callable
from typing import Any

import socketio

from tests.harness.waiting import PATIENCE_S, eventually


def test_it_comes_back_after_a_restart(start_server: Callable[..., Any]):
    server = start_server()
    ann = server.person("ann")
    room = ann.make_room()["id"]
    token = {"token": ann.call_api("POST", "/tokens", {"name": "bot"})["token"]}
    cookie = ann.cookie
    ways: tuple[dict[str, Any], ...] = (
        {"auth": token},
        {"auth": lambda: dict(token)},
        {"headers": lambda: {"Cookie": cookie}},
    )
    clients, counts = [], []
    refused: list[object] = []
    try:
        for login, transport in itertools.product(ways, ("websocket", "polling")):
            client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
            times: list[int] = []
            client.on("connect", lambda times=times: times.append(1))
            client.on("connect_error", refused.append)
            clients.append(client)
            counts.append(times)
            client.connect(server.url, transports=[transport], wait_timeout=PATIENCE_S, **login)
        server.restart()
        eventually(lambda: all(len(times) > 1 for times in counts), "all clients are back")
        for client in clients:
            payload = {"room": room, "content": "back again", "clientId": str(uuid.uuid4())}
            assert client.call("sendMessage", payload, timeout=PATIENCE_S)["ok"]
    finally:
        for client in clients:
            client.disconnect()
    assert not [one for one in refused if isinstance(one, dict) and "code" in one]
