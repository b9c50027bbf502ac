"""Packets are read as the published socket.io-parser reads them, and what it refuses is refused."""

import json
import random
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.harness.processes import find_program
from weconnect.engine.realtime.engineio.packets import Malformed
from weconnect.engine.realtime.socketio.packets import BINARY_ACK, BINARY_EVENT, read
from weconnect.engine.realtime.socketio.server import MAX_ATTACHMENTS

from .conftest import Company
from .raw import Closed, Wire

HEADS = [
    *("0", "1", "2", "3", "4", "5", "6", "7", "9", "", "x", "-1", " 2", "22", "20", "312"),
    *("50-", "51-", "52-", "51", "5-", "5x-", "5-1-", "59999999-", "61-7", "61-", "51.5-"),
    *("2/x,", "2/x", "2/,", "0/x,", "0/x?a=1,", "1/x,", "1/x", "3/x,9", "2/x,7", "2/a,b,"),
    *("27", "2007", "2" + "9" * 30, "2x", "2-1", "2 ", "2\t", "2/x 7,", "37", "47"),
]
BODIES = [
    *("", "[]", "{}", "null", "true", "false", "0", "1.5", "-1", '"x"', '""', "[", "]", "{", "["),
    *('["x"]', '["x",{}]', '["x",1]', '[""]', "[1]", "[0]", "[-1.5e3]", "[null]", "[true]"),
    *("[[]]", "[{}]", '[["x"]]', '["connect"]', '["disconnect",{}]', '["connect_error"]'),
    *('["disconnecting"]', '["newListener"]', '["removeListener"]', '["error"]', '["Connect"]'),
    *('{"token":"x"}', '{"a":[1,{"b":null}]}', '["x",NaN]', '["x",Infinity]', "[NaN]", "[01]"),
    *('["x",]', "[,]", "['x']", '["x"] ', ' ["x"]', '["x"]x', 'abc["x"]', '["x"', '["\\q"]'),
    *('["x","\\ud800"]', '["x","\\u00e9"]', '["x","\t"]', "undefined", "[1,2"),
    *('["x",' + "1" * 5000 + "]", '["x",{"a":1,"a":2}]', '["__proto__"]', "\ufeff[]", "[x]"),
    '["x",{"_placeholder":true,"num":0}]',
]


def packets() -> list[str]:
    """Every head before every body, and some of them with a character changed."""
    chance = random.Random(5)
    whole = [head + body for head in HEADS for body in BODIES]
    broken = []
    for text in chance.sample(whole, 1500):
        at = chance.randrange(len(text) + 1)
        more = chance.choice('[]{}",:0127-/ \\nx\u0663é')
        broken.append(text[:at] + more + text[at + chance.randrange(2) :])
    return whole + broken


def ours(text: str) -> dict[str, Any] | None:
    """What the server reads, or None."""
    try:
        packet = read(text)
    except Malformed:
        return None
    is_binary = packet.kind in {BINARY_EVENT, BINARY_ACK}
    if is_binary and not 0 < packet.attachments <= MAX_ATTACHMENTS:
        return None  # refused by the server, which knows how many it waits for
    return packet._asdict()


def is_our_own_limit(text: str) -> bool:
    """Whether this is refused though the reference takes it: what no client sends.

    Nothing, a refusal from a client, an answer without a number or a list, attachments that are
    not one to four, and a number that is none ("1 " and " 1" are some to JavaScript).
    """
    if text[:1] in {"", "4"} or re.match(r"[56](?![1-4]-)", text):
        return True
    if text[:1] in {"3", "6"}:
        return True
    return bool(re.match(r"\d*(?:\d-)?(?:/[^,]*,)?\d*\s", text))


def test_as_the_reference(client_folder: Path):
    texts = packets()
    ran = subprocess.run(
        [find_program("node"), "parser.mjs"],
        cwd=client_folder,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(ran.stdout)
    assert len(theirs) == len(texts) > 3000
    refused = [text for text, packet in zip(texts, theirs, strict=True) if packet is None]
    assert 500 < len(refused) < len(texts) - 500
    assert [text for text in refused if ours(text) is not None] == []
    for text, packet in zip(texts, theirs, strict=True):
        if packet is None:
            continue
        mine = ours(text)
        if mine is None:
            assert is_our_own_limit(text), text
            continue
        assert (mine["kind"], mine["namespace"]) == (
            str(packet["type"]),
            packet["nsp"].partition("?")[0],
        ), text
        if mine["data"] != []:
            assert mine["data"] == packet["data"], text


@pytest.mark.parametrize(
    "packet", ["42{}", '42abc["setPresence",{"state":"active"}]', "42[]", "42null", '42["connect"]']
)
def test_the_connection_ends_at_once(company: Company, packet: str):
    with Wire(company.bo) as wire:
        wire.send(packet)
        with pytest.raises(Closed):
            wire.take("4")
