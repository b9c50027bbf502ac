"""The end of a server: everybody is told, nothing is lost, and it is quick."""

import http.client
import json
import os
import signal
import socket
import threading
import time
import uuid
from typing import Any

import pytest
import socketio
import websocket

from tests.harness.waiting import eventually
from weconnect.engine.serving import shutdown

# A supervisor's patience; gunicorn's own default, which open sockets used up, is 30 s.
LONGEST_S = 5


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_sockets_are_told_and_the_server_ends(server, sign):
    ann = server.person("ann")
    clients = [ann.socket(transports=(one,)) for one in ("websocket", "polling") * 3]
    # Nothing more is told by itself, and everybody has asked for what comes next.
    clients[0].wait_for("presence")
    for client in clients:
        client.settle()
    began = time.monotonic()

    status = server.stop(sign)

    assert status == 0
    assert time.monotonic() - began < LONGEST_S
    told = []
    for client in clients:
        closing = client.wait_for("closing")
        assert closing["code"] == "shutdown"
        assert closing["message"]
        told.append(closing["retryAfter"])
        client.wait_closed()
    # Each is asked to come back at a time of its own.
    assert len(set(told)) > 1
    latest = shutdown.SOONEST_S + len(clients) / shutdown.RETURNS_PER_S
    assert all(0 < shutdown.SOONEST_S <= seconds <= latest for seconds in told)


def test_a_client_between_two_polls_is_told_on_the_connection_that_it_kept(start_server):
    # Without a pause there would be no telling whether the next poll comes in time.
    server = start_server(DRAIN_PAUSE="3")
    ann = server.person("ann")
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)

    def ask(method: str, path: str, body: str | None = None) -> str:
        kept.request(method, path, body, {"Cookie": ann.cookie})
        return kept.getresponse().read().decode()

    path = "/socket.io/?EIO=4&transport=polling"
    path += f"&sid={json.loads(ask('GET', path)[1:])['sid']}"
    assert ask("POST", path, "40") == "ok"
    told = ask("GET", path)
    assert told.startswith("40")
    while '"presence"' not in told:
        told = ask("GET", path)

    stopping = threading.Thread(target=server.stop)
    stopping.start()
    eventually(lambda: server.get("/readyz").status_code == 503, "it leaves")

    assert '"closing"' in ask("GET", path)
    stopping.join()


def test_what_a_proxy_sends_on_a_connection_that_it_kept_is_answered_on_the_way_out(start_server):
    """It would not post a second time what was cut off: it may have been carried out."""
    server = start_server(DRAIN_PAUSE="60")
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    through = {"X-Forwarded-For": "192.0.2.1"}
    kept.request("GET", "/healthz", headers=through)
    kept.getresponse().read()

    server._process.send_signal(signal.SIGTERM)
    eventually(lambda: server.get("/readyz").status_code == 503, "it leaves")

    kept.request("POST", "/api/v1/tokens", "{}", through | {"Content-Type": "application/json"})
    answer = kept.getresponse()
    assert 400 <= answer.status < 500
    # And the next request finds another server.
    assert answer.headers["Connection"] == "close"


def test_however_many_they_are_nobody_is_sent_away_for_long():
    few = [shutdown.retry_after(10) for _ in range(1000)]
    many = [shutdown.retry_after(100_000) for _ in range(1000)]

    assert shutdown.SOONEST_S <= min(few) < max(few) <= shutdown.SOONEST_S + 0.02
    assert shutdown.SOONEST_S <= min(many) < 0.5
    assert 1 < max(many) <= shutdown.LATEST_S


def test_with_a_pause_it_serves_on_until_a_balancer_has_noticed(start_server):
    server = start_server(DRAIN_PAUSE="60")
    ann = server.person("ann")
    room = ann.make_room()["id"]
    client = ann.socket()
    client.ok("joinRoom", {"room": room})
    assert "Connection" not in server.get("/readyz").headers

    server._process.send_signal(signal.SIGTERM)
    eventually(lambda: server.get("/readyz").status_code == 503, "not ready at once")

    client.say(room, "still here")
    assert ann.socket().connected
    page = server.get("/login")
    assert page.status_code == 200
    # A proxy must not keep connections to it for later.
    assert page.headers["Connection"] == "close"
    assert not client.of("closing")


def test_websockets_are_closed_with_the_code_of_a_restart(server):
    ann = server.person("ann")
    raw = websocket.create_connection(
        f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket",
        cookie=ann.cookie,
        timeout=20,
    )
    raw.recv()
    raw.send("40")
    raw.recv()

    server.stop()

    frame = raw.recv_frame()
    while frame.opcode != websocket.ABNF.OPCODE_CLOSE:
        frame = raw.recv_frame()
    raw.shutdown()
    assert int.from_bytes(frame.data[:2], "big") == 1012
    assert frame.data[2:] == b"service restart"


def test_those_who_read_nothing_do_not_hold_it_up(server):
    idle = socket.create_connection(("127.0.0.1", server.port))
    idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
    assert b"200 OK" in idle.recv(65536)
    half = socket.create_connection(("127.0.0.1", server.port))
    half.sendall(b"POST /login HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n")
    began = time.monotonic()

    assert server.stop() == 0

    assert time.monotonic() - began < LONGEST_S
    idle.close()
    half.close()


def test_a_worker_that_died_is_replaced_and_a_killed_server_comes_back_on_its_port(server):
    server.person("ann")
    (worker,) = server.workers

    os.kill(worker, signal.SIGKILL)

    eventually(lambda: server.workers and server.workers != [worker], "another worker runs")
    eventually(lambda: server.get("/readyz").ok, "it is ready")

    server.kill()
    server.start()

    assert server.visitor("ann").login() is None


def test_what_is_acknowledged_until_the_end_is_there_afterwards(any_server):
    ann = any_server.person("ann")
    room = ann.make_room()["id"]
    socket = ann.socket()
    socket.ok("joinRoom", {"room": room})
    acknowledged: list[str] = []

    def talk() -> None:
        for number in range(10_000):
            try:
                answer = socket.call("sendMessage", message(room, f"line {number}"), timeout=2)
            except socketio.exceptions.TimeoutError:
                # On a busy machine just late; otherwise the next one is told that it is over.
                continue
            except (socketio.exceptions.SocketIOError, RuntimeError):
                return
            if answer and answer["ok"]:
                acknowledged.append(answer["message"]["content"])

    talker = threading.Thread(target=talk)
    talker.start()
    eventually(lambda: len(acknowledged) > 50, "a conversation is under way")
    any_server.stop()
    talker.join()
    any_server.start()

    kept = {one["content"] for one in ann.history(room)}
    assert set(acknowledged) <= kept


def message(room: int, content: str) -> dict[str, Any]:
    return {"room": room, "content": content, "clientId": str(uuid.uuid4())}
