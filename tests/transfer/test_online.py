"""A backup that is taken while people write is a state that the server was really in."""

import os
import subprocess
import sys
from functools import partial

import gevent
import pytest

from tests.harness.checks import check_logs
from tests.harness.processes import ROOT
from tests.harness.server import SETTINGS, Server
from tests.harness.waiting import eventually
from weconnect.engine.database.transactions import db
from weconnect.messages.models import Message
from weconnect.rooms.models import Room

PACKED_S = 120
# Between two messages of one person, in the short form: some two hundred a second of all three.
PAUSE_S = 0.01


def has(found: list[int], enough: int) -> bool:
    return len(found) >= enough


def flask(server: Server, *words: object) -> str:
    """Run a command beside the server, as its operator does."""
    settings = SETTINGS | {"DATA_DIR": str(server.data_dir), "FLASK_APP": "wsgi"}
    done = subprocess.run(
        [sys.executable, "-m", "flask", *map(str, words)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | settings | server.settings,
        check=False,
        capture_output=True,
        text=True,
        timeout=PACKED_S,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_backup_while_people_write(start_server, request, tmp_path, kind, long):
    server = start_server(database=kind)
    people = [server.person(name) for name in ("ann", "bob", "cat")]
    rooms = [people[0].make_room(members=["bob", "cat"])["id"] for _ in range(3)]
    acknowledged: list[int] = []
    going_on = True

    def write(person, turn):
        socket = person.socket()
        while going_on:
            turn = (turn + 1) % len(rooms)
            acknowledged.append(socket.say(rooms[turn], "hello " * 20)["id"])
            gevent.sleep(0 if long else PAUSE_S)

    writers = [gevent.spawn(write, person, turn) for turn, person in enumerate(people)]
    taken = []
    try:
        for number in range(2):
            enough = len(acknowledged) + 31
            eventually(partial(has, acknowledged, enough), "messages are written")
            before = set(acknowledged)
            path = tmp_path / f"backup{number}.zip"
            flask(server, "backup", path)
            taken.append((path, before))
            seen = len(acknowledged)
            assert seen > len(before), "nobody had to wait for the backup"
    finally:
        going_on = False
        gevent.joinall(writers, timeout=30, raise_error=True)

    apps = request.getfixturevalue("_apps")
    sizes = []
    for path, before in taken:
        folder = tmp_path / path.stem
        folder.mkdir()
        with apps.make(folder, None) as app, app.app_context():
            result = app.test_cli_runner().invoke(args=["restore", str(path)])
            assert result.exit_code == 0, result.output
            check_logs()
            held = {row.id: row for row in db.session.query(Message)}
            assert before <= set(held), "what was acknowledged before is there"
            for room in db.session.query(Room):
                last = max((row.seq for row in held.values() if row.room_id == room.id), default=0)
                assert room.last_seq == last
            sizes.append(len(held))
    assert sizes == sorted(set(sizes)), "each backup is of another moment"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_restored_server_goes_on(start_server, tmp_path, kind):
    first = start_server(database=kind)
    ann = first.person("ann")
    room = ann.make_room("Kept")["id"]
    socket = ann.socket()
    kept = socket.say(room, "kept")
    gone = ann.make_room("Gone")["id"]
    lost = socket.say(gone, "gone")
    ann.call_api("DELETE", f"/rooms/{gone}")
    flask(first, "backup", tmp_path / "backup.zip")
    first.stop()

    other = {"sqlite": "postgres", "postgres": "sqlite"}[kind]
    second = start_server(database=other, started=False)
    flask(second, "restore", tmp_path / "backup.zip")
    second.start()
    again = second.visitor("ann")
    again.login()
    socket = again.socket()

    page = socket.ok("joinRoom", {"room": room})
    assert [one["content"] for one in page["messages"]] == ["kept"]
    said = socket.say(room, "after")
    assert (said["seq"], said["version"]) == (kept["seq"] + 1, kept["version"] + 1)
    assert said["id"] > lost["id"]
    assert again.make_room("New")["id"] > gone
