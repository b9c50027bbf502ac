"""One run: people on all servers talk while something goes wrong, and then all is looked at."""

import itertools
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import gevent
import psycopg
from psycopg.rows import dict_row

from tests.harness.fragile import RECOVERY_S, FragileCluster
from tests.harness.person import Person
from tests.harness.waiting import eventually

from .checker import Problem, verify
from .device import Device
from .history import History, Message, Witness
from .stranger import Stranger

PEOPLE = 6
ROOMS = 3
# Messages a second of each person, by default.
PACE = 12.0
# How long whoever was removed may hear what is on its way; and while a server cannot be reached,
# until its sweep has asked the database.
GRACE_S = 1.0
SWEEP_S = 17.0
# Whoever was away for less should not have been missed by anybody.
AWAY_S = 5.0
# How often an acknowledged message is looked for in the database at once.
PROBED = 10

_runs = itertools.count(1)


class Report(NamedTuple):
    """How a run went. Times are in seconds."""

    kind: str
    acknowledged: int
    edited: int
    live: int
    during: int
    longest_away: float
    slowest: float
    # How often somebody was said to be offline who was away for a moment only.
    flickers: int
    problems: list[Problem]

    def __str__(self) -> str:
        kinds = sorted({one.kind for one in self.problems})
        return (
            f"{self.kind}: {self.acknowledged} acknowledged ({self.during} during the fault), "
            f"{self.edited} edited, {self.live} live deliveries, "
            f"longest away {self.longest_away:.2f} s, slowest message {self.slowest:.2f} s, "
            f"{len(self.problems)} problems {', '.join(kinds)}".rstrip()
        )


class Company:
    """The people of a cluster; each run has new rooms for them."""

    def __init__(self, cluster: FragileCluster) -> None:
        self.cluster = cluster
        first = cluster.servers[0]
        self.people = [first.person(f"person{number}") for number in range(PEOPLE)]
        self.leavers = [first.person(f"leaver{number}") for number in range(2)]
        self.stranger = first.person("stranger")

    def make_room(self, name: str) -> int:
        """A private room of everybody but the stranger."""
        others = [one.username for one in (*self.people[1:], *self.leavers)]
        return self.people[0].make_room(name, kind="private", members=others)["id"]


def play(
    company: Company,
    kind: str,
    fault: Callable[[], None],
    *,
    before: float = 1.0,
    after: float = 1.0,
    pace: float = PACE,
    patience: float = RECOVERY_S,
) -> Report:
    """Let everybody talk for `before` seconds, during the fault, and for `after` seconds more.

    `patience`: for how many seconds they may then wait until they know everything.
    """
    cluster, number = company.cluster, next(_runs)
    rooms = [company.make_room(f"run {number}, room {index}") for index in range(ROOMS)]
    run = _Run(company, rooms, pace)
    try:
        run.start()
        run.remove(company.leavers[0], GRACE_S)
        gevent.sleep(before)
        started = time.monotonic()
        # The other one is removed while it goes wrong.
        removal = gevent.spawn_later(0.5, run.remove, company.leavers[1], SWEEP_S)
        fault()
        ended = time.monotonic()
        run.allow(removal.get)
        gevent.sleep(after)
        cluster.wait()
        run.settle(patience)
        return run.report(kind, started, ended)
    finally:
        run.close()


