"""What a WeConnect of so many people needs, from measured constants: a small simulation.

python -m benchmarks.sizing [--people 1000000] [--online 0.3] [--by-team]

It draws rooms by how often somebody speaks in them, puts their people on servers as a balancer
would, and counts what one message costs everywhere. docs/scaling.md says where the constants come
from, and what the answer means.
"""

import argparse
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass

DAY_S = 86_400


@dataclass(frozen=True)
class Costs:
    """Measured on one machine (docs/scaling.md); microseconds of processor time."""

    # A server: to take, check, write, acknowledge and publish a message; to write it to one socket
    # more; to take it from Redis, which is no more than this.
    message_us: float = 2_110.0
    delivery_us: float = 8.3
    receive_us: float = 100.0
    # To tell those who do not look that there is something new: on each server that has some of
    # them; and what PostgreSQL does for it.
    hint_us: float = 1_200.0
    hint_postgres_us: float = 370.0
    # A connection: opening it and joining a room; its memory.
    return_us: float = 2_150.0
    connection_kb: float = 23.0
    # PostgreSQL and Redis, for each message; and Redis for each server that it goes to.
    postgres_us: float = 570.0
    redis_us: float = 40.0
    redis_copy_us: float = 5.0
    # Bytes of a message with its row, indexes included.
    stored_bytes: float = 600.0


@dataclass(frozen=True)
class Habits:
    """What people do in the busiest hour."""

    # Of all people, how many are there at once; and of these, how many look at a given room of
    # theirs.
    online: float = 0.3
    looking: float = 0.25
    # Messages of one person who is there, in an hour; and on a whole day of anybody.
    hourly: float = 12.0
    daily: float = 15.0
    # Room sizes: log-normal with this median and this spread (of the logarithm), up to the largest.
    median_room: float = 12.0
    spread: float = 1.2
    largest_room: int = 20_000


@dataclass(frozen=True)
class Limits:
    """How far each machine may be used: half of a core, so that a third of them may fail."""

    server_share: float = 0.5
    connections: int = 15_000
    # PostgreSQL and Redis: of how many cores one machine is used.
    postgres_cores: float = 8.0
    redis_share: float = 0.5


@dataclass(frozen=True)
class Plan:
    """What it takes in the busiest hour."""

    people: int
    connections: int
    messages_per_s: float
    deliveries_per_message: float
    # Servers that get a message, the sender's included; and those that tell of it who looks away.
    servers_per_message: float
    hinted_per_message: float
    us_per_message: float
    servers: int
    redis: int
    postgres: int
    memory_gb: float
    stored_gb_a_day: float
    # All come back within a minute after a server died: the share of the others' time.
    return_share: float

    def __str__(self) -> str:
        return (
            f"{self.people:>12,} people: {self.connections:,} connections, "
            f"{self.messages_per_s:,.0f} messages/s, each to {self.deliveries_per_message:.1f} "
            f"sockets on {self.servers_per_message:.2f} servers and hinted at on "
            f"{self.hinted_per_message:.2f}, {self.us_per_message:,.0f} µs; "
            f"{self.servers:,} servers, {self.redis:,} Redis, {self.postgres:,} PostgreSQL, "
            f"{self.memory_gb:,.1f} GB for connections, {self.stored_gb_a_day:,.1f} GB/day stored"
        )


