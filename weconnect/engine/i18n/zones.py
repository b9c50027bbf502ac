"""Time zones: which the server knows, and what their clocks show."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def zone_of(name: str | None) -> ZoneInfo | None:
    """The time zone of a name, if the server knows it."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def zone_names() -> tuple[str, ...]:
    """What people choose from, by name: places, and UTC. Reads some 600 files the first time."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"))


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment (UTC) in which the clock of a zone shows this.

    What it shows twice, as it is put back, is the first of the two (RFC 5545, 3.3.5); what it never
    shows, as it is put forward, is so much later: 02:30 is 03:30 then. Raises OverflowError.
    """
    # `fold` is 0: the first one, and before the gap, as zoneinfo has it (PEP 495).
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
