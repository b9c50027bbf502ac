"""What no proper client sends: answered with `badRequest`, and the connection stays."""

import contextlib
import json
from typing import Any

import pytest

from tests.harness.doors import COMMANDS

from . import shapes
from .conftest import Company
from .raw import Closed, Polling, Wire, alive


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
