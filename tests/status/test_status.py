"""Status: told to those who share a room, ended by itself, bounded, and taken away by chiefs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from tests.harness.server import Server
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits import budget, rate_limit
from weconnect.rooms import throttles
from weconnect.rooms.service import remove_member
from weconnect.status import service
from weconnect.status.ends import CHOICES, days_in_words, end_of, local_time
from weconnect.status.models import PersonStatus
from weconnect.wire.errors import AppError, BadRequest, Forbidden, NotFound, RateLimited
from weconnect.wire.status import EditStatus, FindStatuses, OwnStatus, WorkingHours

HOURS = WorkingHours(days=[1, 2, 3, 4, 5], start="09:00", end="17:00")


def say(actor: Actor, **fields: Any) -> OwnStatus:
    return service.change(actor, EditStatus(**fields))


@transaction
def in_the_past(user_id: int) -> None:
    past = now() - timedelta(seconds=1)
    changed = update(PersonStatus).where(PersonStatus.user_id == user_id)
    db.session.execute(changed.values(until=past, dnd_until=past))


def test_those_who_share_a_room_are_told_and_nobody_else(team: Team, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, kind="private")
    hers, his, stranger = stage.connect(ann), stage.connect(bo), stage.connect(cy)
    said = say(ann, emoji="\N{PALM TREE}", text="  Away  ", time_zone="Europe/Berlin")
    assert (said.emoji, said.text, said.zone_from) == ("\N{PALM TREE}", "Away", "browser")
    for sockets, times in ((hers, 1), (his, 1), (stranger, 0)):
        assert len(stage.of("statusChanged", sockets)) == times
    assert service.of_user(bo, ann.id).text == "Away"
    assert [one.user for one in service.of_users(bo, [ann.id, bo.id, cy.id])] == [ann.id]
    assert service.of_users(cy, [ann.id, bo.id]) == []
    with pytest.raises(NotFound):
        service.of_user(cy, ann.id)
    # Who was removed sees nothing of it any more, and hears nothing.
    remove_member(ann, room, bo.id)
    stage.clear()
    say(ann, text="Back")
    assert stage.of("statusChanged", his) == []
    with pytest.raises(NotFound):
        service.of_user(bo, ann.id)


def test_what_is_named_changes_and_all_else_stays(team: Team):
    (ann,) = team.people("ann")
    say(ann, working_hours=HOURS, time_zone="Asia/Kolkata", zone_from="person")
    end = now() + timedelta(hours=1)
    say(ann, text="Lunch", until=end, dnd_until=end)
    found = service.own(ann)
    assert (found.until, found.dnd_until) == (end, end)
    assert (found.working_hours, found.time_zone, found.zone_from) == (
        HOURS,
        "Asia/Kolkata",
        "person",
    )
    # Another status has another end; do not disturb has its own.
    found = say(ann, text="Tea")
    assert (found.text, found.until, found.dnd_until) == ("Tea", None, end)
    found = say(ann, dnd_until=None, working_hours=None, time_zone=None)
    assert (found.text, found.dnd_until, found.working_hours, found.time_zone) == (
        "Tea",
        None,
        None,
        None,
    )


def test_what_has_ended_is_said_no_more(team: Team):
    ann, bo = team.people("ann", "bo")
    team.room(ann, bo)
    end = now() + timedelta(minutes=5)
    say(ann, emoji="\N{PALM TREE}", text="Away", until=end, dnd_until=end, working_hours=HOURS)
    in_the_past(ann.id)
    (found,) = service.of_users(bo, [ann.id])
    assert (found.emoji, found.text, found.until, found.dnd_until) == (None, "", None, None)
    assert found.working_hours == HOURS


@pytest.mark.parametrize(
    "fields",
    [
        {"emoji": "ab"},
        {"text": "x" * 101},
        {"text": "a\u202eb"},
        {"time_zone": "../../etc/passwd"},
        {"working_hours": {"days": [8], "start": "09:00", "end": "17:00"}},
        {"working_hours": {"days": [], "start": "09:00", "end": "17:00"}},
        {"working_hours": {"days": [1], "start": "24:00", "end": "17:00"}},
        {},
    ],
)
def test_what_is_none_is_refused(fields):
    with pytest.raises(ValidationError):
        EditStatus(**fields)


def test_what_ends_too_early_or_late_or_nowhere_is_refused(team: Team):
    (ann,) = team.people("ann")
    for moment in (now() - timedelta(seconds=1), now() + timedelta(days=401)):
        with pytest.raises(BadRequest):
            say(ann, until=moment)
    with pytest.raises(BadRequest):
        say(ann, time_zone="Europe/Nowhere")
    with pytest.raises(ValidationError):
        FindStatuses(users="1," * 200 + "1")


def test_administrators_take_a_status_away_and_nobody_else(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    chief = team.person("chief", admin=True)
    team.room(ann, bo)
    say(ann, text="Rude", dnd_until=now() + timedelta(hours=1))
    with pytest.raises(Forbidden):
        service.clear(bo, ann.id)
    his = stage.connect(bo)
    service.clear(chief, ann.id)
    assert [one["status"]["text"] for one in stage.of("statusChanged", his)] == [""]
    assert service.own(ann).dnd_until is not None
    service.clear(ann, ann.id)
    with pytest.raises(NotFound):
        service.clear(chief, ann.id + 1000)


def test_taking_nothing_away_tells_nobody_and_counts(team: Team, stage: Stage):
    (ann,) = team.people("ann")
    hers = stage.connect(ann)
    with rate_limit.EventOfASocket():
        say(ann, text="Lunch")
        # A minute may begin meanwhile, and with it another count.
        attempts = (service.clear(ann, ann.id) for _ in range(2 * 30))
        with pytest.raises(RateLimited):
            list(attempts)
    assert [one["status"]["text"] for one in stage.of("statusChanged", hers)] == ["Lunch", ""]


def test_whoever_changes_it_pays_for_telling_it(
    team: Team, stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    ann, bo = team.people("ann", "bo")
    team.room(ann, bo)
    for one in (ann, bo, bo):
        stage.connect(one)
    purses = budget.Purses()
    monkeypatch.setattr(budget, "_purses", lambda: purses)
    monkeypatch.setattr(throttles, "TELL_MS", budget.BURST_MS)
    say(ann, text="Lunch")
    assert purses.left(ann.id) < -budget.BURST_MS
    monkeypatch.setattr(throttles, "TELL_MS", 2 * budget.BURST_MS)
    service.clear(ann, ann.id)
    assert purses.left(ann.id) < -6 * budget.BURST_MS


def test_two_windows_may_be_the_first_to_say_something(team: Team):
    (ann,) = team.people("ann")
    results = team.together(*(lambda text=text: say(ann, text=text) for text in "abcd"))
    assert not [one for one in results if isinstance(one, AppError)]
    assert service.own(ann).text in set("abcd")


def test_the_ends_of_forms_are_those_of_the_clock_on_the_wall():
    # A Friday evening, five minutes before the clocks go back on Sunday.
    evening = datetime(2026, 10, 23, 20, 30, tzinfo=UTC)
    ends = {one: end_of(one, "2026-10-25T12:00", "Europe/Berlin", evening) for one in CHOICES}
    assert ends == {
        "30m": evening + timedelta(minutes=30),
        "1h": evening + timedelta(hours=1),
        "4h": evening + timedelta(hours=4),
        "today": datetime(2026, 10, 23, 22, 0, tzinfo=UTC),
        "week": datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
        "at": datetime(2026, 10, 25, 11, 0, tzinfo=UTC),
        "": None,
    }
    assert local_time("Asia/Kolkata", evening) == "02:00"
    assert local_time("Europe/Nowhere", evening) is None
    with pytest.raises(BadRequest):
        end_of("at", "soon", None, evening)
    week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert days_in_words([1, 2, 3, 5, 7], week) == ["Mon–Wed", "Fri", "Sun"]


def test_the_page_works_without_a_script(shared_server: Server):
    ann, bo = shared_server.person("fisher"), shared_server.person("sailor")
    ann.make_room("Room", "private", members=[bo.username])
    ann.post("/status", {"action": "say", "text": "Gone fishing", "emoji": "🎣", "ends": "1h"})
    ann.post("/status", {"action": "zone", "zone": "Asia/Kolkata"})
    days = {"action": "hours", "day": ["1", "2", "3", "9" * 5000], "start": "09:00", "end": "15:30"}
    ann.post("/status", days)
    ann.post("/status", {"action": "dnd", "ends": "today"})
    page = bo.get(f"/people/{ann.id}").text
    for words in ("Gone fishing", "🎣", "Do not disturb until", "Asia/Kolkata", "Mon–Wed"):
        assert words in page, words
    assert "Take the status away" not in page
    stranger = shared_server.person("landlubber")
    assert "Gone fishing" not in stranger.get(f"/people/{ann.id}").text
    wrong = ann.post("/status", {"action": "say", "text": "x", "emoji": "no emoji at all"})
    assert "emoji: must be an emoji" in wrong.text
    ann.post("/status", {"action": "clear"})
    assert ann.call_api("GET", "/me/status")["text"] == ""
