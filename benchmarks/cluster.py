"""Several servers on one PostgreSQL and one Redis: what a delivery costs, and what a server adds.

python -m benchmarks.cluster [--rounds 3] [--rate 300] [--seconds 8] [SCENE …]

In every scene a server has 1,000 people in rooms of ten. The generators and everything measured
share one machine: compare processor time, not wall clock. docs/scaling.md has the last run.
"""

import argparse
import functools
import json
import os
import signal
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import redis as redis_client

from tests.harness.databases import Postgres, Redis

from . import load
from .scenes import Figures
from .server import BUILD, Failed
from .weconnect import Member, seed

PEOPLE, ROOMS = 1000, 100
# People who come in a second; the pause before and after each run; how often counters are read.
OPENING_RATE, SETTLE_S, GLANCE_S = 100, 2, 0.1
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Scene:
    """`busy` servers have people who talk, `idle` ones have nobody.

    `spread`: half of each room's people are on each of the two servers; otherwise all on one.
    """

    name: str
    title: str
    busy: int
    idle: int = 0
    spread: bool = False


SCENES = (
    Scene("one", "one server", 1),
    Scene("idle", "one server, and another that has nobody of these rooms", 1, idle=1),
    Scene("apart", "two servers, each room's people on one of them", 2),
    Scene("spread", "two servers, half of each room's people on each", 2, spread=True),
)


