"""Every way of reading against somebody who came later into a room that hides what was said before.

All operations, events and pages are walked, as somebody who was there, somebody who came later, an
outsider and somebody who was removed: none but the first finds a word of what was said before. A
way that is added is walked as well; which of them tell the first one anything is written down, so
that each is seen to be asked for what is there.
"""

import json
import re
import uuid
from typing import Any

import pytest

from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.socket import Socket

from .test_matrix import EVENTS, REST, Cast

# In all that was said before, and in nothing else.
BEFORE = "Bygone"

# What is asked for where a row's own query asks for something else.
QUERIES = {
    "GET /messages": "?ids={message}",
    "GET /search": f"?q={BEFORE.lower()}",
    "GET /rooms/<int:room>/messages": "?html=true",
}
# Where somebody who was there finds what was said.
TELL = {
    "GET /rooms/<int:room>/messages",
    "GET /rooms/<int:room>/changes",
    "GET /rooms/<int:room>/pins",
    "GET /rooms/<int:room>/threads/<int:thread>/messages",
    "GET /messages",
    "GET /messages/<int:message>",
    "GET /messages/<int:message>/versions",
    "GET /bookmarks",
    "GET /inbox",
    "GET /search",
    "GET /threads",
}
TELL_EVENTS = {"joinRoom", "history", "changes", "threadHistory"}
TELL_PAGES = {
    "/catch-up",
    "/inbox",
    "/messages/<int:message_id>",
    "/messages/<int:message_id>/forward",
    "/messages/<int:message_id>/there",
    "/messages/<int:message_id>/versions",
    "/rooms/<int:room_id>",
    "/rooms/<int:room_id>/pins",
    "/rooms/<int:room_id>/threads/<int:root_id>",
    "/saved",
    "/search",
    "/threads",
}


class Room(Cast):
    """The cast, in a room where something was said before one of them came."""

    def __init__(self, server: Server) -> None:
        self.newcomer = server.person(f"newcomer-{uuid.uuid4().hex[:8]}")
        super().__init__(server)

    def make_room(self, invited: list[str]) -> int:
        """One that hides it."""
        made = self.owner.make_room("Den", "private", members=invited, hidesHistory=True)
        return int(made["id"])

    def fresh(self) -> None:
        """A room in which something was said, whatever may hang on it, and then somebody came."""
        super().fresh()
        say, place = self.owner.call_api, f"/rooms/{self.room}"
        message = f"/messages/{self.message}"
        self.member.call_api("PUT", f"{place}/unread", {"seq": 1})
        say("PATCH", message, {"content": f"{BEFORE} draft"})
        said = f"{BEFORE} plan @{self.member.username}"
        say("PATCH", message, {"content": said})
        self.member.call_api("PUT", f"{message}/bookmark", {})
        say("PUT", f"{message}/pin")
        self.answer = self.answered(self.owner, f"{BEFORE} answer")
        say("POST", f"{place}/members", {"username": self.newcomer.username})
        self.answered(self.member, f"Recent answer @{self.newcomer.username}")
        link = f"{self.server.url}/messages/{self.message}/there"
        content = f"Recent words @{self.newcomer.username} {link}"
        say("POST", f"{place}/messages", {"content": content, "replyTo": self.message})
        # What happens to it later is news to those who know it.
        self.member.call_api("PUT", f"{message}/reactions/👍")
        say("PATCH", message, {"content": f"{said} @{self.newcomer.username}"})

    def answered(self, person: Person, content: str) -> int:
        """Say something in the thread."""
        wish = {"content": content, "thread": self.message}
        return int(person.call_api("POST", f"/rooms/{self.room}/messages", wish)["id"])

    def asked(self, operation: str) -> str:
        """The path of an operation that asks for what was said."""
        path = self.path(operation)
        if query := QUERIES.get(operation):
            path = path.partition("?")[0] + query.format(message=self.message)
        return path


@pytest.fixture(scope="module")
def room(shared_server: Server) -> Room:
    return Room(shared_server)


def tells(answer: Any) -> bool:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return BEFORE.lower() in text.lower()


def told(text: str) -> bool:
    """Whether a page tells of it, beside what was asked for."""
    return tells(re.sub(r"<(title|input)\b[^>]*>([^<]*</title>)?", "", text))


