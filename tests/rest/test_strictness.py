"""What the API takes, and how it refuses the rest."""

import json
import re
from collections.abc import Iterator

import pytest
import requests

from tests.harness.apps import on_sqlite
from weconnect.engine.web.rest.payload import MAX_JSON

from .conftest import Program


@pytest.fixture
def ann(program):
    return program("ann")


@pytest.fixture
def room(ann):
    return ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]


def raw(
    program: Program, body: str | bytes, path: str = "/rooms", method: str = "POST"
) -> tuple[int, str]:
    return program.error(method, path, data=body, content_type="application/json")


@on_sqlite
def test_unknown_paths_and_wrong_methods_answer_json(stranger):
    assert stranger.error("GET", "/nothing") == (404, "notFound")
    assert stranger.error("GET", "/nothing/at/all") == (404, "notFound")
    assert stranger.error("PUT", "/me") == (405, "badRequest")
    answer = stranger.call("PUT", "/me")
    assert {"GET", "PATCH"} <= set(answer.headers["Allow"].split(", "))
    assert set(answer.json["error"]) == {"code", "message"}


def test_what_one_may_not_see_equals_what_is_not_there(program, ann):
    room = ann.ok("POST", "/rooms", {"kind": "private", "name": "Cellar"})["id"]
    message = ann.ok("POST", f"/rooms/{room}/messages", {"content": "secret"})["id"]
    bob = program("bob")
    none = bob.call("GET", "/rooms/4711").data

    for method, path, body in [
        ("GET", f"/rooms/{room}", None),
        ("PATCH", f"/rooms/{room}", {"name": "Mine"}),
        ("DELETE", f"/rooms/{room}", None),
        ("POST", f"/rooms/{room}/join", None),
        ("GET", f"/rooms/{room}/messages", None),
        ("POST", f"/rooms/{room}/messages", {"content": "hello"}),
        ("GET", f"/rooms/{room}/members", None),
        ("GET", f"/messages/{message}", None),
        ("DELETE", f"/messages/{message}", None),
        ("PUT", f"/messages/{message}/reactions/🎉", None),
        ("GET", f"/search?q=secret&room={room}", None),
        ("GET", "/rooms/0", None),
        ("GET", "/rooms/0/messages", None),
        ("GET", f"/rooms/{2**63}", None),
        ("GET", f"/rooms/{10**40}/messages", None),
    ]:
        answer = bob.call(method, path, body)
        assert (answer.status_code, answer.data) == (404, none), f"{method} {path}"


@on_sqlite
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"kind": "public", "name": "A", "kind": "private"}',
        b'{"kind": "public", "name": NaN}',
        b'{"kind": "public", "name": Infinity}',
        b'{"kind": "public", "name": "\xff"}',
        '{"kind": "public", "name": "A"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"kind": "public", "name": "A"}',
        b"[" * 60_000,
        b'{"name":' * 15_000,
        b'{"kind": "public", "name": "\\ud800"}',
        b'{"kind": "public", "name": ' + b"1" * 5000 + b"}",
        b'{"kind": "public", "name": "A", "more": 1}',
        b'{"kind": "public", "name": "A", "lastSeq": 1}',
        b'{"kind": "public", "name": ["A"]}',
        b'{"kind": "secret", "name": "A"}',
    ],
)
def test_bad_bodies_are_refused(ann, body):
    assert raw(ann, body) == (400, "badRequest")


def test_a_character_that_postgresql_cannot_store_is_refused(ann):
    assert raw(ann, b'{"kind": "public", "name": "a\\u0000b"}') == (400, "badRequest")


@on_sqlite
def test_fields_have_one_name_only(ann, room):
    assert ann.error("POST", f"/rooms/{room}/messages", {"content": "a", "client_id": "x"}) == (
        400,
        "badRequest",
    )
    assert ann.error("PATCH", "/me", {"display_name": "Ann"}) == (400, "badRequest")


def test_the_longest_message_fits_however_it_is_escaped(ann, room):
    body = json.dumps({"content": "😀" * 8000})
    assert len(body) > 96_000

    sent = ann.ok("POST", f"/rooms/{room}/messages", data=body, content_type="application/json")

    assert sent["content"] == "😀" * 8000
    assert ann.error("POST", f"/rooms/{room}/messages", {"content": "x" * 8001}) == (
        413,
        "tooLarge",
    )


