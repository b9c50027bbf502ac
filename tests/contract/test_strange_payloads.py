"""What no proper client asks for: answered with `badRequest`, and the connection stays."""

import json
import uuid
from typing import Any

import pytest

from tests.harness.doors import COMMANDS

from . import shapes
from .raw import Wire, alive

BIG = 2**63


@pytest.mark.parametrize(
    "name",
    [
        *(
            "nothing",
            "",
            " ",
            "sendmessage",
            "SendMessage",
            "newMessage",
            "message",
            "*",
            "__proto__",
        ),
        *("Connect", "connection", "error", "__init__"),
        *(0, 1, 1.5, "\0", "x" * 10_000),
    ],
    ids=lambda name: repr(name)[:30],
)
def test_events_that_there_are_not(wire: Wire, name: object):
    payloads: tuple[object, ...]
    for payloads in ((), ({},), ({"room": 1},), ("sid", {}), ({}, {})):
        shapes.refused(wire.ask(name, *payloads), "badRequest")
    alive(wire)


@pytest.mark.parametrize("event", sorted(COMMANDS))
def test_payloads_that_are_not_one_object(wire: Wire, event: str):
    payloads: tuple[object, ...]
    for payloads in (
        (), (None,), ([],), ([{}],), ("text",), ("",), (1,), (0,), (1.5,), (True,), (False,),
        ({}, {}), (None, {}), ({}, None),
    ):  # fmt: skip
        shapes.refused(wire.ask(event, *payloads), "badRequest")
    alive(wire)


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("joinRoom", {}),
        ("joinRoom", {"room": None}),
        ("joinRoom", {"room": "1"}),
        ("joinRoom", {"room": 1.0}),
        ("joinRoom", {"room": 1.5}),
        ("joinRoom", {"room": True}),
        ("joinRoom", {"room": [1]}),
        ("joinRoom", {"room": 0}),
        ("joinRoom", {"room": -1}),
        ("joinRoom", {"room": BIG}),
        ("joinRoom", {"room": 10**400}),
        ("joinRoom", {"room": 1, "after": -1}),
        ("joinRoom", {"room": 1, "after": "0"}),
        ("joinRoom", {"room": 1, "before": 1}),
        ("joinRoom", {"Room": 1}),
        ("leaveRoom", {"room": {}}),
        ("history", {"room": 1, "limit": 0}),
        ("history", {"room": 1, "limit": 101}),
        ("history", {"room": 1, "limit": None}),
        ("history", {"room": 1, "limit": "50"}),
        ("changes", {"room": 1}),
        ("changes", {"room": 1, "after": None}),
        ("changes", {"room": 1, "after": 0, "limit": 0}),
        ("markRead", {"room": 1}),
        ("markRead", {"room": 1, "seq": -1}),
        ("markRead", {"room": 1, "seq": 1.5}),
        ("typing", {"room": 1}),
        ("typing", {"room": 1, "typing": 1}),
        ("typing", {"room": 1, "typing": "true"}),
        ("typing", {"room": 1, "typing": None}),
        ("setPresence", {}),
        ("setPresence", {"state": "offline"}),
        ("setPresence", {"state": "Active"}),
        ("setPresence", {"state": None}),
        ("editMessage", {"message": 1}),
        ("editMessage", {"message": 1, "content": ""}),
        ("editMessage", {"message": 1, "content": " \n\t "}),
        ("deleteMessage", {"message": "1"}),
        ("react", {"message": 1}),
        ("react", {"message": 1, "emoji": "no emoji"}),
        ("react", {"message": 1, "emoji": ""}),
        ("unreact", {"message": 1, "emoji": 1}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_fields_of_the_wrong_kind(wire: Wire, event: str, payload: dict[str, Any]):
    shapes.refused(wire.ask(event, payload), "badRequest")
    alive(wire)


GOOD: dict[str, dict[str, Any]] = {
    "joinRoom": {},
    "leaveRoom": {},
    "sendMessage": {"content": "x", "clientId": str(uuid.uuid4())},
    "history": {},
    "changes": {"after": 0},
    "markRead": {"seq": 0},
    "typing": {"typing": False},
}


@pytest.mark.parametrize("event", sorted(GOOD))
def test_fields_that_there_are_not(wire: Wire, room: dict[str, Any], event: str):
    payload = {"room": room["id"], **GOOD[event]}
    shapes.acknowledged(event, wire.ask(event, payload))
    extra: dict[str, Any]
    for extra in ({"extra": 1}, {"": None}, {"sid": "x"}, {"room_id": 1}, {"__proto__": {}}):
        shapes.refused(wire.ask(event, payload | extra), "badRequest")
    # Of very many none is told by its name.
    many = shapes.refused(wire.ask(event, payload | {f"_{n}": 0 for n in range(200)}), "badRequest")
    assert "200 things" in many["message"]
    alive(wire)


@pytest.mark.parametrize(
    "payload",
    [
        '{"state":"away","state":"active"}',
        '{"state":"active","state":"active"}',
        '{"state" : "away","state":"active"}',
        '{"state":"active","st\\u0061te":"active"}',
        '{"state":"active","x":{"a":1,"a":2}}',
        '{"state":"active","x":[{"a":":","a":2}]}',
        '{"state":"active","state":"\\":"}',
    ],
)
def test_a_field_that_is_there_twice_counts_not_at_all(wire: Wire, payload: str):
    """One reader would take the first, another one the last. The API refuses them as well."""
    wire.send(f'427["setPresence",{payload}]')

    shapes.refused(json.loads(wire.take("437")[3:])[0], "badRequest")
    alive(wire)


@pytest.mark.parametrize(
    "text", [":", "a: b", '"a":"b"', '\\":', "https://x.example/?a=b:c", "{':'}"]
)
def test_colons_in_what_people_write_are_no_fields(wire: Wire, room: dict[str, Any], text: str):
    payload = {"room": room["id"], "content": text, "clientId": str(uuid.uuid4())}
    said = wire.ask("sendMessage", payload)

    assert said["message"]["content"] == text
