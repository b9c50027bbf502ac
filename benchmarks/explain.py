"""python -m benchmarks.explain: what PostgreSQL does for WeConnect on ten million messages.

Starts a PostgreSQL of its own, fills it (ten minutes, 5 GB in the folder of temporary files), calls
what people call, and prints how long each call took and how each of its statements was run. The
statements are the product's own, explained by PostgreSQL's auto_explain as they come by. Everything
is removed at the end.
"""

from gevent import monkey

monkey.patch_all()

import argparse  # noqa: E402
import itertools  # noqa: E402
import re  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
import uuid  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from sqlalchemy import event, text  # noqa: E402

from tests.harness.databases import Postgres  # noqa: E402
from weconnect import create_app  # noqa: E402
from weconnect.auth.accounts.actor import Actor, actor_of  # noqa: E402
from weconnect.auth.accounts.models import User  # noqa: E402
from weconnect.auth.sign_in import logins  # noqa: E402
from weconnect.chat.admission import sweep  # noqa: E402
from weconnect.engine.database.migrating import upgrade_database  # noqa: E402
from weconnect.engine.database.transactions import db  # noqa: E402
from weconnect.messages import history, read_marks, room_list, service, unread  # noqa: E402
from weconnect.reactions import service as reactions  # noqa: E402
from weconnect.rooms import access, directory, members  # noqa: E402
from weconnect.search import service as search  # noqa: E402
from weconnect.settings import Settings  # noqa: E402
from weconnect.wire.body import TextBody  # noqa: E402
from weconnect.wire.messages import Changes  # noqa: E402
from weconnect.wire.search import Search  # noqa: E402

from .filling import BIG, PERSON, fill  # noqa: E402

# What a small server has; the fill itself need not survive a power cut.
SERVER = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
# Enough for PostgreSQL to have settled on the plans that long-lived connections get.
WARMING = 12
RUNS = 20

Call = Callable[[], object]