def plan(
    people: int,
    *,
    costs: Costs | None = None,
    habits: Habits | None = None,
    limits: Limits | None = None,
    by_team: bool = False,
    draws: int = 2_000,
    seed: int = 1,
) -> Plan:
    """What `people` need. `by_team`: a team's people are sent to the same server while it can."""
    costs, habits, limits = costs or Costs(), habits or Habits(), limits or Limits()
    rate = people * habits.online * habits.hourly / 3600
    connections = round(people * habits.online)
    rooms = _rooms(people, habits, draws, random.Random(seed))
    servers = 1
    # More servers make a message dearer, which takes more servers: until it holds.
    while True:
        watched = [
            _watchers(size, servers, habits, by_team, random.Random(seed + number))
            for number, size in enumerate(rooms)
        ]
        deliveries = sum(one.sockets for one in watched) / len(watched)
        reached = sum(one.servers for one in watched) / len(watched)
        hinted = sum(one.hinted for one in watched) / len(watched)
        us = costs.message_us + deliveries * costs.delivery_us + hinted * costs.hint_us
        us += (reached - 1) * costs.receive_us
        wanted = max(
            _ceil(rate * us / 1e6 / limits.server_share),
            _ceil(connections / limits.connections),
            1,
        )
        if wanted <= servers:
            break
        servers = max(wanted, servers + 1)
    copies = 2 * costs.redis_us + (reached + hinted) * costs.redis_copy_us
    stored_us = costs.postgres_us + hinted * costs.hint_postgres_us
    return Plan(
        people=people,
        connections=connections,
        messages_per_s=rate,
        deliveries_per_message=deliveries,
        servers_per_message=reached,
        hinted_per_message=hinted,
        us_per_message=us,
        servers=servers,
        redis=_ceil(rate * copies / 1e6 / limits.redis_share) if servers > 1 else 0,
        postgres=max(1, _ceil(rate * stored_us / 1e6 / limits.postgres_cores)),
        memory_gb=connections * costs.connection_kb / 1e6,
        stored_gb_a_day=people * habits.daily * costs.stored_bytes / 1e9,
        return_share=connections / servers * costs.return_us / 1e6 / 60 / max(servers - 1, 1),
    )


def _rooms(people: int, habits: Habits, draws: int, chance: random.Random) -> list[int]:
    """Sizes of the rooms of so many messages: where more people are, more is said."""
    sizes = [
        min(
            max(2, round(habits.median_room * chance.lognormvariate(0, habits.spread))),
            habits.largest_room,
            people,
        )
        for _ in range(draws)
    ]
    return chance.choices(sizes, weights=sizes, k=draws)


@dataclass(frozen=True)
class _Reach:
    """Where the people of one room are: sockets that look at it, on servers; and the others."""

    sockets: int
    servers: int
    hinted: int


def _watchers(
    size: int, servers: int, habits: Habits, by_team: bool, chance: random.Random
) -> _Reach:
    looking = 1 + _binomial(size - 1, habits.online * habits.looking, chance)
    away = _binomial(size - looking, habits.online * (1 - habits.looking), chance)
    if by_team:
        # As many servers as it takes to hold all of the room's people who are there.
        full = min(max(1, _ceil((looking + away) / Limits.connections)), servers)
        return _Reach(looking, min(full, looking), min(full, away))
    return _Reach(
        looking,
        len({chance.randrange(servers) for _ in range(looking)}),
        len({chance.randrange(servers) for _ in range(away)}),
    )


def _binomial(tries: int, share: float, chance: random.Random) -> int:
    if tries > 200:
        # Near enough to a normal distribution.
        spread = (tries * share * (1 - share)) ** 0.5
        return min(max(0, round(chance.gauss(tries * share, spread))), tries)
    return sum(chance.random() < share for _ in range(tries))


def _ceil(number: float) -> int:
    return -int(-number // 1)


def main() -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sizing", description=__doc__)
    parser.add_argument("--people", type=int, help="how many (three sizes)")
    parser.add_argument("--online", type=float, default=Habits.online, help="share at once (0.3)")
    parser.add_argument("--by-team", action="store_true", help="a team's people share a server")
    options = parser.parse_args()
    tell: Callable[[object], None] = print
    for people in [options.people] if options.people else [10_000, 1_000_000, 100_000_000]:
        tell(plan(people, habits=Habits(online=options.online), by_team=options.by_team))
    return 0


if __name__ == "__main__":
    sys.exit(main())
