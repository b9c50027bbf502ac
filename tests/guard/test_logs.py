"""The log: a JSON object a line, with what helps and without what is nobody's business."""

import json
import logging
import sys

import pytest

from weconnect import logs


def line(**fields: object) -> dict:
    record = logging.makeLogRecord({"name": "weconnect.test", "msg": "it happened"} | fields)
    return json.loads(logs.JsonFormatter().format(record))


def failure(error: Exception) -> dict:
    try:
        raise error
    except Exception:
        return line(exc_info=sys.exc_info())


def test_a_request_is_one_line_without_its_query(server):
    server.get("/login?next=/rooms/1&secret=swordfish")

    (entry,) = [one for one in server.lines if one.get("path") == "/login"]
    assert entry["event"] == "request"
    assert entry["level"] == "info"
    assert (entry["method"], entry["status"]) == ("GET", 200)
    assert entry["ms"] >= 0
    assert entry["requestId"]
    assert entry["time"].endswith("Z")
    assert "swordfish" not in server.log


def test_an_answer_names_its_line(shared_server):
    response = shared_server.get("/login")

    assert response.headers["X-Request-Id"] in {one.get("requestId") for one in shared_server.lines}


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_nothing_private_is_logged(server, transport):
    ann = server.person("ann")
    room = ann.make_room()["id"]
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
