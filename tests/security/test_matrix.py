"""Every event and every REST operation against everybody who should not get far with it.

The registries of handlers are walked: whoever adds a handler without a row here fails the tests.
Each row is proved to bite by a member for whom the same call succeeds.
"""

import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest
import requests

from tests.e2ee.keys import device_keys, new_device
from tests.files.sending import send_file
from tests.harness.doors import COMMANDS, OPERATIONS
from tests.harness.permissions import Row, rows
from tests.harness.person import Person
from tests.harness.seasons import SUMMER
from tests.harness.server import Server
from tests.harness.socket import Refused, Socket

REST: dict[str, Row] = rows("REST")
EVENTS = rows("EVENTS")
FREE = rows("FREE")


def give_device(person: Person) -> str:
    """Let a login encrypt; returns its device."""
    device = new_device()
    keys = device_keys(person.id, device)
    person.call_api("PUT", "/e2ee/device", {"device": device, "keys": keys})
    return device


def give_keys(person: Person) -> None:
    """Let a login encrypt, and its person recover."""
    give_device(person)
    person.call_api("POST", "/e2ee/backup", {"authData": {}})
    person.call_api("PUT", "/e2ee/recovery", {"sealed": "x", "replaces": 0})


# What a test has of its own only if it asks for it.
SPARE = ("token", "spare", "reminder", "snippet", "scheduled")


