"""Messages that are sent later: each once, at its time, by whoever may still write there."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.harness.seasons import SUMMER, WINTER
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits import rate_limit
from weconnect.messages import throttles
from weconnect.messages.models import Message
from weconnect.messages.service import delete_message
from weconnect.rooms import service as rooms
from weconnect.scheduled import sending, service
from weconnect.scheduled.telling import scheduled
from weconnect.scheduled.times import moment_of
from weconnect.wire import scheduled as wire
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound, RateLimited
from weconnect.wire.rooms import EditRoom

NOON = {"local_time": f"{SUMMER}T12:00", "time_zone": "Europe/Berlin"}


def later(actor: Actor, room: int, content: str = "later", **wish: Any) -> wire.Scheduled:
    wish = {"content": content, "client_id": new_id(), **NOON} | wish
    return service.schedule(actor, room, wire.PostScheduled(**wish))


@transaction
def let_it_be_due(seconds: float = 1.0) -> None:
    """The time of all that wait has come."""
    db.session.execute(update(scheduled).values(send_at=now() - timedelta(seconds=seconds)))


@transaction
def let_claims_end() -> None:
    """The servers that sent something were killed a while ago."""
    past = now() - timedelta(seconds=1)
    db.session.execute(
        update(scheduled).where(scheduled.c.claimed_until.is_not(None)).values(claimed_until=past)
    )


def waiting(actor: Actor) -> list[str]:
    return [one.content for one in service.listed(actor).scheduled]


def said(room: int) -> list[str]:
    order = select(Message.content).where(Message.room_id == room).order_by(Message.seq)
    return list(db.session.scalars(order))


@pytest.fixture
def scene(team: Team) -> tuple[Actor, Actor, int]:
    """A private room of Ann's with Bo."""
    ann, bo = team.people("ann", "bo")
    return ann, bo, team.room(ann, bo, kind="private")


def test_it_waits_and_is_sent_when_its_time_has_come(scene, team: Team, stage: Stage):
    ann, bo, room = scene
    tab, other, bos = stage.connect(ann), stage.connect(ann, room), stage.connect(bo, room)
    root = team.say(bo, room, "a question")
    one = later(ann, room, "an answer", reply_to=root.id)
    aside = later(ann, room, "aside", thread=root.id, local_time=f"{SUMMER}T12:01")
    assert one.at == datetime.fromisoformat(f"{SUMMER}T10:00Z")
    assert waiting(ann) == ["an answer", "aside"]
    assert waiting(bo) == []
    assert not sending.send_due()
    let_it_be_due()
    assert sending.send_due()
    assert not sending.send_due()
    assert waiting(ann) == []
    first, second = stage.of("newMessage", bos)[-2:]
    assert (first["content"], first["replyTo"]) == ("an answer", root.id)
    assert (second["content"], second["thread"]) == ("aside", root.id)
    assert {first["clientId"], second["clientId"]} == {one.client_id, aside.client_id}
    for mine in (tab, other):
        assert len(stage.of("scheduledChanged", mine)) == 2
        gone = stage.of("scheduledGone", mine)
        assert [each["message"] for each in gone] == [first["id"], second["id"]]
    assert stage.of("scheduledChanged", bos) == stage.of("scheduledGone", bos) == []


def test_it_is_sent_once_whoever_tries(scene):
    ann, _, room = scene
    later(ann, room)
    let_it_be_due()
    rows = sending.claimed()
    # Others leave it to who took it, for a while. That one is killed before it was sent, or after.
    assert sending.claimed() == []
    let_claims_end()
    again = sending.claimed()
    assert [row.id for row in again] == [row.id for row in rows]
    (first,), (second,) = sending.send(rows), sending.send(again)
    assert first == second
    assert said(room) == ["later"]
    assert waiting(ann) == []


def test_making_it_twice_makes_one(scene):
    ann, _, room = scene
    key = new_id()
    first = later(ann, room, "one", client_id=key)
    second = later(ann, room, "two", client_id=key)
    assert (first.id, waiting(ann)) == (second.id, ["two"])
    let_it_be_due()
    sending.send_due()
    with pytest.raises(Conflict):
        later(ann, room, "three", client_id=key)
    assert (said(room), waiting(ann)) == (["two"], [])


