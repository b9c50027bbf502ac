"""The log: a JSON object a line, with what helps and without what is nobody's business."""

import json
import logging
import sys
from typing import Any

import engineio
import pytest

from tests.harness.waiting import eventually
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.monitoring import logs
from weconnect.engine.realtime.hub import commands
from weconnect.engine.realtime.hub.commands import Pending
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.wire.rooms import LeaveRoom

TRANSPORTS = ("websocket", "polling")


def line(**fields: object) -> dict[str, Any]:
    record = logging.makeLogRecord({"name": "weconnect.test", "msg": "it happened"} | fields)
    return json.loads(logs.JsonFormatter().format(record))


def failure(error: Exception) -> dict[str, Any]:
    try:
        raise error
    except Exception:
        return line(exc_info=sys.exc_info())


def test_a_request_is_one_line_without_its_query(shared_server):
    response = shared_server.get("/login?next=/rooms/1&secret=swordfish")

    named = response.headers["X-Request-Id"]
    (entry,) = [one for one in shared_server.lines if one.get("request_id") == named]
    assert entry["path"] == "/login"
    assert entry["event"] == "request"
    assert entry["level"] == "info"
    assert (entry["method"], entry["status"]) == ("GET", 200)
    assert entry["ms"] >= 0
    assert entry["time"].endswith("Z")
    assert "swordfish" not in shared_server.log


def test_an_answer_names_its_line(shared_server):
    response = shared_server.get("/login")

    ids = {one.get("request_id") for one in shared_server.lines}
    assert response.headers["X-Request-Id"] in ids


def test_nothing_private_is_logged(server):
    ann = server.person("ann")
    room = ann.make_room()["id"]
    for transport in TRANSPORTS:
        socket = ann.socket(transports=(transport,))
        socket.ok("joinRoom", {"room": room})
        socket.say(room, "meet me at the harbour")
    ann.get(f"/rooms/{room}?before=1&word=swordfish")
    server.stop()

    for private in ("harbour", "swordfish", ann.password, ann.cookie.split("=")[1], "sid="):
        assert private not in server.log
    assert all(isinstance(one, dict) for one in server.lines)


def test_fields_with_private_names_are_dropped():
    entry = line(room=3, content="hello", password="x", csrf_token="y", Authorization="z")

    assert entry["room"] == 3
    assert not {"content", "password", "csrf_token", "Authorization"} & set(entry)


def test_errors_that_quote_are_not_quoted():
    assert failure(ValueError("ann wrote: hello"))["error"] == "ValueError"
    assert failure(KeyError("hello"))["error"] == "KeyError"
    assert failure(OSError("disk full"))["error"] == "OSError: disk full"


def test_errors_say_where():
    entry = failure(RuntimeError("no"))

    assert any("failure" in place and "test_logs.py" in place for place in entry["trace"])


def test_readable_lines_cannot_be_forged():
    record = logging.makeLogRecord({"msg": "request", "path": "/a\n12:00:00 error   forged"})

    assert "\n" not in logs.ReadableFormatter().format(record)


GIVEN = "7b1f0c9a-proxy.request_1"


@pytest.mark.parametrize(
    ("hops", "given", "kept"),
    [
        ("1", GIVEN, True),
        ("1", "f" * 64, True),
        ("1", "f" * 65, False),
        ("1", "short", False),
        ("1", 'quoted"and{more}', False),
        ("1", "two\tcolumns", False),
        ("1", "-dash-in-front", False),
        ("0", GIVEN, False),
    ],
)
def test_a_request_id_is_a_proxys_or_our_own(request, tmp_path, capsys, hops, given, kept):
    apps = request.getfixturevalue("_apps")
    with apps.make(tmp_path, None, proxy_hops=int(hops)) as app, app.test_client() as client:
        answer = client.get("/login", headers={"X-Request-Id": given})
        another = client.get("/login")

    named = answer.headers["X-Request-Id"]
    assert (named == given) is kept
    assert kept or len(named) == 16
    assert another.headers["X-Request-Id"] != named
    (entry,) = [one for one in capsys.readouterr().out.splitlines() if named in one]
    assert json.loads(entry)["request_id"] == named


def test_every_line_of_a_request_has_its_id(sqlite_app, capsys):
    @sqlite_app.get("/chatty")
    def chatty() -> str:
        logging.getLogger("weconnect.test").info("on the way")
        raise RuntimeError("broken")

    with sqlite_app.test_client() as client:
        answer = client.get("/chatty")
    logging.getLogger("weconnect.test").info("afterwards")

    lines = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    ids = {one["event"]: one.get("request_id") for one in lines}
    named = answer.headers["X-Request-Id"]
    assert ids == {
        "on the way": named,
        "request failed": named,
        "request": named,
        "afterwards": None,
    }


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_lines_of_a_connection_name_it_without_its_secret(shared_server, transport):
    ann = shared_server.person(f"ann.{transport}")
    calm, wild = (ann.socket(transports=(transport,)) for _ in range(2))
    secrets = [one._client.eio.sid for one in (calm, wild)]
    socket_ids = [one._client.get_sid() for one in (calm, wild)]
    before = len(shared_server.lines)
    # A packet that no client sends: the connection is closed, and that is told.
    wild._client.eio._send_packet(engineio.packet.Packet(engineio.packet.MESSAGE, "9"))
    entry = eventually(
        lambda: next(
            (one for one in shared_server.lines[before:] if "refused" in one["event"]), None
        ),
        "the refusal is in the log",
    )

    assert entry["connection"] == logs.name_of(secrets[1])
    assert logs.name_of(secrets[0]) != entry["connection"]
    for secret in (*secrets, *socket_ids):
        assert secret not in shared_server.log


@pytest.mark.parametrize("pending", [False, True])
def test_an_event_that_fails_names_its_connection(stage, team, monkeypatch, capsys, pending):
    ann = team.person("ann")
    room = team.room(ann)
    done: DirectResult[None] = DirectResult()

    def broken(connection, command):
        if pending:
            return Pending(done)
        raise RuntimeError("broken")

    monkeypatch.setitem(commands.COMMANDS, "leaveRoom", (LeaveRoom, broken))
    here = stage.connect(ann, room)
    answers: list[str] = []
    capsys.readouterr()
    with logs.of_connection("the secret id"):
        commands.answer(realtime(), "leaveRoom", here.sid, [{"room": room}], answers.append)
    done.set_exception(RuntimeError("broken"))
    eventually(lambda: answers, "there is an answer")

    assert json.loads(answers[0])["error"]["code"] == "unavailable"
    (entry,) = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    assert entry["event"] == "event failed"
    assert entry["command"] == "leaveRoom"
    assert entry["connection"] == logs.name_of("the secret id")


def test_readable_lines_have_the_ids_too():
    record = logging.makeLogRecord({"msg": "it happened", "room": 3})
    with logs.of_connection("secret"):
        text = logs.ReadableFormatter().format(record)

    assert text.endswith(f"it happened room=3 connection={logs.name_of('secret')}")
