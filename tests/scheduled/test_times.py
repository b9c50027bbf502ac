"""What the clocks of a time zone show, as a moment: also when they are changed."""

from datetime import UTC, datetime, timedelta

import pytest

from weconnect.scheduled.times import moment_of, when
from weconnect.wire.errors import BadRequest
from weconnect.wire.scheduled import PatchScheduled

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("local_time", "zone", "moment"),
    [
        ("2026-03-28T09:00", BERLIN, "2026-03-28T08:00Z"),
        # Nine o'clock stays nine o'clock, after the clocks were put forward and back.
        ("2026-03-29T09:00", BERLIN, "2026-03-29T07:00Z"),
        ("2026-10-25T09:00", BERLIN, "2026-10-25T08:00Z"),
        # What they never show is so much later.
        ("2026-03-29T02:30", BERLIN, "2026-03-29T01:30Z"),
        ("2026-03-08T02:00", "America/New_York", "2026-03-08T07:00Z"),
        # Half an hour is left out here.
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45Z"),
        # What they show twice is the first time.
        ("2026-10-25T02:30", BERLIN, "2026-10-25T00:30Z"),
        ("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30Z"),
        # A day that was left out altogether.
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T22:00Z"),
        ("2026-06-01T09:00", "Asia/Kolkata", "2026-06-01T03:30Z"),
        ("2026-06-01T09:00", "UTC", "2026-06-01T09:00Z"),
    ],
)
def test_a_clock_shows_it(local_time: str, zone: str, moment: str):
    assert moment_of(local_time, zone) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("local_time", "zone"),
    [
        ("2026-06-01T09:00", "Europe/Atlantis"),
        ("0001-01-01T00:00", BERLIN),
        ("2026-06-01T09:00", ""),
    ],
)
def test_what_no_clock_shows(local_time: str, zone: str):
    with pytest.raises(BadRequest):
        moment_of(local_time, zone)


def test_it_is_to_come_and_not_too_far():
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for at in (now, now - timedelta(seconds=1), now + timedelta(days=401)):
        with pytest.raises(BadRequest):
            when(PatchScheduled(at=at), now)
    for local_time in ("2026-03-01T13:00", "2027-04-06T00:00"):
        with pytest.raises(BadRequest):
            when(PatchScheduled(local_time=local_time, time_zone=BERLIN), now)
    found = when(PatchScheduled(local_time="2026-03-01T13:01", time_zone=BERLIN), now)
    assert found.at == now + timedelta(minutes=1)
    assert (found.local_time, found.time_zone) == ("2026-03-01T13:01", BERLIN)
