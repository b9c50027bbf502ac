"""Reminders: told once each time, by the clock where somebody is."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.i18n.zones import moment_of
from weconnect.engine.jobs import due
from weconnect.reminders import service, times
from weconnect.reminders.counters import counters
from weconnect.reminders.jobs import remind
from weconnect.rooms import service as rooms
from weconnect.wire import reminders as wire
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound

BERLIN = ZoneInfo("Europe/Berlin")
LATER = "2999-01-31T09:30"


def ask(actor: Actor, text: str = "look", *, room: int | None = None, **wish: Any) -> wire.Reminder:
    """Have the actor reminded of something."""
    values = {"local": LATER, "zone": "Europe/Berlin"} | wish
    client_id = values.pop("client_id", None) or new_id()
    return service.remind(actor, wire.PutReminder(text=text, **values), client_id, room)


def texts(actor: Actor) -> list[str]:
    return [one.text for one in service.listed(actor).reminders]


@transaction
def let_it_be_due(*ids: int) -> None:
    """Their time has come."""
    table = service.reminders
    past = now() - timedelta(seconds=1)
    db.session.execute(update(table).where(table.c.id.in_(ids)).values(at=past))


def test_each_has_their_own(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    tab, other = stage.connect(ann), stage.connect(bo)
    one = ask(ann, client_id="x")
    assert ask(ann, "something else", client_id="x") == one
    ask(ann, "sooner", local="2998-01-31T09:30")
    ask(bo, "mine", client_id="x")
    assert texts(ann) == ["sooner", "look"]
    for act in (
        lambda: service.change(bo, one.id, wire.PutReminder(text="x", local=LATER, zone="UTC")),
        lambda: service.done(bo, one.id),
        lambda: service.forget(bo, one.id),
    ):
        with pytest.raises(NotFound):
            act()
    service.change(ann, one.id, wire.PutReminder(text="now", local=LATER, zone="UTC"))
    assert texts(ann) == ["sooner", "now"]
    service.forget(ann, one.id)
    assert texts(ann) == ["sooner"]
    assert len(stage.of("remindersChanged", tab)) == 4
    assert len(stage.of("remindersChanged", other)) == 1


def test_it_is_told_once_and_stands_there_until_it_is_done(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    tab, other = stage.connect(ann), stage.connect(bo)
    one, later = ask(ann), ask(ann, "later")
    let_it_be_due(one.id)
    remind({})
    remind({})
    (told,) = stage.of("reminderDue", tab)
    assert (told["reminder"]["text"], told["reminder"]["at"], told["due"]) == ("look", None, 1)
    assert stage.of("reminderDue", other) == []
    assert [one.due_at is not None for one in service.listed(ann).reminders] == [True, False]
    service.done(ann, later.id)
    service.done(ann, one.id)
    assert texts(ann) == ["later"]


def test_what_is_repeated_has_a_next_time(team: Team, stage: Stage):
    ann = team.person("ann")
    tab = stage.connect(ann)
    one = ask(ann, local="2020-01-06T09:30", repeat="daily")
    assert one.at is not None
    assert now() < one.at <= now() + timedelta(days=1, hours=1)
    assert one.at.astimezone(BERLIN).strftime("%H:%M") == "09:30"
    let_it_be_due(one.id)
    remind({})
    (again,) = service.listed(ann).reminders
    assert (again.at, again.due_at is not None) == (one.at, True)
    service.done(ann, one.id)
    (again,) = service.listed(ann).reminders
    assert (again.at, again.due_at) == (one.at, None)
    let_it_be_due(one.id)
    remind({})
    assert len(stage.of("reminderDue", tab)) == 2


def moments(first: str, repeat: str, zone: str, count: int) -> list[str]:
    """Its times as the clock shows them there, with the distance from UTC."""
    there = ZoneInfo(zone)
    start = datetime.fromisoformat(first)
    moment = moment_of(start, there) - times.JUST
    found = []
    for _ in range(count):
        moment = times.following(start, repeat, there, moment)
        found.append(f"{moment.astimezone(there):%m-%d %H:%M %z}")
    return found


def test_the_clock_is_set_forward_and_back():
    # In Berlin there is no 02:30 on the last Sunday of March, and there are two on that of October.
    assert moments("2026-03-28T02:30", "daily", "Europe/Berlin", 3) == [
        "03-28 02:30 +0100",
        "03-29 03:30 +0200",
        "03-30 02:30 +0200",
    ]
    assert moments("2026-10-24T02:30", "daily", "Europe/Berlin", 3) == [
        "10-24 02:30 +0200",
        "10-25 02:30 +0200",
        "10-26 02:30 +0100",
    ]
    assert moments("2026-03-23T09:00", "weekly", "Europe/Berlin", 2) == [
        "03-23 09:00 +0100",
        "03-30 09:00 +0200",
    ]
    # Lord Howe sets it by half an hour; on Samoa there was no thirtieth of December.
    howe = moments("2026-10-03T02:15", "daily", "Australia/Lord_Howe", 2)
    assert howe[1].startswith("10-04 02:45")
    assert moments("2011-12-29T09:00", "daily", "Pacific/Apia", 2)[1].startswith("12-31 09:00")


def test_months_that_are_too_short_and_working_days():
    assert [one[:5] for one in moments("2027-10-31T09:00", "monthly", "UTC", 6)] == [
        *("10-31", "11-30", "12-31", "01-31", "02-29", "03-31")
    ]
    # A Friday.
    assert [one[:5] for one in moments("2026-12-04T09:00", "weekdays", "UTC", 3)] == [
        *("12-04", "12-07", "12-08")
    ]


def test_what_no_reminder_can_be(team: Team):
    ann = team.person("ann")
    wishes: tuple[dict[str, Any], ...] = (
        {"local": "2020-01-31T09:30"},
        {"local": "2999-02-30T09:30"},
        {"local": "2999-01-31T25:30"},
        {"zone": "Europe/Atlantis"},
        {"zone": "../../etc/passwd"},
        {"zone": ""},
        {"local": "9999-12-31T23:59", "zone": "Pacific/Niue"},
        {"text": ""},
    )
    for wish in wishes:
        with pytest.raises(BadRequest):
            ask(ann, **wish)
    assert texts(ann) == []


def test_of_a_room(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, kind="private")
    sealed = team.room(ann, bo, kind="private", encrypted=True)
    assert ask(ann, "", room=room).room == room
    with pytest.raises(NotFound):
        ask(bo, room=room)
    with pytest.raises(Forbidden):
        ask(ann, "behind the bakery", room=sealed)
    kept = ask(ann, "", room=sealed)
    with pytest.raises(Forbidden):
        service.change(ann, kept.id, wire.PutReminder(text="x", local=LATER, zone="UTC"))
    rooms.delete_room(ann, room)
    assert [one.room for one in service.listed(ann).reminders] == [None, sealed]


def test_so_many_and_no_more(team: Team, monkeypatch: pytest.MonkeyPatch):
    ann = team.person("ann")
    monkeypatch.setattr(wire, "MAX_REMINDERS", 2)
    ask(ann)
    ask(ann)
    with pytest.raises(Conflict):
        ask(ann)


def test_a_crowd_that_is_due_at_once(team: Team, stage: Stage):
    crowd = team.crowd(3)
    tabs = [stage.connect(one) for one in crowd]
    let_it_be_due(*(ask(one).id for one in crowd * 50))
    team.together(lambda: remind({}), lambda: remind({}))
    assert [len(stage.of("reminderDue", tab)) for tab in tabs] == [50] * 3


def test_by_plain_forms(shared_server):
    ann, eve = (shared_server.person(f"{name}.remind") for name in ("ann", "eve"))
    wish = {"action": "add", "text": "water", "local": LATER, "zone": "Asia/Kolkata"}
    assert "water" in ann.post("/reminders", wish).text
    (one,) = ann.call_api("GET", "/reminders")["reminders"]
    assert one["at"] == "2999-01-31T04:00:00.000Z"
    change = wish | {"action": "change", "reminder": one["id"], "repeat": "weekly"}
    ann.post("/reminders", change)
    assert ann.call_api("GET", "/reminders")["reminders"][0]["repeat"] == "weekly"
    assert eve.post("/reminders", change).status_code == 404
    assert ann.post("/reminders", wish | {"local": "2020-01-01T00:00"}).status_code == 400
    ann.post("/reminders", {"action": "done", "reminder": one["id"]})
    ann.post("/reminders", {"action": "forget", "reminder": one["id"]})
    assert "water" not in ann.get("/reminders").text


def test_how_many_wait_and_how_late_the_first_is(team: Team):
    ann = team.person("ann")
    waits = service.reminders.c.at.is_not(None)

    def standing() -> due.Standing:
        return due.standing(service.reminders.c.at, waits)

    assert standing() == (0, 0.0)
    one, _ = ask(ann), ask(ann)
    assert standing() == (2, 0.0)
    let_it_be_due(one.id)
    assert standing().waiting == 2
    assert 1.0 <= standing().late_s < 60.0
    before = counters.told
    remind({})
    assert standing() == (1, 0.0)
    assert counters.told == before + 1