def test_one_changes_sends_and_stops_ones_own(scene, stage: Stage):
    ann, bo, room = scene
    tab = stage.connect(ann)
    one, two, three = (later(ann, room, text) for text in ("one", "two", "three"))
    changed = service.edit(ann, one.id, wire.PatchScheduled(content="first"))
    assert (changed.content, changed.at) == ("first", one.at)
    moved = service.edit(
        ann, one.id, wire.PatchScheduled(local_time=f"{WINTER}T12:00", time_zone="Europe/Berlin")
    )
    assert moved.at == datetime.fromisoformat(f"{WINTER}T11:00Z")
    sent = service.send_now(ann, two.id)
    assert (sent.content, said(room)) == ("two", ["two"])
    service.stop(ann, three.id)
    assert waiting(ann) == ["first"]
    assert [each["message"] for each in stage.of("scheduledGone", tab)] == [sent.id, None]
    for act in (
        lambda: service.edit(bo, one.id, wire.PatchScheduled(content="mine")),
        lambda: service.send_now(bo, one.id),
        lambda: service.stop(bo, one.id),
        lambda: service.stop(ann, three.id),
        lambda: service.send_now(ann, two.id),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(BadRequest):
        service.edit(ann, one.id, wire.PatchScheduled(at=now()))


def test_who_has_to_wait_finds_it_as_it_was(scene, monkeypatch: pytest.MonkeyPatch):
    ann, _, room = scene
    before = later(ann, room)
    with monkeypatch.context() as patched:
        patched.setattr(rate_limit, "comes_from_outside", lambda: True)

        def refuse(*_: Any) -> None:
            raise RateLimited(retry_after=1)

        patched.setattr(throttles, "count_post", refuse)
        with pytest.raises(RateLimited):
            service.send_now(ann, before.id)
    let_claims_end()
    sending.send_due()
    assert said(room) == []
    assert service.listed(ann).scheduled == [before]
    service.send_now(ann, before.id)
    assert said(room) == ["later"]


def test_what_is_being_sent_is_changed_no_more(scene):
    ann, _, room = scene
    one = later(ann, room)
    let_it_be_due()
    rows = sending.claimed()
    # Also if nobody knows what became of the server: perhaps it was sent.
    for _ in range(2):
        for act in (
            lambda: service.edit(ann, one.id, wire.PatchScheduled(content="another")),
            lambda: service.stop(ann, one.id),
            lambda: service.send_now(ann, one.id),
            lambda: later(ann, room, client_id=one.client_id),
        ):
            with pytest.raises(Conflict):
                act()
        let_claims_end()
    sending.send(rows)
    assert said(room) == ["later"]


def test_who_may_not_write_there_any_more_is_told_why_and_keeps_it(scene, team: Team, stage: Stage):
    ann, bo, room = scene
    tab = stage.connect(bo)
    archived, gone = team.room(ann, bo), team.room(ann, bo)
    root = team.say(ann, archived)
    for place in (room, archived, gone):
        later(bo, place, f"to {place}")
    thread = team.room(ann, bo)
    root = team.say(ann, thread)
    later(bo, thread, "aside", thread=root.id)
    fine = team.room(ann, bo)
    later(bo, fine, "fine")
    rooms.remove_member(ann, room, bo.id)
    rooms.edit_room(ann, archived, EditRoom(archived=True))
    rooms.delete_room(ann, gone)
    delete_message(ann, root.id)
    let_it_be_due()
    sending.send_due()
    assert said(fine) == ["fine"]
    left = service.listed(bo).scheduled
    assert {one.content for one in left} == {f"to {room}", f"to {archived}", f"to {gone}", "aside"}
    assert all(one.problem for one in left)
    codes = {one.content: one.problem and one.problem.code for one in left}
    assert codes[f"to {room}"] == "notFound"
    assert codes["aside"] == codes[f"to {archived}"] == "forbidden"
    told = [one["scheduled"] for one in stage.of("scheduledChanged", tab)]
    assert len([one for one in told if one["problem"]]) == 4
    # Nobody tries again by itself.
    assert not sending.send_due()
    # Once it may be sent, its author has it sent.
    rooms.add_member(ann, room, bo.username)
    (mine,) = (one for one in left if one.room == room)
    service.send_now(bo, mine.id)
    assert said(room) == [f"to {room}"]
    (other,) = (one for one in left if one.room == archived)
    with pytest.raises(Forbidden):
        service.send_now(bo, other.id)
    service.stop(bo, other.id)


def test_who_is_banned_sends_nothing(scene, team: Team):
    _, bo, room = scene
    later(bo, room)
    team.ban(bo)
    let_it_be_due()
    sending.send_due()
    assert said(room) == []
    assert db.session.scalar(select(scheduled.c.problem)) is not None


def test_who_may_have_something_sent_where(scene, team: Team):
    ann, bo, room = scene
    (outsider,) = team.people("out")
    with pytest.raises(NotFound):
        later(outsider, room)
    public = team.room(ann)
    with pytest.raises(Forbidden):
        later(outsider, public)
    sealed = team.room(ann, kind="private", encrypted=True)
    with pytest.raises(Forbidden):
        later(ann, sealed)
    rooms.edit_room(ann, public, EditRoom(archived=True))
    with pytest.raises(Forbidden):
        later(ann, public)
    rooms.remove_member(ann, room, bo.id)
    with pytest.raises(NotFound):
        later(bo, room)


def test_so_many_at_once(scene, monkeypatch: pytest.MonkeyPatch):
    ann, bo, room = scene
    monkeypatch.setattr(wire, "MAX_SCHEDULED", 2)
    one = later(ann, room)
    later(ann, room)
    with pytest.raises(Conflict):
        later(ann, room)
    later(bo, room)
    later(ann, room, "changed", client_id=one.client_id)
    service.stop(ann, one.id)
    later(ann, room)


def test_a_time_zone_that_changes_its_rules(scene, stage: Stage, monkeypatch: pytest.MonkeyPatch):
    """The server's knowledge of time zones may be newer after a restart."""
    ann, _, room = scene
    monkeypatch.setattr(sending, "RECKONED", 2)
    those = [later(ann, room, str(number)) for number in range(5)]
    wrong = those[0].at + timedelta(hours=1)
    for one in those:
        _set_time(one.id, wrong)
    given = later(ann, room, "given", at=wrong, local_time=None, time_zone=None)
    tab = stage.connect(ann)
    sending.reckon_again()
    waits = {one.id: one.at for one in service.listed(ann).scheduled}
    assert waits == {**{one.id: one.at for one in those}, given.id: wrong}
    told = [one["scheduled"]["id"] for one in stage.of("scheduledChanged", tab)]
    assert told == [one.id for one in those]
    sending.reckon_again()
    assert len(stage.of("scheduledChanged", tab)) == 5


def test_what_is_changed_while_it_is_reckoned_again_stays(scene, monkeypatch: pytest.MonkeyPatch):
    """Nothing is locked until something is to be written."""
    ann, _, room = scene
    edited, claimed, other = (later(ann, room, name) for name in ("edited", "claimed", "other"))
    wrong = other.at + timedelta(hours=1)
    for one in (edited, claimed, other):
        _set_time(one.id, wrong)

    def meanwhile(local_time: str, time_zone: str) -> datetime:
        monkeypatch.undo()
        service.edit(ann, edited.id, wire.PatchScheduled(at=wrong + timedelta(minutes=1)))
        _claim(claimed.id)
        return moment_of(local_time, time_zone)

    monkeypatch.setattr("weconnect.scheduled.sending.moment_of", meanwhile)
    sending.reckon_again()
    waits = {one.content: one.at for one in service.listed(ann).scheduled}
    assert waits == {"edited": wrong + timedelta(minutes=1), "claimed": wrong, "other": other.at}


@transaction
def _claim(scheduled_id: int) -> None:
    this = scheduled.c.id == scheduled_id
    db.session.execute(update(scheduled).where(this).values(**sending.claim()))


@transaction
def _set_time(scheduled_id: int, at: datetime) -> None:
    db.session.execute(update(scheduled).where(scheduled.c.id == scheduled_id).values(send_at=at))


def test_many_of_many(scene, team: Team):
    ann, _, room = scene
    crowd = team.crowd(6)
    for one in crowd:
        rooms.add_member(ann, room, one.username)
        for number in range(20):
            later(one, room, f"{one.username} {number}", client_id=new_id())
    let_it_be_due()
    steps = 0
    while sending.send_due():
        steps += 1
    assert steps == 3
    assert len(set(said(room))) == 120
    assert db.session.scalar(select(func.count()).select_from(scheduled)) == 0


def stored(actor: Actor) -> int:
    """How many bytes are kept of the actor's."""
    found = usage.stored([actor.id])
    return found[actor.id].kept if found else 0


def test_it_counts_as_stored_while_it_waits(scene, team: Team):
    ann, bo, room = scene
    key = new_id()
    later(bo, room, "水", client_id=key)
    assert stored(bo) == 3 + usage.ROW
    # The same again, with another text; changed; with another time only.
    one = later(bo, room, "水水", client_id=key)
    assert stored(bo) == 6 + usage.ROW
    service.edit(bo, one.id, wire.PatchScheduled(content="four"))
    service.edit(bo, one.id, wire.PatchScheduled(local_time=f"{SUMMER}T13:00", time_zone="UTC"))
    assert stored(bo) == 4 + usage.ROW
    service.stop(bo, one.id)
    assert stored(bo) == stored(ann) == 0
    # What was sent counts as a message, whoever sent it.
    for actor in (ann, bo):
        later(actor, room, "sent")
        later(actor, room, "now")
    now_or_never = service.listed(ann).scheduled[1]
    service.send_now(ann, now_or_never.id)
    let_it_be_due()
    assert sending.send_due()
    assert waiting(ann) == waiting(bo) == []
    assert stored(ann) == stored(bo) == 7 + 2 * usage.ROW
    # What could not be sent waits, and counts; also where its room is gone.
    other = team.room(ann, bo)
    later(bo, other, "too late")
    before = stored(bo)
    rooms.delete_room(ann, other)
    let_it_be_due()
    assert sending.send_due()
    assert waiting(bo) == ["too late"]
    assert stored(bo) == before


def test_whoever_may_store_no_more_has_nothing_sent_later(scene, monkeypatch: pytest.MonkeyPatch):
    ann, _, room = scene
    monkeypatch.setattr(usage, "limits_of", lambda _: usage.Limits(0, 300))
    with pytest.raises(Forbidden, match="as one person may"):
        later(ann, room, "x" * 100)
    one = later(ann, room, "x")
    with pytest.raises(Forbidden, match="as one person may"):
        service.edit(ann, one.id, wire.PatchScheduled(content="x" * 100))
    assert waiting(ann) == ["x"]
    assert stored(ann) == 1 + usage.ROW
