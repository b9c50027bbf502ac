"""The times of a reminder, by the clock where somebody is, also when that is set anew."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from weconnect.engine.i18n.zones import moment_of

SATURDAY = 5
# The shortest while.
JUST = timedelta(microseconds=1)


def following(first: datetime, repeat: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The next moment (UTC) after `after` at which the clock shows the time of `first` on a day on
    which it is repeated: `daily`, `weekdays`, `weekly` or `monthly`. Raises OverflowError.
    """
    here = after.astimezone(zone).date()
    # A day earlier: what the clock skips there may come later than its own day.
    start = max(first.date(), here - timedelta(days=1))
    for day in _days(first.date(), repeat, start):
        moment = moment_of(datetime.combine(day, first.time()), zone)
        if moment > after:
            return moment
    raise OverflowError


def _days(first: date, repeat: str, start: date) -> Iterator[date]:
    """The days on which something is repeated, from `start` on."""
    if repeat == "monthly":
        yield from _months(first, start)
        return
    day = start
    while True:
        if _is_one(first, repeat, day):
            yield day
        day += timedelta(days=1)


def _is_one(first: date, repeat: str, day: date) -> bool:
    if repeat == "weekly":
        return day.weekday() == first.weekday()
    return repeat == "daily" or day.weekday() < SATURDAY


def _months(first: date, start: date) -> Iterator[date]:
    year, month = start.year, start.month
    while True:
        last = calendar.monthrange(year, month)[1]
        day = date(year, month, min(first.day, last))
        if day >= start:
            yield day
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