@on_sqlite
def test_large_bodies_are_refused_by_their_size(ann, room):
    body = json.dumps({"content": "x", "padding": "x" * MAX_JSON})

    assert raw(ann, body, f"/rooms/{room}/messages") == (413, "tooLarge")


def test_a_body_without_a_length_is_measured_as_it_comes(server):
    ann = server.person("ann")
    token = ann.call_api("POST", "/tokens", {})["token"]
    url, headers = f"{server.url}/api/v1/rooms", {"Authorization": f"Bearer {token}"}

    def chunks(size: int) -> Iterator[bytes]:
        yield b'{"kind": "public", "name": "A", "topic": "'
        yield from (b"x" * 1024 for _ in range(size // 1024))
        yield b'"}'

    answer = requests.post(url, data=chunks(2048), headers=headers, timeout=30)
    assert answer.status_code == 413, "the topic is too long"
    answer = requests.post(url, data=chunks(MAX_JSON + 1), headers=headers, timeout=30)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "tooLarge")
    answer = requests.post(url, data=chunks(0), headers=headers, timeout=30)
    assert answer.status_code == 201, answer.text


def test_parameters_are_known_and_there_once(ann, room):
    assert ann.error("GET", "/me?verbose=1") == (400, "badRequest")
    assert ann.error("GET", f"/rooms/{room}/messages?limit=5&limit=6") == (400, "badRequest")
    assert ann.error("GET", "/search?q=%FF") == (400, "badRequest")
    assert ann.error("GET", f"/rooms/{room}/messages?before=1&after=1") == (400, "badRequest")
    odd = ("5.0", "%2B5", "%205", "1_0", "٥", "1" * 5000)
    for limit in ("0", "101", "-1", "", "many", "5.5", *odd):
        assert ann.error("GET", f"/rooms/{room}/messages?limit={limit}") == (400, "badRequest")
    assert ann.error("GET", "/users?q=" + "x" * 81) == (413, "tooLarge")
    assert ann.error("GET", f"/rooms/{room}/messages?before={2**63}") == (400, "badRequest")
    page = ann.ok("GET", f"/rooms/{room}/messages?before={2**63 - 1}")
    assert page["messages"] == []


@on_sqlite
def test_no_number_is_too_large_for_any_parameter(ann):
    largest, digits = 2**63, "9" * 19
    huge = (str(largest), digits, f"0.{digits}", f"1.{digits}.{digits}", "9" * 5000)
    asked = 0
    for path, operations in ann.ok("GET", "/openapi.json")["paths"].items():
        where = re.sub("{[a-z]+}", "1", path)
        for one in operations.get("get", {}).get("parameters", ()):
            for value in huge if one["in"] == "query" else ():
                answer = ann.call("GET", f"{where}?{one['name']}={value}")
                assert answer.status_code < 500, f"{where}?{one['name']}={value}"
                asked += 1
    assert asked
    for query in (f"/threads?cursor=0.{digits}", f"/statuses?users=1,{digits}"):
        assert ann.error("GET", query) == (400, "badRequest")


@on_sqlite
def test_a_long_name_of_a_field_is_not_sent_back_whole(ann):
    answer = ann.call("POST", "/rooms", {"kind": "public", "name": "A", "x" * 50_000: 1})

    assert answer.status_code == 400
    assert len(answer.data) < 500


def test_emojis_are_checked(ann, room):
    message = ann.ok("POST", f"/rooms/{room}/messages", {"content": "hello"})["id"]

    assert ann.error("PUT", f"/messages/{message}/reactions/hello") == (400, "badRequest")
    assert ann.error("PUT", f"/messages/{message}/reactions/%20") == (400, "badRequest")
    assert ann.error("PUT", f"/messages/{message}/reactions/{'🎉' * 17}") == (400, "badRequest")
    # The name of one that the team has made may be longer.
    assert ann.error("PUT", f"/messages/{message}/reactions/{'🎉' * 35}") == (413, "tooLarge")
    ann.ok("PUT", f"/messages/{message}/reactions/🏳️‍🌈")


@on_sqlite
def test_answers_are_kept_by_no_cache(ann):
    answer = ann.call("GET", "/me")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/json"
    assert "Set-Cookie" not in answer.headers
