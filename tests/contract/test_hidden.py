"""What one may not see is answered as what does not exist, byte for byte."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from .conftest import Company
from .raw import Wire

NEVER = 2**62
HIDDEN_ROOM: dict[str, dict[str, Any]] = {
    "joinRoom": {},
    "leaveRoom": {},
    "sendMessage": {"content": "x", "clientId": None},
    "history": {},
    "changes": {"after": 0},
    "markRead": {"seq": 1},
    "typing": {"typing": True},
}
HIDDEN_MESSAGE: dict[str, dict[str, Any]] = {
    "editMessage": {"content": "x"},
    "deleteMessage": {},
    "react": {"emoji": "👍"},
    "unreact": {"emoji": "👍"},
}


@pytest.fixture(scope="module")
def room(company: Company) -> dict[str, Any]:
    return company.room()


@pytest.fixture(scope="module")
def message(company: Company, room: dict[str, Any]) -> dict[str, Any]:
    return company.message(room)


@pytest.fixture(params=["cy", "eve"])
def who(request: pytest.FixtureRequest) -> str:
    """A former member, and somebody who never was one."""
    return request.param


@pytest.fixture
def wire(company: Company, who: str) -> Iterator[Wire]:
    with Wire(getattr(company, who)) as wire:
        yield wire


def packet(event: str, payload: dict[str, Any]) -> str:
    if "clientId" in payload:
        payload = {**payload, "clientId": str(uuid.uuid4())}
    return json.dumps([event, payload])


@pytest.mark.parametrize("event", sorted(HIDDEN_ROOM))
def test_rooms(wire: Wire, room: dict[str, Any], event: str):
    hidden, missing = (
        wire.call(packet(event, {"room": number, **HIDDEN_ROOM[event]}))
        for number in (room["id"], NEVER)
    )
    assert hidden == missing
    assert '"notFound"' in hidden


@pytest.mark.parametrize("event", sorted(HIDDEN_MESSAGE))
def test_messages(wire: Wire, message: dict[str, Any], event: str):
    hidden, missing = (
        wire.call(packet(event, {"message": number, **HIDDEN_MESSAGE[event]}))
        for number in (message["id"], NEVER)
    )
    assert hidden == missing
    assert '"notFound"' in hidden


def test_the_message_that_is_answered(company: Company, wire: Wire, message: dict[str, Any]):
    own = company.eve.make_room("Own", "private", members=[company.cy.username])
    answers = {
        wire.call(
            packet(
                "sendMessage",
                {"room": own["id"], "content": "x", "clientId": None, "replyTo": number},
            )
        )
        for number in (message["id"], NEVER)
    }
    assert len(answers) == 1
    assert '"notFound"' in answers.pop()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/rooms/{room}", None),
        ("PATCH", "/rooms/{room}", {"name": "Mine"}),
        ("DELETE", "/rooms/{room}", None),
        ("POST", "/rooms/{room}/join", None),
        ("POST", "/rooms/{room}/leave", None),
        ("GET", "/rooms/{room}/members", None),
        ("POST", "/rooms/{room}/members", {"username": "somebody"}),
        ("PATCH", "/rooms/{room}/members/{user}", {"role": "guest"}),
        ("DELETE", "/rooms/{room}/members/{user}", None),
        ("GET", "/rooms/{room}/messages", None),
        ("POST", "/rooms/{room}/messages", {"content": "x"}),
        ("GET", "/rooms/{room}/changes?after=0", None),
        ("PUT", "/rooms/{room}/read", {"seq": 1}),
        ("GET", "/messages/{message}", None),
        ("PATCH", "/messages/{message}", {"content": "x"}),
        ("DELETE", "/messages/{message}", None),
        ("PUT", "/messages/{message}/reactions/👍", None),
        ("DELETE", "/messages/{message}/reactions/👍", None),
        ("GET", "/search?q=hello&room={room}", None),
    ],
)
def test_rest(
    company: Company, who: str, room: dict[str, Any], message: dict[str, Any], method, path, body
):
    person = getattr(company, who)
    answers = []
    for room_id, message_id in ((room["id"], message["id"]), (NEVER, NEVER)):
        target = path.format(room=room_id, message=message_id, user=company.bo.id)
        response = person.api(method, target, body)
        answers.append((response.status_code, response.content, shown(response.headers)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize("path", ["/rooms/{}", "/rooms/{}/settings"])
def test_pages(company: Company, who: str, room: dict[str, Any], path: str):
    person = getattr(company, who)
    hidden, missing = (person.get(path.format(number)) for number in (room["id"], NEVER))
    assert hidden.status_code == missing.status_code == 404
    assert without_nonces(hidden.text) == without_nonces(missing.text)


# What differs between any two answers.
PASSING = {"Date", "Set-Cookie", "X-Request-Id"}


def shown(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in PASSING}


def without_nonces(page: str) -> str:
    return re.sub(r'(nonce|content|value)="[^"]*"', "", page)