class _Run:
    def __init__(self, company: Company, rooms: list[int], pace: float) -> None:
        self.company, self.cluster, self.rooms = company, company.cluster, rooms
        self.history = History()
        self._probes = itertools.count()
        self._probing: psycopg.Connection | None = None
        self._lock = threading.Lock()
        self.devices = [
            self._device(person, Device, number, rooms=rooms, pace=pace, probe=self._probe)
            for number, person in enumerate(company.people)
        ]
        # On every server: what is ended has to end everywhere.
        servers = range(len(self.cluster.servers))
        self.leaving = {
            person.username: [
                self._device(person, Device, number, rooms=rooms, stays=False) for number in servers
            ]
            for person in company.leavers
        }
        self.strangers = [
            self._device(company.stranger, Stranger, number, rooms=rooms, belongs=False)
            for number in servers
        ]
        self._greenlets: list[gevent.Greenlet[..., Any]] = []

    def _device(
        self,
        person: Person,
        device: type[Device],
        number: int,
        *,
        rooms: list[int],
        belongs: bool = True,
        stays: bool = True,
        **options: Any,
    ) -> Device:
        urls = [(index, server.url) for index, server in enumerate(self.cluster.servers)]
        first = number % len(urls)
        # Whoever has to be on every server goes nowhere else.
        urls = urls[first:] + urls[:first] if belongs and stays else [urls[first]]
        witness = Witness(f"{person.username}/{number}", person.id, set(rooms if stays else ()))
        if not belongs:
            witness.rooms = set()
        elif not stays:
            witness.removed = dict.fromkeys(rooms, float("inf"))
        self.history.witnesses.append(witness)
        return device(
            witness, person.cookie, urls, self.history, member=belongs, rooms=rooms, **options
        )

    @property
    def everybody(self) -> list[Device]:
        return [*self.devices, *itertools.chain(*self.leaving.values()), *self.strangers]

    def start(self) -> None:
        self._greenlets = [gevent.spawn(one.run) for one in self.everybody]
        eventually(lambda: all(one.whole for one in self.everybody), "everybody has come in")
        eventually(lambda: len(self.history.acknowledged) > PEOPLE, "a conversation is under way")

    def remove(self, person: Person, grace: float) -> None:
        devices = self.leaving[person.username]
        for room in self.rooms:
            for device in devices:
                device.forget(room)
            owner, path = self.company.people[0], f"/rooms/{room}/members/{person.id}"
            self.cluster.call(owner, "DELETE", path)
            for device in devices:
                device.witness.removed[room] = time.monotonic() + grace

    def allow(self, work: Callable[[], object]) -> None:
        """What takes for ever is a problem of its own, and not the end of the run."""
        try:
            work()
        except AssertionError as late:
            self.history.stuck.append(str(late))

    def settle(self, patience: float) -> None:
        """Everybody says what they had to say, and hears it all."""
        for device in self.devices:
            device.ending = True
        try:
            eventually(lambda: all(one.is_done for one in self.devices), timeout=RECOVERY_S)
        except AssertionError:
            for device in self.devices:
                self.history.stuck += [*device.unacknowledged.values(), *device.unchanged.values()]
        with psycopg.connect(self.cluster.database_url) as connection:
            ends = connection.execute(
                "SELECT id, version FROM rooms WHERE id = ANY(%s)", [self.rooms]
            ).fetchall()

        def all_know() -> bool:
            return all(one.knows(*end) for one in self.devices for end in ends)

        try:
            eventually(all_know, "everybody knows everything", patience)
        except AssertionError as late:
            # What is missing, and where, is for the checker to say.
            print(late)

    def report(self, kind: str, started: float, ended: float) -> Report:
        history = self.history
        history.stored = self._stored()
        reader = self.company.people[-1]
        for server in self.cluster.servers:
            there = reader.at(server.url)
            history.fresh.append({room: there.history(room) for room in self.rooms})
        problems = verify(history)
        arrived = {
            (one.message["room"], one.message["seq"]): one.at for one in history.acknowledged
        }
        stayed = [one.witness for one in self.devices]
        return Report(
            kind=kind,
            acknowledged=len(history.acknowledged),
            edited=len(history.edited),
            live=sum(
                one.event in {"newMessage", "messageChanged"}
                for witness in history.witnesses
                for visit in witness.visits
                for one in visit.heard
            ),
            during=sum(started <= one.at <= ended for one in history.acknowledged),
            longest_away=max((one for witness in stayed for one in witness.away), default=0.0),
            slowest=max(
                (
                    witness.seen[key] - at
                    for witness in stayed
                    for key, at in arrived.items()
                    if key in witness.seen
                ),
                default=0.0,
            ),
            flickers=_flickers([one.witness for one in self.devices]),
            problems=problems,
        )

    def close(self) -> None:
        gevent.killall(self._greenlets)
        if self._probing:
            self._probing.close()

    def _stored(self) -> dict[int, list[Message]]:
        found: dict[int, list[Message]] = {room: [] for room in self.rooms}
        with psycopg.connect(self.cluster.database_url, row_factory=dict_row) as connection:
            rows = connection.execute(
                "SELECT id, room_id AS room, seq, version, sender_id AS sender, content, deleted,"
                ' client_id AS "clientId" FROM messages WHERE room_id = ANY(%s) ORDER BY seq',
                [self.rooms],
            )
            for row in rows:
                found[row["room"]].append(row | {"clientId": str(row["clientId"])})
        return found

    def _probe(self, client_id: str) -> bool:
        """Whether an acknowledged message is there at once; asked for some of them."""
        if next(self._probes) % PROBED:
            return True
        with self._lock:
            try:
                if self._probing is None or self._probing.closed:
                    self._probing = psycopg.connect(self.cluster.database_url, autocommit=True)
                found = self._probing.execute(
                    "SELECT 1 FROM messages WHERE client_id = %s", [client_id]
                )
                return found.fetchone() is not None
            except psycopg.OperationalError:
                return True  # PostgreSQL is away just now


def _flickers(witnesses: list[Witness]) -> int:
    moments = {one.user_id for one in witnesses if max(one.away, default=0) < AWAY_S}
    return sum(
        user["state"] == "offline" and user["id"] in moments
        for witness in witnesses
        for visit in witness.visits
        for heard in visit.heard
        if heard.event == "presence"
        for user in heard.data["users"]
    )
