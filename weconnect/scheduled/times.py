"""When something is sent: what the clocks of a time zone show, as a moment."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from weconnect.engine.i18n import zones
from weconnect.wire import scheduled as wire
from weconnect.wire.errors import BadRequest


class When(NamedTuple):
    """A moment, and what it was reckoned from, if it was."""

    at: datetime
    local_time: str | None
    time_zone: str | None


def moment_of(local_time: str, time_zone: str) -> datetime:
    """When the clock of a zone shows `local_time` (`2026-01-31T09:30`), in UTC.

    Raises BadRequest for a zone that is not known here, and a time that cannot be reckoned with.
    """
    zone = zones.zone_of(time_zone)
    if zone is None:
        raise BadRequest("That time zone is not known here.")
    try:
        return zones.moment_of(datetime.fromisoformat(local_time), zone)
    except (ValueError, OverflowError):
        raise BadRequest("That is no time.") from None


def local_time_of(moment: datetime, time_zone: str) -> str:
    """What the clock of a zone shows at a moment, as `moment_of` takes it."""
    return f"{moment.astimezone(zones.zone_of(time_zone) or UTC):%Y-%m-%dT%H:%M}"


def when(wish: wire.PostScheduled | wire.PatchScheduled, now: datetime) -> When:
    """When a wish says. Raises BadRequest unless that is to come, in the next 400 days."""
    if wish.local_time is not None:
        at = moment_of(wish.local_time, wish.time_zone or "")
        found = When(at, wish.local_time, wish.time_zone)
    elif wish.at is not None:
        found = When(wish.at, None, wish.time_zone)
    else:
        raise BadRequest("Please say when it is to be sent.")
    if found.at <= now:
        raise BadRequest("That moment is past.")
    if found.at > now + timedelta(days=wire.MAX_DAYS):
        raise BadRequest("That is too late: {n} days at most.", n=wire.MAX_DAYS)
    return found
