"""The clients' own modules under Node, against a real server."""

import json
import os
import subprocess
from typing import Any

from tests.harness.person import Person
from tests.harness.processes import ROOT
from tests.harness.server import Server
from tests.harness.waiting import eventually

TALK_S = 60


def _token(person: Person, name: str) -> str:
    token: str = person.call_api("POST", "/tokens", {"name": name})["token"]
    return token


def _crew(server: Server, *names: str) -> tuple[list[Person], int]:
    people = [server.person(name) for name in names]
    room = people[0].make_room("Safe", "private", encrypted=True)["id"]
    for person in people[1:]:
        people[0].call_api("POST", f"/rooms/{room}/members", {"username": person.username})
    return people, room


def test_people_talk_recover_verify_and_remove_devices(server: Server) -> None:
    (ann, ben), room = _crew(server, "ann", "ben")
    wish = {
        "url": server.url,
        "room": room,
        "ann": [_token(ann, "one"), _token(ann, "two")],
        "ben": [_token(ben, "one"), _token(ben, "two")],
    }

    done = subprocess.run(
        ["node", "tests/e2ee/talk.mjs"],
        cwd=ROOT,
        input=json.dumps(wish),
        capture_output=True,
        text=True,
        timeout=TALK_S,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    said = ["a better canary", "a canary of Ben"]
    assert outcome["both"] == [said, said]
    assert outcome["unsaved"] == 0
    assert outcome["locked"] == ["(locked)", "(locked)"]
    assert outcome["recovered"] == said
    assert outcome["afterwards"] == [*said, "from the second"]
    assert outcome["verified"] == "ready"
    assert outcome["bySecrets"] == [*said, "from the second"]
    assert outcome["last"] == "without the second"
    assert outcome["removed"] != "still there"
    assert outcome["split"] == [None, None, None]
    kept = b"".join(path.read_bytes() for path in server.data_dir.rglob("*") if path.is_file())
    assert b"canary" not in kept
