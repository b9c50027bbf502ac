"""The plays in `rooms/`: what the people of the example team have said to each other.

A file begins with the room's `name`, `kind`, `topic` and `people` (the first one makes it). Then

    == 10 08:52            ten working days ago, at that time (UTC); or `== 25m`: 25 minutes ago
    nora: Good morning!    somebody says something
    | over two lines       … which goes on
    sam^2: Hello!          a reply to what was said two messages before
    sam>2: Hello!          the same said in its thread
    + 👋 mei sam           reactions to the last message
    ! nora                 who pins the last message
    ? Soup | Bread         the last message is a poll with these options
    = 1 mei sam            who chose its second option
    * 3 mei sam            all are asked to confirm it within three days; who has done so
    ~ Good evening!        the last message is changed to this
    x                      the last message is taken back
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

PLAYS = Path(__file__).with_name("rooms")

_HEAD = re.compile(r"(\w+): (.+)")
_TIME = re.compile(r"== (?:(\d+) (\d\d):(\d\d)|(\d+)m)")
_LINE = re.compile(r"(\w+)(?:([\^>])(\d+))?: (.+)")


class BadScript(Exception):
    """A line that cannot be read; the message is the line."""


@dataclass
class Posted:
    """One message. `answers` counts back to the one that it replies to, in a thread or not."""

    who: str
    text: str
    at: datetime
    answers: int | None = None
    in_thread: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)
    pinned_by: str | None = None
    options: list[str] = field(default_factory=list)
    votes: list[tuple[int, str]] = field(default_factory=list)
    # Within how many days it is to be confirmed; 0: it is not.
    confirm_within: int = 0
    confirmed_by: list[str] = field(default_factory=list)
    changed_to: str | None = None
    taken_back: bool = False


@dataclass
class Play:
    """A room and all that is said in it."""

    name: str
    kind: str
    topic: str
    people: list[str]
    said: list[Posted]


def plays(now: datetime) -> list[Play]:
    """All plays, so that they end at `now`."""
    return [read(path.read_text(encoding="utf-8"), now) for path in sorted(PLAYS.glob("*.txt"))]


def read(text: str, now: datetime) -> Play:
    """One play. Raises BadScript."""
    head, _, body = text.partition("\n\n")
    fields: dict[str, str] = dict(_pair(line) for line in head.splitlines())
    return Play(
        name=fields.get("name", ""),
        kind=fields["kind"],
        topic=fields.get("topic", ""),
        people=fields["people"].split(),
        said=list(_read_lines(body, now)),
    )


def working_day(now: datetime, back: int) -> datetime:
    """The same time so many working days ago."""
    day = now
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < 5
    return day


def _read_lines(body: str, now: datetime) -> Iterator[Posted]:
    clock, pace = now, random.Random(body)  # noqa: S311 - the same pauses every time
    last: Posted | None = None
    for line in filter(None, body.splitlines()):
        if line.startswith("== "):
            clock = _time(line, now)
        elif last is None or _LINE.match(line):
            if last is not None:
                yield last
            who, how, back, text = _match(_LINE, line)
            last = Posted(who, text, clock, int(back) if back else None, how == ">")
            clock = min(now, clock + timedelta(seconds=pace.randint(15, 95)))
        else:
            _add(last, line)
    if last is not None:
        yield last


def _add(said: Posted, line: str) -> None:
    """Take in what a line says about the message before it."""
    mark, _, rest = line.partition(" ")
    if mark == "|" and said.changed_to is not None:
        said.changed_to += f"\n{rest}"
    elif mark == "|":
        said.text += f"\n{rest}"
    elif mark == "+":
        emoji, *who = rest.split()
        said.reactions += [(emoji, one) for one in who]
    elif mark == "!":
        said.pinned_by = rest
    elif mark == "?" and " | " in rest:
        said.options = rest.split(" | ")
    elif mark == "=":
        option, *who = rest.split()
        said.votes += [(int(option), one) for one in who]
    elif mark == "*":
        days, *said.confirmed_by = rest.split()
        said.confirm_within = int(days)
    elif mark == "~":
        said.changed_to = rest
    elif line == "x":
        said.taken_back = True
    else:
        raise BadScript(line)


def _time(line: str, now: datetime) -> datetime:
    day, hour, minute, ago = _match(_TIME, line)
    if ago:
        return now - timedelta(minutes=int(ago))
    return working_day(now, int(day)).replace(
        hour=int(hour), minute=int(minute), second=0, microsecond=0
    )


def _pair(line: str) -> tuple[str, str]:
    name, value = _match(_HEAD, line)
    return name, value


def _match(pattern: re.Pattern[str], line: str) -> tuple[str, ...]:
    found = pattern.fullmatch(line)
    if found is None:
        raise BadScript(line)
    return found.groups()