class Meter:
    """Counters, read again and again, so that what they rose by in a stretch can be asked for."""

    def __init__(self, counters: dict[str, Callable[[], float]]) -> None:
        self._counters = counters
        self._samples: list[tuple[float, dict[str, float]]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def between(self, start: float, end: float) -> dict[str, float]:
        """How much each rose."""
        within = [read for at, read in self._samples if start <= at <= end]
        return {name: within[-1][name] - within[0][name] for name in self._counters}

    def __enter__(self) -> "Meter":
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(GLANCE_S):
            read = {name: counter() for name, counter in self._counters.items()}
            self._samples.append((time.monotonic(), read))


def used_by(root: int) -> float:
    """Seconds of processor time of a process and all below it, those that have ended included."""
    return sum(cpu_of(pid) for pid in family(root))


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a process, and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def main() -> int:
    """Returns the exit code."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is stopped
    BUILD.mkdir(exist_ok=True)
    rounds: dict[str, list[Figures]] = {}
    try:
        load.build()
        for number in range(options.rounds):
            for scene in SCENES:
                if not options.scenes or scene.name in options.scenes:
                    print(f"round {number + 1}: {scene.title}", file=sys.stderr)
                    figures = play(scene, options.rate, options.seconds)
                    print(f"    {json.dumps(figures)}", file=sys.stderr)
                    rounds.setdefault(scene.name, []).append(figures)
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    print(_table(rounds))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    names = [scene.name for scene in SCENES]
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(names))
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds (3)")
    parser.add_argument("--rate", type=float, default=300, help="messages/s of each server (300)")
    parser.add_argument("--seconds", type=float, default=8, help="how long each run takes (8)")
    options = parser.parse_args()
    if unknown := set(options.scenes) - set(names):
        parser.error(f"there is no scene {', '.join(unknown)}; there are {', '.join(names)}")
    return options


def play(scene: Scene, rate: float, seconds: float) -> Figures:
    """Play one scene on fresh databases; returns its figures. Raises Failed."""
    postgres, redis = Postgres(), Redis()
    members: list[Member] = []
    try:
        urls = {"DATABASE_URL": postgres.url(postgres.create()), "REDIS_URL": redis.url}
        members = [Member(**urls) for _ in range(scene.busy + scene.idle)]
        cookies = _seed(members[0], scene.busy)
        for number, member in enumerate(members):
            member.start()
            if number < scene.busy:
                _settle(member, number, scene, cookies)
        return _measure(scene, members, postgres, redis, rate, seconds)
    finally:
        for member in members:
            member.close()
        redis.stop()
        postgres.close()


def _seed(member: Member, busy: int) -> list[str]:
    """Fill the database with a thousand people and a hundred rooms for each busy server.

    Returns everybody's cookie. Raises Failed.
    """
    words = [str(member.folder / "everybody"), str(PEOPLE * busy), str(ROOMS * busy), "0"]
    seed(words, member.environment())
    return Path(words[0]).read_text().split("\n")


def _settle(member: Member, number: int, scene: Scene, cookies: list[str]) -> None:
    """Choose who is on this server. User u, from 1, belongs to room (u - 1) mod rooms + 1."""
    rooms = ROOMS * scene.busy
    people: Sequence[int]
    if scene.spread:
        mine, people = range(rooms), range(number * PEOPLE, (number + 1) * PEOPLE)
    else:
        mine = range(number * ROOMS, (number + 1) * ROOMS)
        # In the order of rooms, as the generator's clients go round them.
        people = [row * rooms + room for row in range(PEOPLE // ROOMS) for room in mine]
    member.cookies = member.write("cookies", "\n".join(cookies[one] for one in people))
    member.names = member.write("rooms", "".join(f"{room + 1}\n" for room in mine))


def _measure(
    scene: Scene,
    members: list[Member],
    postgres: Postgres,
    redis: Redis,
    rate: float,
    seconds: float,
) -> Figures:
    busy = members[: scene.busy]
    roots = {f"server{number}": one.pids()[0] for number, one in enumerate(members)}
    roots |= {"postgres": postgres.pid, "redis": redis.pid}
    counters: dict[str, Callable[[], float]] = {
        name: functools.partial(used_by, root) for name, root in roots.items()
    }
    with redis.client() as client:
        counters["published"] = functools.partial(_published, client)
        with Meter(counters) as meter:
            runs = _run(scene, busy, rate, seconds)
            # The generator ends with a pause of two seconds, and the run is what came before it.
            end = time.monotonic() - SETTLE_S - 0.2
    start = end - seconds + 0.4
    used = meter.between(start, end)
    share = (end - start) / seconds
    sent = sum(run["sent"] for run in runs)
    delivered = sum(run["delivered"] for run in runs)
    missing = sent * PEOPLE // ROOMS - delivered
    busy_s = sum(used[f"server{number}"] for number in range(scene.busy))
    idle_s = sum(used[f"server{number}"] for number in range(scene.busy, len(members)))
    return {
        "deliveries_per_s": delivered / seconds,
        # With half of the people elsewhere a generator stops counting before the last have come.
        **({} if scene.spread else {"missing": missing}),
        "us_per_delivery": 1e6 * busy_s / (delivered * share),
        "us_per_message": 1e6 * busy_s / (sent * share),
        "postgres_us_per_message": 1e6 * used["postgres"] / (sent * share),
        "redis_us_per_message": 1e6 * used["redis"] / (sent * share),
        "published_per_message": used["published"] / (sent * share),
        "idle_percent_of_busy": 100 * idle_s / busy_s if scene.idle else 0.0,
        "p50_ms": max(run["p50"] for run in runs),
        "p99_ms": max(run["p99"] for run in runs),
    }


def _run(scene: Scene, busy: list[Member], rate: float, seconds: float) -> list[dict[str, Any]]:
    """Let everybody in and talk, on all servers at once. Raises Failed."""
    rooms = ROOMS * scene.busy if scene.spread else ROOMS
    shape = {
        "clients": PEOPLE,
        "rooms": rooms,
        "settle": SETTLE_S,
        "rates": f"{rate:g}",
        "seconds": f"{seconds:g}",
        "opening-rate": OPENING_RATE,
    }
    words = [word for name, value in shape.items() for word in (f"--{name}", str(value))]
    generators = [load.launch(one, "--pids", str(one.pids()[0]), "--retry", *words) for one in busy]
    measured = [load.finish(one) for one in generators]
    if any(one["joined"] != PEOPLE for one in measured):
        joined = [one["joined"] for one in measured]
        raise Failed(f"{scene.title}: of {PEOPLE} each only {joined} joined")
    return [one["runs"][0] for one in measured]


def _published(client: redis_client.Redis) -> float:
    """How often something was published so far."""
    told: Any = client.info("commandstats")
    kinds = ("publish", "spublish")
    return float(sum(told.get(f"cmdstat_{name}", {}).get("calls", 0) for name in kinds))


def _table(rounds: dict[str, list[Figures]]) -> str:
    columns = {
        "deliveries_per_s": "deliveries/s",
        "us_per_delivery": "µs per delivery",
        "us_per_message": "µs per message",
        "postgres_us_per_message": "PostgreSQL, µs",
        "redis_us_per_message": "Redis, µs",
        "published_per_message": "published",
        "idle_percent_of_busy": "idle server, %",
        "p50_ms": "p50 ms",
        "p99_ms": "p99 ms",
        "missing": "missing",
    }
    lines = [f"| scene | {' | '.join(columns.values())} |", "|---" + "|---:" * len(columns) + "|"]
    titles = {scene.name: scene.title for scene in SCENES}
    for name, some in rounds.items():
        cells = [
            f"{statistics.median(one[key] for one in some):,.2f}" if key in some[0] else "–"
            for key in columns
        ]
        lines.append(f"| {titles[name]} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
