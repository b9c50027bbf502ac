"""Somebody has all deleted that they said: that, all of it, and nothing else."""

import pytest
from sqlalchemy import update

from tests.harness.stage import Stage
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs.models import jobs as queued
from weconnect.erasing import jobs, service
from weconnect.erasing.models import Erasure
from weconnect.messages.service import delete_message
from weconnect.rooms import service as rooms
from weconnect.wire.errors import Conflict, NotFound
from weconnect.wire.rooms import EditRoom


def begin(actor: Actor, room: int | None = None):
    # The password is asked for by `start`, which is tried by its page.
    return service.begin(actor, room)


def work(actor: Actor) -> int:
    """Do all steps; returns how many there were."""
    steps = 1
    while jobs.erase_messages({"user": actor.id}):
        steps += 1
    return steps


def said(team: Team, reader: Actor, room: int) -> list[str]:
    return [one.content for one in team.everything(reader, room)]


@pytest.fixture
def scene(team: Team):
    """Two rooms of Ann's with Bo, in both of which both have spoken."""
    ann, bo = team.people("ann", "bo")
    found = [team.room(ann, bo), team.room(ann, bo, kind="private")]
    for room in found:
        for number in range(3):
            team.say(ann, room, f"ann {number}")
            team.say(bo, room, f"bo {number}")
    return ann, bo, found


def test_all_in_one_room(scene, team: Team, stage: Stage, monkeypatch: pytest.MonkeyPatch):
    ann, bo, (one, other) = scene
    monkeypatch.setattr(jobs, "STEP", 2)
    tab, mine = stage.connect(ann, one), stage.connect(bo)
    assert begin(bo, one).total == 3
    team.say(bo, one, "afterwards")
    assert work(bo) == 2
    assert said(team, ann, one) == ["ann 0", "", "ann 1", "", "ann 2", "", "afterwards"]
    assert "bo 1" in said(team, ann, other)
    assert [one["deleted"] for one in stage.of("messageChanged", tab)] == [True] * 3
    assert [one["done"] for one in stage.of("erasing", mine)] == [2, 3]
    done = service.state(bo).erasure
    assert done is not None
    assert done.finished_at
    assert done.done == done.total == 3


def test_all_everywhere_but_where_one_is_not(scene, team: Team):
    ann, bo, (one, other) = scene
    archived, left = team.room(ann, bo), team.room(ann, bo)
    for room in (archived, left):
        team.say(bo, room, "stays")
    rooms.edit_room(ann, archived, EditRoom(archived=True))
    rooms.leave_room(bo, left)
    assert begin(bo).total == 6
    work(bo)
    for room in (one, other):
        assert said(team, ann, room) == ["ann 0", "", "ann 1", "", "ann 2", ""]
    for room in (archived, left):
        assert said(team, ann, room) == ["stays"]


def test_once_at_a_time_and_again_later(scene, team: Team):
    ann, bo, (one, _) = scene
    begin(bo)
    with pytest.raises(Conflict):
        begin(bo)
    work(bo)
    assert begin(bo, one).total == 0
    again = service.state(bo).erasure
    assert again is not None
    assert again.finished_at
    team.say(bo, one, "more")
    assert begin(bo, one).total == 1
    work(bo)
    work(bo)
    assert "more" not in said(team, ann, one)


def test_what_was_given_up_can_be_begun_again(scene, team: Team):
    ann, bo, (one, _) = scene
    begin(bo)
    assert not service.state(bo).stopped

    @transaction
    def give_up() -> None:
        """As what failed too often."""
        db.session.execute(update(queued).values(due_at=None, leased_by=None, last_error="failed"))

    give_up()
    assert service.state(bo).stopped
    assert begin(bo).total == 3 * 2
    assert not service.state(bo).stopped
    with pytest.raises(Conflict):
        begin(bo)
    work(bo)
    done = service.state(bo)
    assert done.erasure is not None
    assert done.erasure.finished_at
    assert not done.stopped
    assert said(team, ann, one) == ["ann 0", "", "ann 1", "", "ann 2", ""]


def test_a_step_that_is_done_twice_is_done_once(scene, team: Team):
    ann, bo, (one, _) = scene
    begin(bo, one)

    @transaction
    def forgotten() -> None:
        """The server died before it noted how far it was."""
        found = db.session.get_one(Erasure, bo.id)
        found.at_room, found.at_seq, found.finished_at, found.done = one, 6, None, 0

    work(bo)
    forgotten()
    work(bo)
    assert said(team, ann, one) == ["ann 0", "", "ann 1", "", "ann 2", ""]


@pytest.mark.parametrize("others", [1, 2])
def test_a_step_that_ends_late_skips_nothing(
    scene, team: Team, monkeypatch: pytest.MonkeyPatch, others: int
):
    """A server that was cut off amid a step goes on when another one has done so many."""
    ann, bo, found = scene
    for room in found:
        for number in range(3, 6):
            team.say(bo, room, f"bo {number}")
    monkeypatch.setattr(jobs, "STEP", 4)
    real, waiting = delete_message, [True]

    def delete(*args, **options):
        if waiting:
            waiting.clear()
            for _ in range(others):
                jobs.erase_messages({"user": bo.id})
        return real(*args, **options)

    monkeypatch.setattr(jobs, "delete_message", delete)
    begin(bo)
    work(bo)
    for room in found:
        assert not any(one.startswith("bo") for one in said(team, ann, room))
    done = service.state(bo).erasure
    assert done is not None
    assert done.finished_at
    assert done.done == done.total


def test_nobody_in_a_room_that_is_not_theirs(scene, team: Team):
    _, _, (_, private) = scene
    with pytest.raises(NotFound):
        begin(team.person("eve"), private)


def test_by_its_page(shared_server):
    ann = shared_server.person("ann.erases")
    room = ann.make_room("Notes", "private")["id"]
    ann.call_api("POST", f"/rooms/{room}/messages", {"content": "a mistake"})
    refused = ann.post("/profile/messages", {"room": str(room), "password": "wrong"})
    assert refused.status_code == 400
    assert "not the present password" in refused.text
    page = ann.post("/profile/messages", {"room": str(room), "password": ann.password})
    assert page.status_code == 200
    assert ann.call_api("GET", "/me/messages/deletion")["erasure"]["total"] == 1
    settings = ann.get(f"/rooms/{room}/settings").text
    assert f"/profile/messages?room={room}" in settings
    assert f"/rooms/{room}/pins" in settings
    # Once it is done, one may do it again.
    eventually(
        lambda: f'value="{room}" selected' in ann.get(f"/profile/messages?room={room}").text,
        "the form stands there again",
    )