class Explaining:
    """Collects what auto_explain says of each statement, on connections made while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.said: list[str] = []

    def watch(self) -> None:
        """Have all further connections of the current app explained while `on`."""
        event.listen(db.engine, "connect", self._connected)

    def _connected(self, driver: Any, _record: object) -> None:
        if not self.on:
            return
        driver.add_notice_handler(lambda notice: self.said.append(notice.message_primary or ""))
        driver.execute(
            "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0;"
            "SET auto_explain.log_analyze = on; SET auto_explain.log_buffers = on;"
            "SET auto_explain.log_level = notice"
        )


def scenes(ann: Actor) -> dict[str, Call]:
    """What is called, by what it is for people."""
    last = last_seq()
    deep = last // 2
    everybody = list(range(1, 1001))

    def say() -> Any:
        body = TextBody(content="Hello @person7, this is new.")
        return service.send_message(ann, BIG, body, str(uuid.uuid4()))

    def change(alter: Callable[[Any], object]) -> Call:
        return lambda: alter(say())

    return {
        "newest page": lambda: history.page(BIG, 0),
        "page before a message in the middle": lambda: history.page(BIG, 0, before=deep),
        "page after a message in the middle": lambda: history.page(BIG, 0, after=deep),
        "the oldest page": lambda: history.page(BIG, 0, before=51),
        "catch-up of 50 changes": lambda: catch_up(ann, 50),
        "catch-up from the beginning, first page": lambda: catch_up(ann, None),
        "room list of a person in 300 rooms": lambda: room_list.my_rooms(ann),
        "unread counts of 1,000 people in one room": lambda: unread.unread(BIG, everybody),
        "may a person read a room": lambda: access.require_member(ann, BIG),
        "ids of a person's rooms": lambda: members.rooms_of(ann.id),
        "public rooms to join": lambda: directory.public_rooms(ann),
        "a message is sent, with a mention": say,
        "a message is sent and edited": change(
            lambda one: service.edit_message(ann, one.id, TextBody(content="Edited."))
        ),
        "a message is sent and deleted": change(lambda one: service.delete_message(ann, one.id)),
        "a message is sent and reacted to": change(
            lambda one: reactions.add_reaction(ann, one.id, "👍")
        ),
        "a read mark is moved": mark_read(PERSON + 1),
        "500 read marks are moved": mark_read(*range(PERSON + 1, PERSON + 501)),
        "logins of 1,000 sockets (sweep)": lambda: logins.alive(everybody, []),
        "rooms of 500 people (sweep)": lambda: rooms_of(everybody[:500]),
        "search: a frequent word": lambda: search.search(ann, Search(q="coffee")),
        "search: a frequent word in one room": lambda: search.search(
            ann, Search(q="coffee", room=BIG)
        ),
        "search: a word that nobody wrote": lambda: search.search(ann, Search(q="xylograph")),
    }


def rooms_of(people: list[int]) -> object:
    return db.session.execute(sweep.rooms_of(people)).all()


def last_seq() -> int:
    asked = text("SELECT last_seq FROM rooms WHERE id = :room")
    return int(db.session.scalar(asked, {"room": BIG}))


def catch_up(ann: Actor, changes: int | None) -> object:
    room, _ = access.require_member(ann, BIG)
    after = 0 if changes is None else room.version - changes
    return history.changes(ann, Changes(room=BIG, after=after))


def mark_read(*readers: int) -> Call:
    """Each time by one message further."""
    marked = db.session.scalar(
        text("SELECT max(read_seq) FROM memberships WHERE room_id = :room AND user_id = :user"),
        {"room": BIG, "user": readers[0]},
    )
    seqs = itertools.count(marked + 1)

    def move() -> object:
        db.session.remove()
        seq = next(seqs)
        moved = [read_marks.marks().advance(BIG, reader, seq, None) for reader in readers]
        return [one.get() for one in moved]

    return move


def measure(scene: Call) -> float:
    """The median of a call in milliseconds, all that Python does included."""
    took = []
    for number in range(WARMING + RUNS):
        began = time.perf_counter()
        scene()
        db.session.remove()
        if number >= WARMING:
            took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


def explain(explaining: Explaining, scene: Call) -> list[tuple[float, str, str]]:
    """Of each statement of a call: milliseconds, its text, its plan."""
    for _ in range(WARMING):
        scene()
        db.session.remove()
    explaining.said.clear()
    scene()
    db.session.remove()
    found = []
    for said in explaining.said:
        duration = re.match(r"duration: ([\d.]+) ms +plan:\nQuery Text: ", said)
        if duration:
            statement, _, plan = said[duration.end() :].partition("\n")
            # A statement of several lines ends where the plan's first line names its costs.
            while "(cost=" not in plan.partition("\n")[0]:
                line, _, plan = plan.partition("\n")
                statement += " " + line
            found.append((float(duration[1]), " ".join(statement.split()), plan))
    return found


def shortened(statement: str) -> str:
    """A statement without its long list of columns."""
    return re.sub(r"^SELECT .{60,}? FROM ", "SELECT … FROM ", statement)[:240]


def report(*, plans: bool) -> None:
    """Call everything, and print what came out."""
    explaining = Explaining()
    explaining.watch()
    ann = actor_of(db.session.get_one(User, PERSON))
    db.session.remove()
    calls = scenes(ann)
    took = {title: measure(scene) for title, scene in calls.items()}
    explaining.on = True
    db.engine.dispose()
    print(f"\n{'call':46}{'ms':>9}{'in PostgreSQL':>15}{'statements':>12}")
    details = []
    for title, scene in calls.items():
        found = explain(explaining, scene)
        inside = sum(duration for duration, _, _ in found)
        print(f"{title:46}{took[title]:9.2f}{inside:15.2f}{len(found):12}", flush=True)
        details.append((title, found))
    if plans:
        for title, found in details:
            print(f"\n== {title}")
            for duration, statement, plan in found:
                print(f"\n{duration:.3f} ms  {shortened(statement)}\n{plan}")


def main() -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explain", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000_000, help="how many (10,000,000)")
    parser.add_argument("--plans", action="store_true", help="print how each statement was run")
    options = parser.parse_args()
    server = Postgres(**SERVER)
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = server.url(server.create())
            settings = Settings(
                data_dir=Path(folder),
                database_url=url.replace("postgresql://", "postgresql+psycopg://"),
                secret_key="a key for measurements",
                rate_limits=False,
            )
            app = create_app(settings)
            upgrade_database(app)
            fill(url, options.messages)
            with app.app_context():
                report(plans=options.plans)
    finally:
        server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
