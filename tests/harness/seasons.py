"""Days that are to come within a year, whenever the tests run: one in summer and one in winter."""

from datetime import UTC, datetime, timedelta


def _first_of(month: int) -> str:
    soonest = datetime.now(UTC) + timedelta(days=2)
    passed = (soonest.month, soonest.day) > (month, 1)
    return f"{soonest.year + passed}-{month:02}-01"


SUMMER = _first_of(6)
WINTER = _first_of(12)
