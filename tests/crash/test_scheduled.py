"""Messages that are due while servers are killed: each once, none early, none late for long."""

import bisect
import random
import sqlite3
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gevent
import psycopg

from tests.harness.cluster import Cluster
from tests.harness.databases import Postgres, Redis
from tests.harness.person import Person
from tests.harness.seasons import WINTER
from tests.harness.server import Server
from tests.harness.waiting import eventually

# Once a server is up.
LATE_S = 5.0
EACH = 100


def schedule_all(owner: Person, people: list[Person], number: int) -> tuple[list[int], list[str]]:
    """Have so many sent in a while, in two rooms; returns these, and the ids of the messages."""
    names = [one.username for one in people]
    rooms = [owner.make_room(f"Room {n}", members=names)["id"] for n in range(2)]
    ids = [str(uuid.uuid4()) for _ in range(number)]
    for at, key in enumerate(ids):
        wish = {"content": f"message {at}", "clientId": key, "at": f"{WINTER}T12:00:00Z"}
        place = f"/rooms/{rooms[at % 2]}/scheduled"
        people[at // EACH].call_api("POST", place, wish)
    return rooms, ids


def spread(number: int, seconds: float) -> list[datetime]:
    """When they are due: from now on, a third of them at one moment."""
    choose = random.Random(7)
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    crowd = start + timedelta(seconds=seconds / 2)
    return [
        crowd
        if n % 3 == 0
        else start + timedelta(milliseconds=choose.randrange(int(seconds * 1000)))
        for n in range(number)
    ]


def check(
    people: Person, rooms: list[int], due: dict[str, datetime], up: list[datetime]
) -> tuple[float, Counter[str]]:
    """Look at what was sent; `up` is since when a server was up, each time. Returns by how many
    seconds the latest was late.
    """
    sent = [one for room in rooms for one in people.history(room)]
    mine = [one for one in sent if one["clientId"] in due]
    counts = Counter(one["clientId"] for one in mine)
    latest = 0.0
    for one in mine:
        at = datetime.fromisoformat(one["timestamp"])
        # The wire has milliseconds.
        assert at >= due[one["clientId"]] - timedelta(milliseconds=1), "early"
        since = up[max(0, bisect.bisect_right(up, at) - 1)]
        latest = max(latest, (at - max(due[one["clientId"]], since)).total_seconds())
    return latest, counts


def test_on_one_server(start_server: Callable[..., Server], capsys: Any, long: bool):
    number, seconds, kills = (1000, 30.0, 4) if long else (60, 4.0, 1)
    server = start_server(database="sqlite")
    people = [server.person(f"person{n}") for n in range(-(-number // EACH) + 1)]
    rooms, ids = schedule_all(people[0], people[1:], number)
    due = dict(zip(ids, spread(number, seconds), strict=True))
    rows = [(at.strftime("%Y-%m-%d %H:%M:%S.%f"), key) for key, at in due.items()]
    (file,) = Path(server.data_dir).glob("*.db")
    with sqlite3.connect(file, timeout=30) as database:
        database.executemany("UPDATE scheduled_messages SET send_at = ? WHERE client_id = ?", rows)
    database.close()
    up = [datetime.now(UTC)]
    for _ in range(kills):
        # In the midst of it, and sometimes for longer than anything is claimed.
        gevent.sleep(2 + seconds / (kills + 1))
        server.kill()
        gevent.sleep(1)
        server.start()
        up.append(datetime.now(UTC))
    _await_all(people[1], rooms, due, up, capsys, f"sqlite, killed {kills} times")


def test_on_several_servers(
    postgres: Postgres, redis: Redis, tmp_path: Path, capsys: Any, long: bool
):
    number, seconds, kills = (1000, 30.0, 8) if long else (60, 4.0, 2)
    cluster = Cluster(postgres, redis, tmp_path)
    try:
        servers = [cluster.start() for _ in range(2)]
        people = [servers[0].person(f"person{n}") for n in range(-(-number // EACH) + 1)]
        looker = cluster.also(people[1], servers[1])
        rooms, ids = schedule_all(people[0], people[1:], number)
        due = dict(zip(ids, spread(number, seconds), strict=True))
        with psycopg.connect(cluster.database_url) as connection:
            connection.cursor().executemany(
                "UPDATE scheduled_messages SET send_at = %s WHERE client_id = %s",
                [(at.replace(tzinfo=None), key) for key, at in due.items()],
            )
        up = [datetime.now(UTC)]
        for turn in range(kills):
            gevent.sleep(seconds / (kills + 1) + 1)
            servers[turn % 2].kill()
            gevent.sleep(0.5)
            servers[turn % 2].start()
        # One of them was up all the time.
        what = f"two servers, killed {kills} times"
        _await_all(looker, rooms, due, up, capsys, what)
    finally:
        cluster.close()


def _await_all(
    person: Person,
    rooms: list[int],
    due: dict[str, datetime],
    up: list[datetime],
    capsys: Any,
    what: str,
) -> None:
    gevent.sleep(max(0.0, max(due.values()).timestamp() - time.time()))
    eventually(
        lambda: sum(len(person.history(room)) for room in rooms) >= len(due), "all are there"
    )
    latest, counts = check(person, rooms, due, up)
    with capsys.disabled():
        print(f"\n  {what}: {len(due)} sent later, the latest {latest:.1f} s after its time")
    assert set(counts) == set(due), "none is lost"
    assert set(counts.values()) == {1}, "each once"
    assert latest < LATE_S
