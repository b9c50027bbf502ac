"""Bookmarks: each their own, with reminders that are told once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.bookmarks import service
from weconnect.bookmarks.jobs import remind
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs.models import jobs
from weconnect.messages.service import delete_message
from weconnect.rooms import service as rooms
from weconnect.wire import bookmarks as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound


def shown(actor: Actor, **query) -> list[int]:
    return [one.message for one in service.listed(actor, wire.BookmarksQuery(**query)).bookmarks]


def keep(actor: Actor, message: int, **wish) -> wire.Bookmark:
    return service.save(actor, message, wire.PutBookmark(**wish))


@transaction
def let_it_be_due(actor: Actor, *ids: int) -> None:
    """Their time has come."""
    table = service.bookmarks
    mine = (table.c.user_id == actor.id) & table.c.message_id.in_(ids)
    db.session.execute(update(table).where(mine).values(remind_at=now() - timedelta(seconds=1)))


@pytest.fixture
def scene(team: Team):
    """Ann's room with Bo, and three messages of Ann's."""
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private")
    return ann, bo, room, [team.say(ann, room, f"message {n}").id for n in range(3)]


def test_each_has_a_list_of_their_own(scene, stage: Stage):
    ann, bo, _, (first, second, _) = scene
    tab, other = stage.connect(bo), stage.connect(ann)
    keep(bo, first, note="for Monday")
    keep(bo, second)
    keep(bo, first, note="for Tuesday")
    assert shown(bo) == [second, first]
    assert shown(ann) == []
    (one,) = [one for one in service.listed(bo, wire.BookmarksQuery()).bookmarks if one.note]
    assert (one.note, one.said and one.said.content) == ("for Tuesday", "message 0")
    assert service.saved(bo).messages == [first, second]
    keep(bo, first, done=True)
    assert shown(bo) == [second]
    assert shown(bo, show="done") == [first]
    service.forget(bo, first)
    service.forget(bo, first)
    assert shown(bo, show="done") == []
    saved = [one["saved"] for one in stage.of("bookmarkChanged", tab)]
    assert saved == [True, True, True, False, False]
    assert stage.of("bookmarkChanged", other) == []


def test_page_after_page(scene, team: Team):
    ann, _, room, ids = scene
    ids += [team.say(ann, room).id for _ in range(4)]
    for one in ids:
        keep(ann, one)
    found: list[int] = []
    before = None
    while True:
        page = service.listed(ann, wire.BookmarksQuery(before=before, limit=3))
        found += [one.message for one in page.bookmarks]
        before = page.bookmarks[-1].id
        if page.complete:
            break
    assert found == ids[::-1]


@pytest.mark.parametrize("how", ["done", "removed", "due and done"])
def test_a_page_goes_on_behind_what_has_left_the_list(scene, team: Team, how: str):
    ann, _, room, ids = scene
    ids += [team.say(ann, room).id for _ in range(4)]
    later = now() + timedelta(days=1)
    for one in ids:
        keep(ann, one, remind_at=later)
    listed = ids[::-1]
    if "due" in how:
        # The first four of the list, of which the last one of the page is the third.
        let_it_be_due(ann, *ids[:4])
        remind({})
        listed = [*ids[3::-1], *ids[:3:-1]]
    page = service.listed(ann, wire.BookmarksQuery(limit=3))
    assert [one.message for one in page.bookmarks] == listed[:3]
    last = page.bookmarks[-1]
    if how == "removed":
        service.forget(ann, last.message)
    else:
        keep(ann, last.message, remind_at=later if "due" not in how else last.remind_at, done=True)
    page = service.listed(ann, wire.BookmarksQuery(limit=3, before=last.id))
    assert [one.message for one in page.bookmarks] == listed[3:6]
    assert not page.complete
    page = service.listed(ann, wire.BookmarksQuery(limit=3, before=page.bookmarks[-1].id))
    assert [one.message for one in page.bookmarks] == listed[6:]
    assert page.complete


def test_who_has_left_sees_nothing_of_it(scene, stage: Stage):
    ann, bo, room, (first, *_) = scene
    keep(bo, first, note="mine", remind_at=now() + timedelta(hours=1))
    rooms.remove_member(ann, room, bo.id)
    (one,) = service.listed(bo, wire.BookmarksQuery()).bookmarks
    assert (one.said, one.note) == (None, "mine")
    tab = stage.connect(bo)
    let_it_be_due(bo, first)
    remind({})
    assert stage.of("reminded", tab) == []
    with pytest.raises(NotFound):
        keep(bo, scene[3][1])
    service.forget(bo, first)
    assert shown(bo) == []


def test_a_deleted_message_is_saved_no_more(scene, stage: Stage):
    ann, bo, _, (first, *_) = scene
    keep(bo, first)
    tab = stage.connect(bo)
    delete_message(ann, first)
    assert shown(bo) == []
    assert [one["saved"] for one in stage.of("bookmarkChanged", tab)] == [False]
    with pytest.raises(Forbidden):
        keep(bo, first)


def test_a_reminder_is_told_once_and_stays_due_until_it_is_done(scene, stage: Stage):
    ann, bo, _, (first, second, third) = scene
    later = now() + timedelta(days=1)
    for one in (first, second):
        keep(bo, one, note="look", remind_at=later)
    keep(bo, third)
    tab, other = stage.connect(bo), stage.connect(ann)
    remind({})
    assert stage.of("reminded", tab) == []
    let_it_be_due(bo, first)
    remind({})
    remind({})
    assert [(one["message"], one["note"], one["due"]) for one in stage.of("reminded", tab)] == [
        (first, "look", 1)
    ]
    assert stage.of("reminded", other) == []
    assert shown(bo) == [first, third, second]
    assert service.listed(bo, wire.BookmarksQuery()).due == service.saved(bo).due == 1
    # Done, or with another moment: then it is told at that one.
    keep(bo, first, done=True)
    assert service.saved(bo).due == 0
    keep(bo, first, remind_at=later)
    let_it_be_due(bo, first)
    remind({})
    assert len(stage.of("reminded", tab)) == 2


def test_one_job_waits_for_the_next_of_all(scene):
    ann, bo, _, (first, second, _) = scene
    soon, late = now() + timedelta(hours=1), now() + timedelta(days=1)

    def waiting() -> Sequence[datetime | None]:
        return db.session.scalars(
            jobs.select().with_only_columns(jobs.c.due_at).where(jobs.c.kind == service.REMIND)
        ).all()

    keep(ann, first, remind_at=late)
    keep(bo, first, remind_at=soon)
    keep(bo, second, remind_at=late)
    (due,) = waiting()
    assert due is not None
    assert abs((due - soon).total_seconds()) < 60
    let_it_be_due(bo, first)

    @transaction
    def taken() -> None:
        db.session.execute(jobs.delete().where(jobs.c.kind == service.REMIND))

    taken()
    remind({})
    (due,) = waiting()
    assert due is not None
    assert abs((due - late).total_seconds()) < 60


def test_so_many_and_no_more(scene, monkeypatch: pytest.MonkeyPatch):
    ann, _, _, ids = scene
    monkeypatch.setattr(wire, "MAX_BOOKMARKS", 2)
    keep(ann, ids[0])
    keep(ann, ids[1])
    with pytest.raises(Conflict):
        keep(ann, ids[2])
    keep(ann, ids[0], note="again")


def test_by_plain_forms(shared_server):
    ann, eve = (shared_server.person(f"{name}.saved") for name in ("ann", "eve"))
    room = ann.make_room("Notes", "private")["id"]
    said = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "buy cheese"})["id"]
    wish = {"action": "save", "note": "today", "remind_at": "2999-01-31T09:30"}
    page = ann.post(f"/messages/{said}/bookmark", wish).text
    assert "buy cheese" in page
    assert "today" in page
    assert "2999-01-31T09:30" in page
    assert 'value="today"' in ann.get(f"/messages/{said}").text
    ann.post(f"/messages/{said}/bookmark", {"action": "done"})
    assert "buy cheese" not in ann.get("/saved").text
    assert "today" in ann.get("/saved?show=done").text
    ann.post(f"/messages/{said}/bookmark", {"action": "remove"})
    assert "buy cheese" not in ann.get("/saved?show=done").text
    assert eve.post(f"/messages/{said}/bookmark", wish).status_code == 404
    assert ann.post(f"/messages/{said}/bookmark", {"note": "x" * 400}).status_code == 200
    # What is no time saves nothing, and takes nothing away from what is saved.
    ann.post(f"/messages/{said}/bookmark", {"action": "save", "note": "tomorrow"})
    wrong = {"action": "save", "note": "another", "remind_at": "2999-02-31T09:30"}
    page = ann.post(f"/messages/{said}/bookmark", wrong).text
    assert "There is no such time." in page
    (kept,) = ann.call_api("GET", "/bookmarks")["bookmarks"]
    assert (kept["note"], kept["remindAt"]) == ("tomorrow", None)
