"""What people store: counted in the transaction that writes it, and bounded by the operator.

One row for each person holds how many bytes they wrote today (in UTC), how many of theirs are kept
in all, and the limits that an administrator set for them. Whoever writes reads it and adds to it
within the same transaction, so that it is exact after every restart and with any number of servers.
What several servers write at the same moment is not known to each other, unless it is plain posts:
then somebody may get beyond a limit by one transaction for each further server.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from flask import Flask, current_app
from sqlalchemy import bindparam, func, select, text

from weconnect.engine.app_state import Key
from weconnect.engine.database.prepared import Prepared
from weconnect.engine.database.transactions import Transaction, among, db, this_transaction
from weconnect.engine.i18n.sizes import shown
from weconnect.settings import Settings
from weconnect.wire.errors import Forbidden

from .models import Usage

MB = 1_000_000
DAY_S = 86_400
# What a message takes beside its text: its row and its places in four indexes, as measured.
ROW = 256
# The largest limit that can be set.
MOST_MB = 1_000_000_000
# Where nothing is limited.
ENDLESS = 1 << 60

# What `Stored` holds, in its order.
COLUMNS = (Usage.day, Usage.day_bytes, Usage.total_bytes, Usage.day_limit, Usage.total_limit)
_OF_ONE = Prepared(select(*COLUMNS).where(Usage.user_id == bindparam("user")))
# The same words for SQLite and PostgreSQL, behind an INSERT of a user_id, a day, and the bytes of
# that day and in all. A server whose clock is behind adds to the newer day.
ADDING = (
    " ON CONFLICT (user_id) DO UPDATE SET"
    " day_bytes = CASE WHEN usage.day < excluded.day THEN 0 ELSE usage.day_bytes END"
    " + excluded.day_bytes,"
    " total_bytes = usage.total_bytes + excluded.total_bytes,"
    " day = CASE WHEN usage.day < excluded.day THEN excluded.day ELSE usage.day END"
)
_INSERT = (
    "INSERT INTO usage (user_id, day, day_bytes, total_bytes) VALUES (:user, :day, :written, :kept)"
)
ADDED = " RETURNING user_id, day_bytes, total_bytes, day_limit, total_limit"
_ADD = Prepared(text(_INSERT + ADDING))


def within_limits(day_bytes: str, total_bytes: str, per_day: str, total: str) -> str:
    """In SQL: whether so much may be stored by somebody whose own limits stand in the row.

    `per_day` and `total` are the server's, ENDLESS if there is none; of a person, 0 is none.
    """
    return (
        f"{day_bytes} <= CASE day_limit WHEN 0 THEN {ENDLESS} ELSE coalesce(day_limit, {per_day})"
        f" END AND {total_bytes}"
        f" <= CASE total_limit WHEN 0 THEN {ENDLESS} ELSE coalesce(total_limit, {total}) END"
    )


# For SQLite: no row is changed of somebody who may store no more.
_ADD_IF_ALLOWED = (
    "INSERT INTO usage (user_id, day, day_bytes, total_bytes) VALUES (?, ?, ?, ?)"  # noqa: S608
    + ADDING
    + " WHERE "
    + within_limits(
        "iif(usage.day < excluded.day, 0, usage.day_bytes) + excluded.day_bytes",
        "usage.total_bytes + excluded.total_bytes",
        *"??",
    )
)

# What tells of a room who stores how many bytes there.
StoredIn = Callable[[int], Iterable[tuple[int, int]]]
_STORED_IN: Key[list[StoredIn]] = Key("weconnect_stored_in_rooms")
# What tells of a room and one of its members how many bytes go with the membership.
StoredBy = Callable[[int, int], int]
_STORED_BY: Key[list[StoredBy]] = Key("weconnect_stored_by_members")


# What the transaction under way counts, if it is one of many parts.
_COUNTING: "ContextVar[UsageCounts | None]" = ContextVar("weconnect_usage_counting", default=None)


class Stored(NamedTuple):
    """What somebody wrote on a day (counted from 1970) and what is kept of them, in bytes; and
    their own limits: None is the server's, 0 is none. All None of whoever never wrote.
    """

    day: int | None = None
    day_bytes: int | None = None
    total_bytes: int | None = None
    day_limit: int | None = None
    total_limit: int | None = None

    @property
    def written(self) -> int:
        """What they wrote today."""
        return (self.day_bytes or 0) if (self.day or 0) >= today() else 0

    @property
    def kept(self) -> int:
        """What is kept of them."""
        return max(0, self.total_bytes or 0)


class Limits(NamedTuple):
    """How many bytes somebody may write in a day, and keep in all; 0: any number."""

    per_day: int
    total: int


class _Person:
    """What one transaction adds for somebody, and how much more they may store."""

    __slots__ = ("kept", "left", "left_today", "written")

    def __init__(self, found: Stored, limits: Limits) -> None:
        per_day, total = limits
        self.left_today = per_day - found.written if per_day else ENDLESS
        self.left = total - found.kept if total else ENDLESS
        self.written = self.kept = 0


class UsageCounts:
    """What one transaction stores, by person."""

    def __init__(self, at: Transaction) -> None:
        self._at = at
        self._found: dict[int, Stored] = {}
        self._people: dict[int, _Person] = {}

    def know(self, user_id: int, found: Stored) -> None:
        """What was found of somebody in this transaction: it need not be looked up."""
        self._found[user_id] = found

    def take(self, user_id: int, size: int) -> None:
        """Count so many more bytes of somebody's; fewer than none are given back.

        Raises Forbidden if they may not store so many.
        """
        person = self._people.get(user_id) or self._look_up(user_id)
        if size > 0:
            if size > person.left or size > person.left_today:
                raise _refusal(self._found[user_id], is_full=size > person.left)
            person.left_today -= size
            person.written += size
        person.left -= size
        person.kept += size

    def save(self) -> None:
        """Add it to what is stored; in the order of people, so that no two wait crosswise."""
        if not self._people:
            return
        day = today()
        rows = [
            {"user": user_id, "day": day, "written": person.written, "kept": person.kept}
            for user_id, person in sorted(self._people.items())
            if person.written or person.kept
        ]
        if rows:
            _ADD.run(self._at, rows)

    def _look_up(self, user_id: int) -> _Person:
        found = self._found.get(user_id)
        if found is None:
            rows = _OF_ONE.ask(self._at, [{"user": user_id}])[0]
            found = self._found[user_id] = Stored(*rows[0]) if rows else Stored()
        person = self._people[user_id] = _Person(found, limits_of(found))
        return person


def size_of(content: str) -> int:
    """The bytes of a text, in UTF-8."""
    return len(content) if content.isascii() else len(content.encode("utf-8", "surrogatepass"))


def add_all(at: Transaction, sizes: Sequence[tuple[int, int]]) -> bool:
    """Within a transaction of SQLite: count (user id, bytes) of each; whether all may store them.

    If not, it must be taken back.
    """
    limits = server_limits()
    if any(size > min(limits) for _, size in sizes):
        return False
    day = today()
    values = [(user_id, day, size, size, *limits) for user_id, size in sizes]
    counted: int = at.driver.executemany(_ADD_IF_ALLOWED, values).rowcount
    return counted == len(sizes)


def server_limits() -> Limits:
    """What holds for whoever has no limits of their own; ENDLESS where there is none."""
    settings: Settings = current_app.config["WECONNECT"]
    return Limits(settings.quota_per_day * MB or ENDLESS, settings.quota_total * MB or ENDLESS)


@contextmanager
def counting(counts: UsageCounts) -> Iterator[None]:
    """Within a transaction: what others `take` meanwhile is counted along with the rest of it, and
    stored when that is: each row of `usage` is locked once, in one order everywhere."""
    token = _COUNTING.set(counts)
    try:
        yield
    finally:
        _COUNTING.reset(token)


def take(user_id: int, size: int) -> None:
    """Within a transaction: see `UsageCounts.take`. It is stored at once, unless the transaction
    is `counting`. Raises Forbidden.
    """
    if (shared := _COUNTING.get()) is not None:
        shared.take(user_id, size)
        return
    counts = UsageCounts(this_transaction())
    counts.take(user_id, size)
    counts.save()


def limits_of(found: Stored) -> Limits:
    """What holds for somebody: their own limits, or the server's."""
    settings: Settings = current_app.config["WECONNECT"]
    return Limits(
        settings.quota_per_day * MB if found.day_limit is None else found.day_limit,
        settings.quota_total * MB if found.total_limit is None else found.total_limit,
    )