class Cast:
    """Everybody, and a room in which something was said."""

    def __init__(self, server: Server) -> None:
        self.server = server
        names = ("owner", "member", "former", "outsider", "banned")
        people = [server.person(f"{name}-{uuid.uuid4().hex[:8]}") for name in names]
        self.owner, self.member, self.former, self.outsider, self.banned = people
        self.banned_cookie = self.banned.cookie
        self.banned_token = self.banned.call_api("POST", "/tokens", {"name": "bot"})["token"]
        founder = server.visitor("founder")
        founder.login()
        page = founder.post(f"/people/{self.banned.id}", {"action": "ban"})
        assert page.status_code == 200
        assert (
            requests.get(
                f"{server.url}/api/v1/me", headers={"Cookie": self.banned_cookie}, timeout=20
            ).status_code
            == 401
        ), "the ban holds"
        self.other = server.visitor(self.owner.username)
        self.other.login()
        group = {"name": f"group-{uuid.uuid4().hex[:8]}", "members": [self.member.username]}
        self.group = founder.call_api("POST", "/groups", group)["id"]
        for one in (self.owner, self.other, self.member, self.former, self.outsider):
            give_keys(one)
        self.before: list[str] = []
        self.fresh()

    def fresh(self) -> None:
        """A new room with a new message: the one before may be gone."""
        # A person has only so many logins, reminders and messages that wait: those of before go.
        while self.before:
            self.owner.api("DELETE", self.before.pop())
        invited = [self.member.username, self.former.username]
        self.room = self.make_room(invited)
        place = f"/rooms/{self.room}"
        self.message = self.owner.call_api("POST", f"{place}/messages", {"content": "hello"})["id"]
        poll = {"options": ["tea", "coffee"], "extendable": True}
        wish = {"content": "what do you drink?", "poll": poll}
        self.poll = self.owner.call_api("POST", f"{place}/messages", wish)["id"]
        asks = {"content": "please read", "announcement": {"by": "2999-01-31T09:30:00Z"}}
        self.file = self._send_file()
        self.announcement = self.owner.call_api("POST", f"{place}/messages", asks)["id"]
        self.owner.call_api("DELETE", f"{place}/members/{self.former.id}")
        for name in SPARE:
            vars(self).pop(name, None)

    @cached_property
    def token(self) -> int:
        """One of the owner's."""
        return int(self.owner.call_api("POST", "/tokens", {"name": "bot"})["id"])

    @cached_property
    def spare(self) -> tuple[int, str]:
        """A further login of the owner's, and its device."""
        spare = self.server.visitor(self.owner.username)
        spare.login()
        sessions = spare.call_api("GET", "/sessions")["sessions"]
        login = next(one["id"] for one in sessions if one["current"])
        self.before.append(f"/sessions/{login}")
        return int(login), give_device(spare)

    @cached_property
    def reminder(self) -> int:
        """One of the owner's that is not due."""
        remind = {"text": "spare", "local": "2999-01-31T09:30", "zone": "UTC"}
        made = self.owner.call_api("POST", "/reminders", remind)["id"]
        self.before.append(f"/reminders/{made}")
        return int(made)

    @cached_property
    def snippet(self) -> int:
        """One of the owner's."""
        snippet = {"name": "spare", "text": "Spare"}
        return int(self.owner.call_api("PUT", "/snippets", snippet)["id"])

    @cached_property
    def scheduled(self) -> int:
        """What waits for now."""
        return self._schedule()

    def _schedule(self) -> int:
        """Something of the owner's that waits to be sent."""
        when = {"localTime": f"{SUMMER}T09:00", "timeZone": "Europe/Berlin"}
        wish = {"content": "later", "clientId": str(uuid.uuid4()), **when}
        made = self.owner.call_api("POST", f"/rooms/{self.room}/scheduled", wish)
        self.before.append(f"/scheduled/{made['id']}")
        return int(made["id"])

    def _send_file(self) -> str:
        """A file in a message of the owner's; its id."""
        file = send_file(self.owner, self.room, b"hello")
        wish = {"attachments": [file]}
        self.owner.call_api("POST", f"/rooms/{self.room}/messages", wish)
        return file

    def make_room(self, invited: list[str]) -> int:
        """A room of the owner's; returns its id."""
        return int(self.owner.make_room("Room", "private", members=invited)["id"])

    def path(self, operation: str) -> str:
        """The path of an operation with this room, message, and so on in it."""
        path = operation.partition(" ")[2]
        found: dict[str, Callable[[], object]] = {
            "<int:room>": lambda: self.room,
            "<int:message>": lambda: getattr(self, REST[operation].on),
            "<int:thread>": lambda: self.message,
            "<int:user>": lambda: self.member.id,
            "<int:group>": lambda: self.group,
            "<int:token>": lambda: self.token,
            "<int:snippet>": lambda: self.snippet,
            "<int:reminder>": lambda: self.reminder,
            "<int:login>": lambda: self.spare[0],
            # Of an inbox: nobody's here.
            "<int:entry>": lambda: self.message,
            "<emoji>": lambda: "👍",
            "<file>": lambda: self.file,
            "<name>": lambda: "nobodys",
            "<device>": lambda: self.spare[1],
            "<int:version>": lambda: self.other.call_api("GET", "/e2ee/backup")["version"],
            "<int:section>": lambda: 1,
            "<int:preview>": lambda: 1,
            "<int:scheduled>": lambda: self.scheduled,
        }
        for name, value in found.items():
            if name in path:
                path = path.replace(name, str(value()))
        return path + REST[operation].query.format(room=self.room)

    def body(self, operation: str, person: Person | None = None) -> dict[str, Any] | None:
        """What the operation is given by a person, or else by the owner."""
        body = REST[operation].body
        if callable(body):
            return body((person or self.owner).id)
        if body == {"username": "{member}"}:
            return {"username": self.member.username}
        if body and body.get("room") == 0:
            return body | {"room": self.room}
        return body

    def payload(self, event: str) -> dict[str, Any]:
        """What the event is given."""
        values = {
            "room": self.room,
            "thread": self.message,
            "reminder": self.reminder if "reminder" in EVENTS[event] else 0,
            "clientId": str(uuid.uuid4()),
            # What is sent waits no more.
            "scheduled": self._schedule() if "scheduled" in EVENTS[event] else 0,
        }
        wish = {name: values.get(name, value) for name, value in EVENTS[event].items()}
        return wish | ({"message": getattr(self, wish["message"])} if "message" in wish else {})


@pytest.fixture(scope="module")
def people(shared_server: Server) -> Cast:
    return Cast(shared_server)


