"""The published socket.io-client of JavaScript, under Node: the client that browsers have."""

import itertools
import json
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness.person import Person
from tests.harness.processes import end_group, find_program
from tests.harness.server import Server
from tests.harness.waiting import PATIENCE_S

from . import shapes
from .conftest import Newcomer


class Client:
    """One Node process with one socket."""

    def __init__(self, folder: Path, url: str, **options: Any) -> None:
        # It tries again soon: what it waits between the attempts is not what is tested here.
        options = {"reconnectionDelay": 50, "reconnectionDelayMax": 200} | options
        self.happened: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [find_program("node"), "driver.mjs", url, json.dumps(options)],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, event: str, payload: Any) -> Callable[[], dict[str, Any]]:
        """Send an event; calling what is returned waits for the acknowledgement."""
        number = next(self._numbers)
        line = {"number": number, "event": event, "payload": payload}
        self._stdin.write(json.dumps(line) + "\n")
        self._stdin.flush()
        return lambda: self._wait(lambda one: one.get("number") == number)

    def call(self, event: str, payload: Any) -> dict[str, Any]:
        """Send an event; returns the acknowledgement."""
        found = self.ask(event, payload)()
        assert "answer" in found, found
        return found["answer"]

    def wait_for(self, event: str, **fields: Any) -> Any:
        """The data of the first event of a kind whose fields are these."""

        def fits(one: dict[str, Any]) -> bool:
            return one.get("event") == event and fields.items() <= one["data"].items()

        return self._wait(fits)["data"]

    def close(self) -> None:
        """End the process."""
        self._stdin.close()
        end_group(self._process)
        self._reader.join()
        self._stdout.close()

    def _wait(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        with self._changed:
            found: list[dict[str, Any]] = []

            def look() -> list[dict[str, Any]]:
                found[:] = [one for one in self.happened if fits(one)]
                return found

            assert self._changed.wait_for(look, PATIENCE_S), self.happened
        return found[0]

    def _read(self) -> None:
        for line in self._stdout:
            with self._changed:
                self.happened.append(json.loads(line))
                self._changed.notify_all()


@pytest.fixture
def client(client_folder: Path) -> Iterator[Callable[..., Client]]:
    """`client(person, …options)` starts a client with the person's cookie."""
    clients: list[Client] = []

    def start(person: Person, **options: Any) -> Client:
        if "auth" not in options:
            options["extraHeaders"] = {"Cookie": person.cookie}
        clients.append(Client(client_folder, person.url, **options))
        return clients[-1]

    yield start
    for one in clients:
        one.close()


def post(room: int, content: str) -> dict[str, Any]:
    return {"room": room, "content": content, "clientId": str(uuid.uuid4())}


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
def test_a_conversation(newcomer: Newcomer, client, transports: list[str]):
    ann, bo = newcomer("ann"), newcomer("bo")
    room = ann.make_room("Room", "private", members=[bo.username])["id"]
    one, other = client(ann, transports=transports), client(bo, transports=transports)
    if one.wait_for("connect")["transport"] != transports[-1]:
        assert one.wait_for("upgrade")["transport"] == transports[-1]
    for each in (one, other):
        shapes.acknowledged("joinRoom", each.call("joinRoom", {"room": room}))
    sent = one.call("sendMessage", post(room, "grüß dich 👋"))
    message = shapes.acknowledged("sendMessage", sent)["message"]
    assert other.wait_for("newMessage") == one.wait_for("newMessage") == message
    reaction = {"message": message["id"], "emoji": "👍"}
    changed = shapes.acknowledged("react", other.call("react", reaction))["message"]
    reacted = {"user": bo.id, "emoji": "👍", "added": True}
    assert one.wait_for("messageChanged") == changed | {"reacted": reacted}
    shapes.refused(one.call("nothing", {}), "badRequest")
    shapes.refused(one.call("joinRoom", None), "badRequest")
    shapes.refused(one.call("joinRoom", {"room": room + 1}), "notFound")


def test_a_stranger_hears_why_it_is_refused(shared_server: Server, client):
    stranger = shared_server.visitor()
    assert client(stranger).wait_for("connect_error")["code"] == "unauthorized"
    wrong = client(stranger, auth={"token": "wc_nonsense"})
    assert wrong.wait_for("connect_error")["code"] == "unauthorized"


def test_a_program_with_a_token(newcomer: Newcomer, client):
    ann = newcomer("ann")
    room = ann.make_room()["id"]
    token = ann.call_api("POST", "/tokens", {"name": "bot"})["token"]
    bot = client(ann, auth={"token": token})
    bot.wait_for("connect")
    message = bot.call("sendMessage", post(room, "beep"))["message"]
    assert message["sender"]["id"] == ann.id


@pytest.mark.parametrize("end", ["restart", "kill"])
def test_what_was_missed_during_a_restart_is_caught_up_with(server: Server, client, end: str):
    """Nothing is lost, and nothing comes twice, whether the server took its leave or was killed."""
    ann, bo = server.person("ann"), server.person("bo")
    room = ann.make_room("Room", "private", members=["bo"])["id"]
    reader = client(bo)
    reader.wait_for("connect")
    joined = reader.call("joinRoom", {"room": room})
    first = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "before"})
    assert reader.wait_for("newMessage") == first
    version = first["version"]
    if end == "restart":
        server.stop()
        assert reader.wait_for("closing")["code"] == "shutdown"
    else:
        server.kill()
    reader.wait_for("disconnect")
    # What is sent meanwhile waits in the client, and goes out once.
    pending = post(room, "while away")
    answer = reader.ask("sendMessage", pending)
    server.start()
    ann.call_api("PATCH", f"/messages/{first['id']}", {"content": "before, edited"})
    second = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "missed"})
    own = answer()["answer"]["message"]
    assert reader.call("sendMessage", pending)["message"] == own
    rejoined = reader.call("joinRoom", {"room": room, "after": joined["lastSeq"] + 1})
    caught_up = shapes.acknowledged(
        "changes", reader.call("changes", {"room": room, "after": version})
    )
    assert [one["version"] for one in caught_up["changes"]] == [2, 3, 4]
    assert caught_up["version"] == 4
    assert {one["id"] for one in caught_up["changes"]} == {first["id"], second["id"], own["id"]}
    assert {one["seq"] for one in rejoined["messages"]} == {2, 3}
    live = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "live again"})
    assert reader.wait_for("newMessage", seq=live["seq"]) == live