def _refusal(found: Stored, *, is_full: bool) -> Forbidden:
    """Why somebody may store no more, until when, and who can change it."""
    per_day, total = limits_of(found)
    if is_full:
        return Forbidden(
            "You have stored as much here as one person may ({size}). Delete something, or"
            " ask an administrator for more.",
            size=shown(total),
        )
    wait = DAY_S - time.time() % DAY_S
    return Forbidden(
        "You have written as much today as one person may ({size}). Go on in {time}, or ask"
        " an administrator for more.",
        size=shown(per_day),
        time=_shown_time(wait),
        retry_after=math.ceil(wait),
    )


def stored(user_ids: Iterable[int]) -> dict[int, Stored]:
    """What these people store; whoever never wrote is left out."""
    rows = db.session.execute(
        select(Usage.user_id, *COLUMNS).where(among(Usage.user_id, set(user_ids)))
    )
    return {user_id: Stored(*found) for user_id, *found in rows}


def all_stored() -> int:
    """The bytes that are kept of everybody."""
    return int(db.session.scalar(select(func.coalesce(func.sum(Usage.total_bytes), 0))) or 0)


def on_forget_room(app: Flask, stored_in: StoredIn) -> None:
    """Have `stored_in` asked, when a room is deleted, what people store there: (person, bytes)."""
    _STORED_IN.keep(app, [*(_STORED_IN.of(app) if _STORED_IN.is_kept(app) else ()), stored_in])