def test_no_operation_tells_somebody_who_came_later(room: Room):
    found = set()
    for operation in sorted(one for one in REST if one.startswith("GET")):
        path = room.asked(operation)
        if tells(room.member.api("GET", path).text):
            found.add(operation)
        for person in (room.newcomer, room.outsider, room.former):
            text = person.api("GET", path).text.replace(QUERIES["GET /search"][3:], "")
            assert not tells(text), (operation, person.username)
    assert found == TELL


@pytest.mark.parametrize("operation", sorted(one for one in REST if not one.startswith("GET")))
def test_nothing_that_is_done_tells_somebody_who_came_later(room: Room, operation: str):
    room.fresh()
    method = operation.partition(" ")[0]
    body = room.body(operation, room.newcomer)
    if operation in {"DELETE /sessions", "DELETE /sessions/<int:login>"}:
        return  # of logins, not of messages
    answer = room.newcomer.api(method, room.path(operation), body)
    assert not tells(answer.text)
    if "<int:message>" in operation and "bookmark" not in operation:
        assert answer.status_code == 404


def test_no_event_tells_somebody_who_came_later(room: Room):
    room.fresh()
    found = set()
    for event in sorted(EVENTS):
        for person in (room.newcomer, room.outsider, room.former):
            socket = person.socket()
            assert not tells(socket.call(event, room.payload(event))), (event, person.username)
            socket.settle()
            assert not tells([one.data for one in socket.events]), (event, person.username)
            socket.close()
    room.fresh()
    reading = {"joinRoom", "history", "changes", "threadHistory", "leaveRoom", "markRead"}
    for event in sorted(reading):
        socket = room.member.socket()
        if tells(socket.call(event, room.payload(event))):
            found.add(event)
        socket.close()
    assert found == TELL_EVENTS


def test_no_page_tells_somebody_who_came_later(room: Room, sqlite_app):
    room.fresh()
    values = {"room_id": room.room, "message_id": room.message, "root_id": room.message}
    # Whose message is not seen, its picture is not either: tests/previews.
    values["preview_id"] = 1
    found = set()
    for rule in sqlite_app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.rule.startswith(("/api/", "/static/")):
            continue
        if set(rule.arguments) - set(values):
            assert not set(rule.arguments) & set(values), f"{rule.rule} is not walked"
            continue
        path = re.sub(r"<int:(\w+)>", lambda part: str(values[part[1]]), rule.rule)
        if rule.rule in {"/login", "/logout", "/register"}:
            continue
        query = f"?q={BEFORE}" if rule.rule == "/search" else ""
        if told(room.member.get(path + query).text.replace(f"q={BEFORE}", "")):
            found.add(rule.rule)
        for person in (room.newcomer, room.outsider, room.former):
            text = person.get(path + query).text.replace(f"q={BEFORE}", "")
            if rule.rule == "/search":
                # It says what was looked for.
                text = re.sub(rf"[“\"]?(<bdi>)?{BEFORE}(</bdi>)?[”\"]?", "", text, count=2)
            assert not told(text), (rule.rule, person.username)
    assert found >= TELL_PAGES


def test_what_becomes_of_it_is_told_to_those_who_were_there(room: Room):
    room.fresh()
    place, message = f"/rooms/{room.room}", f"/messages/{room.message}"
    old, new = (watching(one, room.room) for one in (room.member, room.newcomer))
    room.owner.call_api("PATCH", message, {"content": f"{BEFORE} once more"})
    room.owner.call_api("PUT", f"{message}/reactions/🎉")
    room.answered(room.owner, "Recent and later")
    room.owner.call_api("DELETE", message)
    last = room.owner.call_api("POST", f"{place}/messages", {"content": "the last"})
    for socket in (old, new):
        socket.wait_for("newMessage", lambda one: one["id"] == last["id"])
    assert tells(old.of("messageChanged"))
    assert not tells([one.data for one in new.events])
    # Nothing seems lost to them: each version of the room is told in one way or the other.
    versions = [
        one.data["version"]
        for one in new.events
        if one.event in {"newMessage", "messageChanged", "unseenChanged"}
    ]
    assert versions == list(range(versions[0], last["version"] + 1))
    assert [one["room"] for one in new.of("unseenChanged")] == [room.room] * 4
    assert not old.of("unseenChanged")
    for socket in (old, new):
        socket.close()


def watching(person: Person, room: int) -> Socket:
    """A socket in the room's live feed."""
    socket = person.socket()
    socket.ok("joinRoom", {"room": room})
    socket.clear()
    return socket
