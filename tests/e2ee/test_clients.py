"""The clients' own modules under Node, against a real server."""

import json
import os
import subprocess
from typing import Any

from tests.harness.person import Person
from tests.harness.processes import ROOT
from tests.harness.server import Server

TALK_S = 90


def _token(person: Person, name: str) -> str:
    token: str = person.call_api("POST", "/tokens", {"name": name})["token"]
    return token


def _crew(server: Server, *names: str) -> tuple[list[Person], int]:
    people = [server.person(name) for name in names]
    room: int = people[0].make_room("Safe", "private", encrypted=True)["id"]
    for person in people[1:]:
        people[0].call_api("POST", f"/rooms/{room}/members", {"username": person.username})
    return people, room


def _run(script: str, wish: dict[str, Any]) -> str:
    done = subprocess.run(
        ["node", f"tests/e2ee/{script}"],
        cwd=ROOT,
        input=json.dumps(wish),
        capture_output=True,
        text=True,
        timeout=TALK_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_people_talk_recover_verify_and_remove_devices(shared_server: Server) -> None:
    (ann, ben), room = _crew(shared_server, "ann.talk", "ben.talk")
    wish = {
        "url": shared_server.url,
        "room": room,
        "ann": [_token(ann, "one"), _token(ann, "two")],
        "ben": [_token(ben, "one"), _token(ben, "two")],
    }

    outcome = json.loads(_run("talk.mjs", wish))

    said = ["a better kingfisher", "a kingfisher of Ben"]
    assert outcome["both"] == [said, said]
    assert outcome["unsaved"] == 0
    assert outcome["locked"] == ["(locked)", "(locked)"]
    assert outcome["recovered"] == said
    assert outcome["afterwards"] == [*said, "from the second"]
    assert outcome["verified"] == "ready"
    assert outcome["bySecrets"] == [*said, "from the second"]
    assert outcome["trust"] == "verified"
    assert outcome["last"] == "without the second"
    assert outcome["removed"] != "still there"
    assert outcome["split"] == [None, None, None]
    kept = [path.read_bytes() for path in shared_server.data_dir.rglob("*") if path.is_file()]
    assert not [one for one in kept if b"kingfisher" in one]


def test_the_bot_of_the_docs_answers(shared_server: Server) -> None:
    (ann, bot), room = _crew(shared_server, "ann.bot", "bot")
    wish = {"url": shared_server.url, "room": room, "token": _token(ann, "ann")}
    environment = {"PATH": os.environ["PATH"], "WECONNECT": shared_server.url, "ROOM": str(room)}
    lines: list[str] = []
    with subprocess.Popen(
        ["node", "docs/bot/echo.mjs"],
        cwd=ROOT,
        env=environment | {"WECONNECT_TOKEN": _token(bot, "bot")},
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        lines += [running.stdout.readline() for _ in range(2)]

        heard = _run("ask.mjs", wish)

        running.terminate()
    assert lines[0].startswith("Recovery key: ")
    assert lines[1] == f"Listening in room {room}.\n"
    assert heard == "Is anybody there?\n"