def forget_room(room_id: int) -> None:
    """Within the transaction that deletes a room, and holds it: what people stored there is kept
    no longer.
    """
    counts = UsageCounts(this_transaction())
    for stored_in in _STORED_IN.here() if _STORED_IN.is_kept(current_app) else ():
        for user_id, kept in stored_in(room_id):
            counts.take(user_id, -kept)
    counts.save()


def on_forget_member(app: Flask, stored_by: StoredBy) -> None:
    """Have `stored_by` asked, when a membership ends, how many bytes of the person's go with it."""
    _STORED_BY.keep(app, [*(_STORED_BY.of(app) if _STORED_BY.is_kept(app) else ()), stored_by])


def forget_member(room_id: int, user_id: int) -> None:
    """Within the transaction that ends a membership: what goes with it is kept no longer."""
    asked = _STORED_BY.here() if _STORED_BY.is_kept(current_app) else ()
    if kept := sum(stored_by(room_id, user_id) for stored_by in asked):
        take(user_id, -kept)


def today() -> int:
    """The day in UTC, counted from 1970."""
    return int(time.time()) // DAY_S


def from_mb(written: str) -> int:
    """The bytes of a whole number of MB as somebody wrote it. Raises ValueError."""
    if not (written.isascii() and written.isdecimal()) or int(written) > MOST_MB:
        raise ValueError(written)
    return int(written) * MB


def _shown_time(seconds: float) -> str:
    """So long, in words, rounded up."""
    number, unit = math.ceil(seconds / 60), "minute"
    if number > 90:
        number, unit = math.ceil(seconds / 3600), "hour"
    return f"{number} {unit}{'s' * (number != 1)}"
