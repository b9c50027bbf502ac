"""What no proper client sends: answered with `badRequest`, and the connection stays."""

import contextlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.doors import COMMANDS

from . import shapes
from .conftest import Company
from .raw import Closed, Polling, Wire

BIG = 2**63


@pytest.fixture(scope="module")
def room(company: Company) -> dict[str, Any]:
    return company.room()


@pytest.fixture
def wire(company: Company) -> Iterator[Wire]:
    with Wire(company.bo) as wire:
        yield wire


def alive(wire: Wire) -> None:
    shapes.acknowledged("setPresence", wire.ask("setPresence", {"state": "active"}))


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


@pytest.mark.parametrize("event", sorted(COMMANDS))
def test_bytes_for_a_payload(wire: Wire, event: str):
    for data in (
        '["%s",{"_placeholder":true,"num":0}]',
        '["%s",{"room":{"_placeholder":true,"num":0}}]',
        '["%s",[{"_placeholder":true,"num":0}]]',
    ):
        (answer,) = json.loads(wire.call(data % event, b"\x00\xff"))
        shapes.refused(answer, "badRequest")
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


class TestContent:
    def send(
        self, wire: Wire, room: dict[str, Any], content: object, **fields: object
    ) -> dict[str, Any]:
        payload = {"room": room["id"], "content": content, "clientId": str(uuid.uuid4())}
        return wire.ask("sendMessage", payload | fields)

    @pytest.mark.parametrize("char", ["a", "ß", "€", "😀", "\U0010ffff", "\u202e", "\n"])
    def test_eight_thousand_characters_and_one_more(
        self, wire: Wire, room: dict[str, Any], char: str
    ):
        content = "." + char * 7999
        sent = shapes.acknowledged("sendMessage", self.send(wire, room, content))["message"]
        assert sent["content"] == content
        shapes.refused(self.send(wire, room, content + char), "tooLarge")
        edited = wire.ask("editMessage", {"message": sent["id"], "content": content + char})
        shapes.refused(edited, "tooLarge")
        alive(wire)

    @pytest.mark.parametrize(
        "content",
        [
            *("", " ", "\n\t\u2003", "\0", "a\0b", "\ud800", "a\udfffb", "\udc00\ud800"),
            None,
            1,
            [],
            {},
            True,
        ],
        ids=ascii,
    )
    def test_what_is_no_text(self, wire: Wire, room: dict[str, Any], content: object):
        before = wire.ask("history", {"room": room["id"], "limit": 1})["messages"]
        shapes.refused(self.send(wire, room, content), "badRequest")
        assert wire.ask("history", {"room": room["id"], "limit": 1})["messages"] == before
        alive(wire)

    @pytest.mark.parametrize(
        "client_id",
        ["", "x", "1", None, 1, str(uuid.uuid4())[:-1], str(uuid.uuid4()) + "0", [], "\0"],
    )
    def test_a_client_id_that_is_no_uuid(self, wire: Wire, room: dict[str, Any], client_id: object):
        shapes.refused(self.send(wire, room, "x", clientId=client_id), "badRequest")
        payload = {"room": room["id"], "content": "x"}
        shapes.refused(wire.ask("sendMessage", payload), "badRequest")

    @pytest.mark.parametrize("reply_to", [0, -1, "1", 1.5, [], BIG])
    def test_an_answer_to_what_is_no_id(self, wire: Wire, room: dict[str, Any], reply_to: object):
        shapes.refused(self.send(wire, room, "x", replyTo=reply_to), "badRequest")

    def test_an_answer_to_nothing(self, wire: Wire, room: dict[str, Any]):
        shapes.acknowledged("sendMessage", self.send(wire, room, "x", replyTo=None))
        shapes.refused(self.send(wire, room, "x", replyTo=BIG - 1), "notFound")

    def test_content_comes_back_as_it_was_written(self, wire: Wire, room: dict[str, Any]):
        for content in (
            "<b>&amp;</b>",
            "a\r\nb",
            "  x  ",
            "\u202eabc",
            "\ufeffx",
            "e\u0301",
            "\x7f\x1b[0m",
        ):
            sent = shapes.acknowledged("sendMessage", self.send(wire, room, content))
            assert sent["message"]["content"] == content


# Packets that are not even events; nothing answers them, but neither do they break anything.
QUIET = [
    '42{"a":1}', '42"text"', "42null", "42true", "4277", '43["x"]', '439999["x"]', "43", "4",
    "42[", "42]", "42[]]", "42nonsense", '42["unclosed', "420", "42/other,[]", '42/other,["x"]',
    "41/other,", "44", '44{"message":"x"}', "45", "451-", "46", "47[]", "48", "49", "4x",
    "40", "40{}", '40{"token":1}', "40/other,", "42" + "9" * 5000 + "[]", '42["react"]',
    "42[" * 1000, '42{"0":"sendMessage"}',
]  # fmt: skip


