"""When what somebody chose in a form ends, by the clock of their time zone."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from weconnect.engine.i18n.zones import moment_of, zone_of
from weconnect.wire.errors import BadRequest

# The choices of forms, in their order; "" has no end by itself, "at" names its time.
CHOICES = ("30m", "1h", "4h", "today", "week", "at", "")


def end_of(choice: str, at: str, zone: str | None, now: datetime) -> datetime | None:
    """The end that a form means: one of `CHOICES`, and a local time for "at".

    Raises BadRequest.
    """
    here = zone_of(zone) or ZoneInfo("UTC")
    local = now.astimezone(here)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), here)
    spans = {"30m": timedelta(minutes=30), "1h": timedelta(hours=1), "4h": timedelta(hours=4)}
    if choice in spans:
        return now + spans[choice]
    if choice == "today":
        return midnight.astimezone(UTC)
    if choice == "week":
        # Till Sunday night.
        return (midnight + timedelta(days=7 - local.isoweekday())).astimezone(UTC)
    if choice == "at":
        try:
            return moment_of(datetime.fromisoformat(at), here)
        except (ValueError, OverflowError):
            raise BadRequest("Please say when it ends.") from None
    return None


def local_time(zone: str | None, now: datetime) -> str | None:
    """What the clock shows there, `HH:MM`, if the zone is known."""
    here = zone_of(zone)
    return f"{now.astimezone(here):%H:%M}" if here else None


def days_in_words(days: list[int], names: list[str]) -> list[str]:
    """Days of the week as people say them: those in a row as the first and the last of them."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_run(run, names) for run in runs]


def _run(run: list[int], names: list[Any]) -> str:
    first, last = names[run[0] - 1], names[run[-1] - 1]
    return str(first) if len(run) == 1 else f"{first}–{last}"
