"""A disk that becomes slow without warning: those who post wait for it, and nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest

from tests.harness.apps import Apps
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.waiting import eventually

TOKEN = "a token of the tests, long enough"


@pytest.fixture
def server(_apps: Apps, tmp_path: Path) -> Iterator[Server]:
    app = "tests.messages.slow_disk:app"
    server = Server(_apps.lay_out(tmp_path), app, METRICS_TOKEN=TOKEN)
    server.start()
    yield server
    server.close()


def commits(server: Server) -> dict[str, int]:
    """How many small commits were made, by where."""
    text = server.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    found = re.findall(r'small_commits_total\{place="(\w+)"\} (\d+)', text)
    return {place: int(number) for place, number in found}


def post_on(person: Person, room: int) -> None:
    socket = person.socket()
    while True:
        socket.say(room, "on and on")


class Asking:
    """Somebody who asks and asks for what was said; `answered` so often."""

    def __init__(self, person: Person, room: int) -> None:
        self.answered = 0
        self._socket, self._room = person.socket(), room
        self._socket.ok("history", {"room": room})
        self._greenlet = gevent.spawn(self._ask)

    def stop(self) -> None:
        """Ask no more. Raises what a question has raised."""
        self._greenlet.kill()
        self._greenlet.get()

    def _ask(self) -> None:
        while True:
            self._socket.ok("history", {"room": self._room, "limit": 1})
            self.answered += 1
            gevent.sleep(0.005)


@pytest.mark.parametrize("sync_ms", [100, 1000])
def test_only_those_who_post_wait_for_a_slow_disk(server: Server, sync_ms: int):
    ann, bo = server.person("ann"), server.person("bo")
    room = ann.make_room(members=["bo"])["id"]
    posting = [gevent.spawn(post_on, ann, room) for _ in range(4)]
    eventually(lambda: commits(server)["loop"] > 50, "the loop commits")

    (server.data_dir / "sync_ms").write_text(str(sync_ms))
    # Whatever was under way comes to its end before the first answer.
    asking = Asking(bo, room)
    before = commits(server)

    def many_are_answered() -> bool:
        """During four commits; on a busy machine not each time, and if they waited, at no time."""
        made, answered = sum(commits(server).values()), asking.answered
        eventually(lambda: sum(commits(server).values()) - made >= 4, "four commits")
        return asking.answered - answered > 3 * 4

    eventually(many_are_answered, "many asked meanwhile, and were answered")
    after = commits(server)
    asking.stop()
    gevent.killall(posting)

    assert after["loop"] - before["loop"] <= 1, "the one that shows it"
