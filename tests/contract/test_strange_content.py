"""Messages that no proper client sends: refused, and nothing is kept of them."""

import uuid
from typing import Any

import pytest

from . import shapes
from .raw import Wire, alive

BIG = 2**63


def send(wire: Wire, room: dict[str, Any], content: object, **fields: object) -> dict[str, Any]:
    payload = {"room": room["id"], "content": content, "clientId": str(uuid.uuid4())}
    return wire.ask("sendMessage", payload | fields)


@pytest.mark.parametrize("char", ["a", "ß", "€", "😀", "\U0010ffff", "\u202e", "\n"])
def test_eight_thousand_characters_and_one_more(wire: Wire, room: dict[str, Any], char: str):
    content = "." + char * 7999
    sent = shapes.acknowledged("sendMessage", send(wire, room, content))["message"]
    assert sent["content"] == content
    shapes.refused(send(wire, room, content + char), "tooLarge")
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
def test_what_is_no_text(wire: Wire, room: dict[str, Any], content: object):
    before = wire.ask("history", {"room": room["id"], "limit": 1})["messages"]
    shapes.refused(send(wire, room, content), "badRequest")
    assert wire.ask("history", {"room": room["id"], "limit": 1})["messages"] == before
    alive(wire)


@pytest.mark.parametrize(
    "client_id",
    ["", "x", "1", None, 1, str(uuid.uuid4())[:-1], str(uuid.uuid4()) + "0", [], "\0"],
)
def test_a_client_id_that_is_no_uuid(wire: Wire, room: dict[str, Any], client_id: object):
    shapes.refused(send(wire, room, "x", clientId=client_id), "badRequest")
    payload = {"room": room["id"], "content": "x"}
    shapes.refused(wire.ask("sendMessage", payload), "badRequest")


@pytest.mark.parametrize("reply_to", [0, -1, "1", 1.5, [], BIG])
def test_an_answer_to_what_is_no_id(wire: Wire, room: dict[str, Any], reply_to: object):
    shapes.refused(send(wire, room, "x", replyTo=reply_to), "badRequest")


def test_an_answer_to_nothing(wire: Wire, room: dict[str, Any]):
    shapes.acknowledged("sendMessage", send(wire, room, "x", replyTo=None))
    shapes.refused(send(wire, room, "x", replyTo=BIG - 1), "notFound")


def test_content_comes_back_as_it_was_written(wire: Wire, room: dict[str, Any]):
    for content in (
        "<b>&amp;</b>",
        "a\r\nb",
        "  x  ",
        "\u202eabc",
        "\ufeffx",
        "e\u0301",
        "\x7f\x1b[0m",
    ):
        sent = shapes.acknowledged("sendMessage", send(wire, room, content))
        assert sent["message"]["content"] == content
