"""bin/bench search [--messages N]: how long searches take among a million messages, on SQLite and,
where it is installed, on PostgreSQL; what the index costs, and how large it is.

A person who is in 50 of 500 rooms looks for parts of 1, 2, 3, 6 and 12 characters of what was said,
and for some that nobody said. Texts are made up: words of syllables by Zipf's law in two alphabets,
Chinese signs, identifiers.
"""

from gevent import monkey

monkey.patch_all()

import argparse  # noqa: E402
import random  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from itertools import accumulate, islice  # noqa: E402
from pathlib import Path  # noqa: E402
from statistics import quantiles  # noqa: E402

from sqlalchemy import insert, text  # noqa: E402

from tests.harness.databases import Postgres  # noqa: E402
from weconnect import create_app  # noqa: E402
from weconnect.auth.accounts.models import User  # noqa: E402
from weconnect.engine.database.column_types import now  # noqa: E402
from weconnect.engine.database.migrating import upgrade_database  # noqa: E402
from weconnect.engine.database.transactions import db, table_of, transaction  # noqa: E402
from weconnect.engine.i18n.folding import fold, folded_column  # noqa: E402
from weconnect.messages.models import Message  # noqa: E402
from weconnect.rooms.models import Membership, Room  # noqa: E402
from weconnect.search.index import building, postgres  # noqa: E402
from weconnect.search.scan import Query, scan  # noqa: E402
from weconnect.settings import Settings  # noqa: E402

ROOMS = 500
MINE = 50
SEARCHES = 200


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="bin/bench search", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    options = parser.parse_args(arguments)
    if options.only != "postgres":
        with tempfile.TemporaryDirectory() as folder:
            measure(f"sqlite:///{folder}/weconnect.db", Path(folder), options.messages)
    if options.only != "sqlite":
        server = Postgres()
        try:
            with tempfile.TemporaryDirectory() as folder:
                url = server.url(server.create()).replace("://", "+psycopg://")
                measure(url, Path(folder), options.messages)
        finally:
            server.close()
    return 0


def measure(url: str, folder: Path, number: int) -> None:
    """Fill a database, index it, search in it, and print what came out."""
    settings = Settings(data_dir=folder, database_url=url, secret_key="of a benchmark")
    app = create_app(settings)
    with app.app_context():
        upgrade_database(app)
        print(f"\n{db.engine.dialect.name}, {number:,} messages", flush=True)
        people()
        size, sample = 0, []
        texts = said(number)
        while chunk := list(islice(texts, 5_000)):
            write(chunk)
            size += sum(len(one.encode()) for one in chunk)
            sample += random.sample(chunk, min(len(chunk), 20))
        began, cpu = time.monotonic(), time.process_time()
        building.build()
        took, cpu = time.monotonic() - began, time.process_time() - cpu
        each = cpu / number * 1e6
        print(f"built in {took:.0f} s; of this process {each:.0f} µs of CPU for each message")
        print(f"text {size / 1e6:.0f} MB, index {index_size() / 1e6:.0f} MB", flush=True)
        print("| characters | p50, ms | p95, ms | most, ms | rounds |")
        for length in (1, 2, 3, 6, 12):
            print(times([part(sample, length) for _ in range(SEARCHES)], str(length)), flush=True)
        nothing = [f"{random.getrandbits(64):x}" for _ in range(SEARCHES)]
        print(times(nothing, "16 that nobody said"), flush=True)


def times(words: list[str], title: str) -> str:
    """A line of the table: how long it takes to find the first page, or that there is none."""
    took, rounds = [], 0
    for word in words:
        began = time.perf_counter()
        before: int | None = None
        while True:
            found = scan(Query(1, (word,), None, before, 20))
            rounds += 1
            if found.ids or found.down_to <= 1:
                break
            before = found.down_to
        took.append((time.perf_counter() - began) * 1000)
        db.session.remove()
    cuts = quantiles(took, n=20)
    each = rounds / len(words)
    return f"| {title} | {cuts[9]:.1f} | {cuts[18]:.1f} | {max(took):.1f} | {each:.2f} |"


def part(texts: list[str], length: int) -> str:
    """So many characters of what somebody said."""
    while True:
        text_ = fold(random.choice(texts))
        at = random.randint(0, max(0, len(text_) - length))
        found = text_[at : at + length]
        if len(found) == length and " " not in found:
            return found


def index_size() -> int:
    """How many bytes the index takes."""
    if (file := building.index_file()) is not None:
        return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*"))
    sizes = text(
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
        f" WHERE relkind = 'r' AND relnamespace = '{postgres.SCHEMA}'::regnamespace"
    )
    return int(db.session.scalar(sizes))


@transaction
def people() -> None:
    """One person in 50 of 500 rooms."""
    person = {"id": 1, "username": "ann", "username_key": "ann", "username_look": "ann"}
    more = {"display_name": "Ann", "search_text": "ann", "password_hash": b"", "created_at": now()}
    db.session.execute(insert(table_of(User)), [person | more])
    rooms = [{"id": one, "kind": "public", "name": f"Room {one}"} for one in range(1, ROOMS + 1)]
    db.session.execute(insert(table_of(Room)), rooms)
    mine = [{"room_id": 10 * one + 1, "user_id": 1, "role": "member"} for one in range(MINE)]
    db.session.execute(insert(table_of(Membership)), mine)


@transaction
def write(texts: list[str]) -> None:
    """Say all of these, in any rooms."""
    at = now()
    rows = []
    for content in texts:
        room = random.randint(1, ROOMS)
        SEQS[room] += 1
        rows.append(
            {
                "room_id": room,
                "seq": SEQS[room],
                "version": SEQS[room],
                "sender_id": 1,
                "client_id": f"{room}-{SEQS[room]}",
                "content": content,
                "folded": folded_column(content),
                "created_at": at,
                "deleted": False,
            }
        )
    db.session.execute(insert(table_of(Message)), rows)


SEQS = dict.fromkeys(range(1, ROOMS + 1), 0)


def said(number: int) -> Iterator[str]:
    """So many texts, of about 130 characters."""
    SEQS.update(dict.fromkeys(SEQS, 0))
    random.seed(1)
    ends = ("a", "e", "i", "o", "u", "ea", "ou")
    syllables = [c + v for c in "bcdfghklmnprstvw" for v in ends] + ["ing", "er", "st", "th"]
    english = _words(syllables, 30_000, 4)
    german = _words([*syllables, "ä", "ö", "ü", "sch", "ch"], 30_000, 6)
    chinese = [chr(random.randint(0x4E00, 0x59B8)) for _ in range(3_000)]
    weights = list(accumulate(1 / (place + 2) for place in range(30_000)))
    for _ in range(number):
        kind, size = random.random(), random.randint(4, 36)
        if kind < 0.75:
            words = english if kind < 0.45 else german
            yield " ".join(random.choices(words, cum_weights=weights, k=size))
        elif kind < 0.85:
            yield "".join(random.choices(chinese, cum_weights=weights[:3_000], k=2 * size))
        else:
            begin = " ".join(random.choices(english, cum_weights=weights, k=size // 2 + 1))
            version = f"v{random.randint(0, 20)}.{random.randint(0, 99)}"
            name = f"user_{random.randint(0, 99_999)}"
            yield f"{begin} {version} {name} https://example.org/{random.getrandbits(64):x}?a=b"


def _words(syllables: list[str], number: int, most: int) -> list[str]:
    return ["".join(random.choices(syllables, k=random.randint(1, most))) for _ in range(number)]