def operations() -> dict[str, object]:
    return {f"{one.method} {one.path}": one for one in OPERATIONS}


def test_every_handler_has_its_row():
    assert set(COMMANDS) == set(EVENTS)
    assert set(operations()) == set(REST)


@pytest.mark.parametrize("operation", sorted(REST))
class TestRest:
    def send(self, people: Cast, operation: str, **headers: str) -> requests.Response:
        """Without a session; `headers` say who asks."""
        return requests.request(
            operation.partition(" ")[0],
            f"{people.server.url}/api/v1{people.path(operation)}",
            json=people.body(operation),
            headers=headers,
            timeout=20,
        )

    def test_strangers(self, people: Cast, operation: str):
        for headers in (
            {},
            {"Cookie": "weconnect=nonsense"},
            {"Authorization": "Bearer wc_nonsense"},
            {"Authorization": "Bearer "},
            {"Authorization": "Basic " + "QQ=="},
            {"Cookie": people.owner.cookie, "Authorization": "Bearer wc_nonsense"},
        ):
            answer = self.send(people, operation, **headers)
            assert answer.status_code == 401, headers
            assert answer.json()["error"]["code"] == "unauthorized"

    def test_banned(self, people: Cast, operation: str):
        for headers in (
            {"Cookie": people.banned_cookie},
            {"Authorization": f"Bearer {people.banned_token}"},
        ):
            assert self.send(people, operation, **headers).status_code == 401

    def test_a_page_of_another_site(self, people: Cast, operation: str):
        """It can make the browser send the cookie, but does not know the token against forgery."""
        answer = self.send(people, operation, Cookie=people.owner.cookie)
        if operation.startswith("GET"):
            assert answer.status_code == REST[operation].member
        else:
            assert answer.status_code in {400, 401}

    def test_outsider_former_member_and_member(self, people: Cast, operation: str):
        method, row = operation.partition(" ")[0], REST[operation]
        statuses = {}
        for role in ("outsider", "former"):
            person = getattr(people, role)
            body = people.body(operation, person)
            statuses[role] = person.api(method, people.path(operation), body).status_code
        assert statuses == {"outsider": row.outsider, "former": row.former}
        # The second login of the owner: the same rights from another place.
        answer = people.other.api(method, people.path(operation), people.body(operation))
        assert answer.status_code == row.member, answer.text
        if method != "GET":
            if operation == "DELETE /sessions":
                people.owner.login()
                give_device(people.owner)
            people.fresh()


@pytest.mark.parametrize("event", sorted(EVENTS))
class TestEvents:
    def ask(self, people: Cast, event: str, socket: Socket) -> str:
        answer = socket.call(event, people.payload(event))
        return "ok" if answer["ok"] else answer["error"]["code"]

    def test_outsider_former_member_and_members(self, people: Cast, event: str):
        people.fresh()
        expected = "ok" if event in FREE else "notFound"
        for person in (people.outsider, people.former):
            socket = person.socket()
            assert self.ask(people, event, socket) == expected
            socket.close()
        for person in (people.other, people.owner):
            socket = person.socket()
            assert self.ask(people, event, socket) == "ok"
            socket.close()

    def test_a_socket_that_was_opened_before_the_removal(self, people: Cast, event: str):
        place = f"/rooms/{people.room}/members"
        people.owner.call_api("POST", place, {"username": people.former.username})
        socket = people.former.socket()
        socket.ok("joinRoom", {"room": people.room})
        people.owner.call_api("DELETE", f"{place}/{people.former.id}")
        assert self.ask(people, event, socket) == ("ok" if event in FREE else "notFound")
        socket.close()


def test_strangers_and_the_banned_have_no_socket_to_ask_by(people: Cast):
    for options in (
        {},
        {"cookie": "weconnect=nonsense"},
        {"auth": {"token": "wc_nonsense"}},
        {"cookie": people.banned_cookie},
        {"auth": {"token": people.banned_token}},
    ):
        with pytest.raises(Refused):
            Socket(people.server.url, **options)