@pytest.mark.parametrize("packet", QUIET, ids=lambda packet: packet[:20])
def test_packets_that_are_no_events(company: Company, packet: str):
    """Either the connection stays, or it alone is closed; the server goes on."""
    with Wire(company.bo) as wire:
        wire.send(packet)
        with contextlib.suppress(Closed):
            alive(wire)
    with Wire(company.bo) as wire:
        alive(wire)


@pytest.mark.parametrize("rest", ["", "[1]", "[1.5,{}]", '["x","\\ud800"]'])
def test_what_is_no_event_of_ours_is_answered_if_it_asks_for_it(wire: Wire, rest: str):
    wire.send(f"42{rest}")
    wire.send(f"427{rest}")
    shapes.refused(json.loads(wire.take("437")[3:])[0], "badRequest")
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


def hear_out(wire: Wire) -> None:
    """Take all that comes, such as news of others, until the end. Raises Closed."""
    while True:
        wire.take("4")


# As the JavaScript server does: clients do not send that, so whoever does is none.
@pytest.mark.parametrize(
    "rest",
    [
        *("[]", "[null,{}]", '{"a":1}', '"text"', "]", "[", "[x]", "null", "[true]", "[[]]"),
        *('[["sendMessage"]]', "[{}]", '[{"event":"sendMessage"}]', '["x"', '["x",NaN]'),
        *('["x",{"state":Infinity}]', '["x",{"state":"active","x":-Infinity}]'),
        *('["connect"]', '["disconnect",{}]', '["connect_error"]', '["newListener",{}]'),
    ],
)
def test_what_is_no_event_at_all_ends_the_connection(company: Company, rest: str):
    for packet in (f"42{rest}", f"427{rest}"):
        with Wire(company.bo) as wire:
            wire.send(packet)
            with pytest.raises(Closed):
                hear_out(wire)


def test_attachments_that_were_announced_and_never_come(company: Company):
    """The connection is closed, and nothing is kept for it."""
    with Wire(company.bo) as wire:
        wire.send('451-1["setPresence",{"_placeholder":true,"num":0}]')
        wire.send('421["setPresence",{"state":"active"}]')
        with pytest.raises(Closed):
            wire.take("43")


@pytest.mark.parametrize("count", [5, 1000, 2**31])
def test_more_attachments_than_anything_could_have(company: Company, count: int):
    with Wire(company.bo) as wire:
        wire.send(f'45{count}-1["setPresence",{{"_placeholder":true,"num":0}}]')
        with pytest.raises(Closed):
            wire.take("43")


def test_an_attachment_that_nobody_announced(company: Company):
    with Wire(company.bo) as wire:
        wire.send(b"surprise")
        with pytest.raises(Closed):
            wire.take("43")


def test_a_placeholder_of_nothing(wire: Wire):
    for number in ("1", "-1", '"x"', "null", "10"):
        data = f'["setPresence",{{"_placeholder":true,"num":{number}}}]'
        shapes.refused(json.loads(wire.call(data, b"x"))[0], "badRequest")
    alive(wire)


def test_a_huge_acknowledgement_id_comes_back_as_it_was(wire: Wire):
    for number in (0, 1, 2**31, 2**53, 2**64, 10**90):
        wire.send(f'42{number}["setPresence",{{"state":"active"}}]')
        assert wire.take(f"43{number}[") == f'43{number}[{{"ok":true}}]'


def test_deep_nesting_is_refused(wire: Wire):
    for depth in (100, 1000, 10_000):
        for opened, closed in (("[", "]"), ('{"a":', "}")):
            inner = "1" if opened != "[" else ""
            nested = opened * depth + inner + closed * depth
            (answer,) = json.loads(wire.call(f'["joinRoom",{{"room":{nested}}}]'))
            shapes.refused(answer, "badRequest")
    alive(wire)


def test_the_same_by_polling(company: Company, room: dict[str, Any]):
    session = Polling(company.bo)
    for packet in ("420[0]", '421["nothing",{}]', '422["joinRoom"]', '423["error",{}]'):
        assert session.post(packet).ok
    answered = ""
    while answered.count("43") < 4:
        answered += session.get().text
    assert answered.count('"badRequest"') == 4
    assert session.post(f'429["joinRoom",{{"room":{room["id"]}}}]').ok
    # What else there is to tell of the room may come first.
    packets: list[str] = []
    while not any(packet.startswith("439") for packet in packets):
        packets += session.get().text.split("\x1e")
    assert json.loads(next(one for one in packets if one.startswith("439"))[3:])[0]["ok"]
