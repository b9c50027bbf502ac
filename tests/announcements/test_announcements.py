"""Announcements: who has confirmed them, who has not, and who may know."""

import csv
import io
from datetime import timedelta
from functools import partial
from typing import Any

import gevent
import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id, sealed
from tests.harness.waiting import eventually
from weconnect.announcements import service, standing
from weconnect.announcements.download import table
from weconnect.announcements.jobs import remind_to_confirm
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.inbox import service as inbox
from weconnect.inbox.models import InboxEntry
from weconnect.messages import history, unread
from weconnect.messages.serialize import messages
from weconnect.messages.service import delete_message, send_message
from weconnect.rooms import encryption
from weconnect.rooms import service as rooms
from weconnect.wire.announcements import Confirmation, ConfirmationsQuery
from weconnect.wire.auth import User
from weconnect.wire.body import Body, TextBody
from weconnect.wire.errors import BadRequest, Forbidden, NotFound
from weconnect.wire.inbox import InboxItem, InboxQuery
from weconnect.wire.messages import Message
from weconnect.wire.parts.announcements import Announcements, NewAnnouncement
from weconnect.wire.rooms import EditRoom

# Whoever waits for a lock of another connection.
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def announce(actor: Actor, room: int, *, body: Body | None = None, **wish: Any) -> Message:
    """Ask everybody in a room to confirm something."""
    asked = NewAnnouncement(**({"by": now() + timedelta(days=7)} | wish))
    said = body or TextBody(content="The office is closed on Friday.")
    return send_message(actor, room, said, new_id(), extras={"announcement": asked})


def names(actor: Actor, message: int, show: Any = "confirmed", **query: Any) -> list[str]:
    page = standing.standing(actor, message, ConfirmationsQuery(show=show, **query))
    return [one.user.username for one in page.people]


def numbers(actor: Actor, message: int) -> tuple[int, int]:
    page = standing.standing(actor, message, ConfirmationsQuery(limit=0))
    assert page.people == []
    return page.confirmed, page.missing


def confirmed(actor: Actor, message: int) -> bool | None:
    found = Announcements.of(history.message(actor, message)).announcement
    assert found is not None
    return found.confirmed


@pytest.fixture
def scene(team: Team):
    """Ann's private room with Bo and Cy."""
    ann, bo, cy = team.people("ann", "bo", "cy")
    return ann, bo, cy, team.room(ann, bo, cy, kind="private")


def test_who_has_confirmed_it_and_who_has_not(scene, stage: Stage):
    ann, bo, cy, room = scene
    tab, own = stage.connect(ann, room), stage.connect(bo)
    said = announce(ann, room)
    assert numbers(ann, said.id) == (0, 2)
    service.confirm(bo, said.id)
    service.confirm(bo, said.id)
    service.confirm(ann, said.id)
    assert names(ann, said.id) == ["bo"]
    assert names(ann, said.id, "missing") == ["cy"]
    assert [confirmed(one, said.id) for one in (ann, bo, cy)] == [False, True, False]
    assert [one["confirmed"] for one in stage.of("confirmationsChanged", tab)] == [1]
    assert len(stage.of("confirmed", own)) == 1
    assert stage.of("confirmed", tab) == []
    # It is no change of the message: nobody else hears of it.
    assert stage.of("messageChanged", tab) == []


def test_its_author_and_admins_see_who_has(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, cy, admin=bo)
    said = announce(bo, room)
    service.confirm(cy, said.id)
    assert names(ann, said.id) == names(bo, said.id) == ["cy"]
    with pytest.raises(Forbidden):
        names(cy, said.id)


def test_who_may_ask(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, guest=cy)
    for who in (bo, cy):
        with pytest.raises(Forbidden):
            announce(who, room)
        with pytest.raises(Forbidden):
            service.set_announcing(who, room, "everybody")
    service.set_announcing(ann, room, "everybody")
    announce(bo, room)
    with pytest.raises(Forbidden):
        announce(cy, room)
    service.set_announcing(ann, room, "admins")
    with pytest.raises(Forbidden):
        announce(bo, room)
    announce(bo, team.direct(bo, ann))


def test_who_comes_later_and_who_leaves(team: Team, scene):
    ann, bo, cy, room = scene
    said = announce(ann, room)
    service.confirm(bo, said.id)
    rooms.remove_member(ann, room, bo.id)
    rooms.remove_member(ann, room, cy.id)
    dan = team.person("dan")
    rooms.add_member(ann, room, dan.username)
    assert names(ann, said.id) == ["bo"]
    assert names(ann, said.id, "missing") == ["dan"]
    (gone,) = standing.standing(ann, said.id, ConfirmationsQuery()).people
    assert gone.member is False
    service.confirm(dan, said.id)
    assert numbers(ann, said.id) == (2, 0)
    _move(said.id, days=-1)
    eve = team.person("eve")
    rooms.add_member(ann, room, eve.username)
    assert numbers(ann, said.id) == (2, 0)
    for who in (bo, cy):
        with pytest.raises(NotFound):
            service.confirm(who, said.id)


def test_who_does_not_see_it_is_not_asked(team: Team, scene):
    ann, _, _, room = scene
    rooms.edit_room(ann, room, EditRoom(hides_history=True))
    said = announce(ann, room)
    dan = team.person("dan")
    rooms.add_member(ann, room, dan.username)
    assert "dan" not in names(ann, said.id, "missing")
    assert service.open_for(dan).count == 0
    with pytest.raises(NotFound):
        service.confirm(dan, said.id)


@transaction
def _move(message: int, **span: int) -> None:
    """Its date is another."""
    moved = update(messages).where(messages.c.id == message)
    db.session.execute(moved.values(confirm_by=now() + timedelta(**span)))


def test_pages(team: Team):
    ann, *crowd = team.crowd(12)
    room = team.room(ann, *crowd)
    said = announce(ann, room)
    for one in crowd[:6]:
        service.confirm(one, said.id)
    for show, wanted in (("confirmed", crowd[:6]), ("missing", crowd[6:])):
        found: list[str] = []
        after = None
        while True:
            query = ConfirmationsQuery(show=show, after=after, limit=4)  # type: ignore[arg-type]
            page = standing.standing(ann, said.id, query)
            found += [one.user.username for one in page.people]
            after = page.next
            if after is None:
                break
        assert found == [one.username for one in wanted]


def test_what_one_has_to_confirm(scene, team: Team):
    ann, bo, _, room = scene
    other = team.room(ann, bo)
    late = announce(ann, room, by=now() + timedelta(days=9))
    soon = announce(ann, other)
    assert [one.id for one in service.open_for(bo).announcements] == [soon.id, late.id]
    assert service.open_for(ann).count == 0
    service.confirm(bo, soon.id)
    rooms.remove_member(ann, room, bo.id)
    assert service.open_for(bo).count == 0


def test_those_are_reminded_who_have_not(scene, stage: Stage):
    ann, bo, cy, room = scene
    tabs = [stage.connect(one) for one in (ann, bo, cy)]
    said = announce(ann, room, remind_at=now() + timedelta(days=1))
    service.confirm(bo, said.id)
    remind_to_confirm({})
    assert stage.of("confirmationDue") == []

    let_them_be_due()
    remind_to_confirm({})
    remind_to_confirm({})
    assert [len(stage.of("confirmationDue", tab)) for tab in tabs] == [0, 0, 1]


def test_those_who_look_elsewhere_hear_of_it(team: Team, scene, stage: Stage):
    ann, bo, cy, room = scene
    rooms.remove_member(ann, room, cy.id)
    elsewhere = stage.connect(bo, team.room(bo))
    for who in (cy, team.person("dan")):
        stage.connect(who)

    def told() -> list[dict[str, Any]]:
        found = [one for one in stage.sent if one.event == "announcementsChanged"]
        assert all(one.sids <= {elsewhere.sid} for one in found)
        return [one.data for one in found]

    said = announce(ann, room)
    assert told() == [{"room": room}]
    plain = send_message(ann, room, TextBody(content="and a word"), new_id())
    delete_message(ann, plain.id)
    assert told() == [{"room": room}]
    delete_message(ann, said.id)
    assert told() == [{"room": room}] * 2


@pytest.mark.parametrize("late", ["its time is up", "its room is archived"])
def test_nobody_is_reminded_of_what_is_over(scene, stage: Stage, late: str):
    ann, bo, _, room = scene
    stage.connect(bo)
    said = announce(ann, room, remind_at=now() + timedelta(days=1))
    if late == "its room is archived":
        rooms.edit_room(ann, room, EditRoom(archived=True))
    else:
        let_time_pass(said.id)
    let_them_be_due()
    remind_to_confirm({})
    assert stage.of("confirmationDue") == []
    assert not db.session.scalars(select(service.reminders.c.message_id)).all()


@transaction
def let_them_be_due() -> None:
    past = now() - timedelta(seconds=1)
    db.session.execute(update(service.reminders).values(remind_at=past))


@transaction
def let_time_pass(message_id: int) -> None:
    past = now() - timedelta(seconds=1)
    db.session.execute(update(messages).where(messages.c.id == message_id).values(confirm_by=past))


def test_what_it_says_stays_and_goes_with_it(scene):
    ann, bo, _, room = scene
    said = announce(ann, room, remind_at=now() + timedelta(days=1))
    with pytest.raises(Forbidden):
        Team.edit(None, ann, said, "Something else")  # type: ignore[arg-type]
    service.confirm(bo, said.id)
    delete_message(ann, said.id)
    with pytest.raises(NotFound):
        names(ann, said.id)
    assert service.open_for(bo).count == 0


def rows() -> list[int]:
    """Of which messages there are confirmations."""
    return list(db.session.scalars(select(service.confirmations.c.message_id)))


def test_who_confirms_while_it_is_deleted_leaves_nothing(team: Team):
    ann, *crowd = team.crowd(6)
    room = team.room(ann, *crowd)
    for _ in range(10):
        said = announce(ann, room)
        confirms = [partial(service.confirm, one, said.id) for one in crowd]
        deletes = partial(delete_message, ann, said.id)
        answers = team.together(*confirms[:3], deletes, *confirms[3:])
        assert {type(one) for one in answers} <= {type(None), NotFound, Message}
        assert rows() == []
        assert entries(crowd[0]) == []


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_who_confirms_while_another_server_deletes_it_leaves_nothing(app: Flask, team: Team):
    ann, bo = team.people("ann", "bo")
    said = announce(ann, team.room(ann, bo))
    end_reads()
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url) as other:
        # As the message log does it there.
        other.execute("SELECT FROM rooms FOR UPDATE")
        other.execute("DELETE FROM confirmations")
        other.execute("UPDATE messages SET deleted = true, confirm_by = NULL")
        confirming = gevent.spawn(team._alone, lambda: service.confirm(bo, said.id))
        with psycopg.connect(url, autocommit=True) as watcher:
            eventually(
                lambda: confirming.ready() or watcher.execute(WAITING).fetchone() == (1,),
                "it waits, or it does not",
            )
    assert isinstance(confirming.get(timeout=20), NotFound)
    assert rows() == []


def test_it_stands_in_the_inbox_until_it_is_confirmed(scene, stage: Stage):
    ann, bo, cy, room = scene
    own = stage.connect(bo)
    said = announce(ann, room)
    (entry,) = entries(bo)
    assert (entry.kind, entry.message.id, entry.actor.id) == ("confirm", said.id, ann.id)
    unread.mark_read(bo, room, said.seq)
    assert inbox.unread(bo) == 1, "to have seen it is not to have confirmed it"
    service.confirm(bo, said.id)
    assert [one.read for one in entries(bo)] == [True]
    assert (inbox.unread(bo), inbox.unread(cy)) == (0, 1)
    assert len(stage.of("inboxChanged", own)) == 1
    assert entries(ann) == []
    inbox.set_read(bo, entry.id, read=False)
    service.confirm(bo, said.id)
    assert inbox.unread(bo) == 1, "what one says of it oneself counts"
    inbox.read_all(cy, entry.id)
    assert inbox.unread(cy) == 0
    service.confirm(cy, said.id)
    assert inbox.unread(cy) == 0
    delete_message(ann, said.id)
    assert entries(bo) == entries(cy) == []


def test_it_stands_there_once_however_else_one_is_called(team: Team, scene):
    ann, bo, _, room = scene
    mine = team.say(bo, room)
    body = TextBody(content="@bo, @room: closed on Friday")
    announce(ann, room, body=body)
    asks = NewAnnouncement(by=now() + timedelta(days=1))
    # Who began a thread follows it.
    send_message(ann, room, body, new_id(), extras={"announcement": asks}, thread=mine.id)
    assert [one.kind for one in entries(bo)] == ["confirm", "confirm"]


def test_in_whose_inbox_it_stands(team: Team, scene):
    ann, _, cy, room = scene
    said = announce(ann, room)
    rooms.remove_member(ann, room, cy.id)
    assert entries(cy) == []
    dan, eve = team.people("dan", "eve")
    assert entries(eve) == []
    rooms.add_member(ann, room, dan.username)
    assert [one.kind for one in entries(dan)] == ["confirm"], "who comes in time is asked as well"
    service.confirm(dan, said.id)
    assert inbox.unread(dan) == 0
    late = announce(ann, room)
    _move_entry(late.seq, days=-1)
    rooms.add_member(ann, room, eve.username)
    assert [one.message.id for one in entries(eve)] == [said.id]
    rooms.edit_room(ann, room, EditRoom(hides_history=True))
    fay = team.person("fay")
    rooms.add_member(ann, room, fay.username)
    assert entries(fay) == []


def entries(actor: Actor) -> list[InboxItem]:
    return inbox.inbox(actor, InboxQuery()).items


@transaction
def _move_entry(seq: int, **span: int) -> None:
    """Who comes now comes too late for it."""
    moved = update(InboxEntry).where(InboxEntry.seq == seq)
    db.session.execute(moved.values(asked_until=now() + timedelta(**span)))


def test_what_no_announcement_can_be(scene):
    ann, bo, _, room = scene
    wishes: tuple[dict[str, Any], ...] = (
        {"by": now() - timedelta(seconds=1)},
        {"remind_at": now() - timedelta(seconds=1)},
        {"remind_at": now() + timedelta(days=8)},
    )
    for wish in wishes:
        with pytest.raises(BadRequest):
            announce(ann, room, **wish)
    said = announce(ann, room)
    rooms.edit_room(ann, room, EditRoom(archived=True))
    with pytest.raises(Forbidden):
        service.confirm(bo, said.id)
    with pytest.raises(Forbidden):
        service.set_announcing(ann, room, "everybody")


def test_outsiders(scene, team: Team):
    ann, _, _, room = scene
    eve = team.person("eve")
    said = announce(ann, room)
    for act in (lambda: service.confirm(eve, said.id), lambda: names(eve, said.id)):
        with pytest.raises(NotFound):
            act()


def test_in_an_encrypted_room(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    body = sealed("secret", keys=encryption.people_of(ann, room).keys_version)
    said = announce(ann, room, body=body)
    service.confirm(bo, said.id)
    assert names(ann, said.id) == ["bo"]


HOSTILE = [
    *("=1+1", "+49 170", "-2", "@SUM(A1)", "\t=1", "＝cmd", "  =1", '"; DROP', "a,b", "x\r\n=1"),
    *("آن", "名前", "👩‍👩‍👧"),
]


def test_the_table_is_read_in_parts_and_is_of_one_moment(team: Team, monkeypatch):
    monkeypatch.setattr(standing, "PART", 3)
    ann, *crowd = team.crowd(12)
    room = team.room(ann, *crowd)
    said = announce(ann, room)
    for one in crowd[:5]:
        service.confirm(one, said.id)
    parts = standing.everybody(ann, said.id)
    found = [next(parts)]
    # Who confirms while somebody downloads it stands in it once.
    service.confirm(crowd[8], said.id)
    found += parts
    assert max(map(len, found)) == 3
    people = [one for part in found for one in part]
    assert [one.user.id for one in people] == [one.id for one in crowd]
    assert [one.at is None for one in people] == [False] * 5 + [True] * 6
    with pytest.raises(Forbidden):
        standing.everybody(crowd[0], said.id)


def test_a_table_that_no_spreadsheet_reckons_with():
    people = [
        Confirmation(
            user=User(id=1, username="u", display_name=name, avatar=None), at=now(), member=True
        )
        for name in HOSTILE
    ]
    text = b"".join(table([people[:3], people[3:]])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    cells = [row[0] for row in rows[1:]]
    assert [one.removeprefix("'") for one in cells] == HOSTILE
    assert all(one.startswith("'") for one in cells[:7])
    assert cells[-3:] == HOSTILE[-3:]


def test_by_plain_forms(shared_server):
    ann, bo, eve = (shared_server.person(f"{name}.notice") for name in ("ann", "bo", "eve"))
    room = ann.make_room("Office", "private", members=[bo.username])["id"]
    wish = {"text": "Closed on Friday", "by": "2999-01-31T09:30"}
    assert "Closed on Friday" in ann.post(f"/rooms/{room}/announcements/new", wish).text
    assert bo.get(f"/rooms/{room}/announcements/new").status_code == 403
    (said,) = ann.call_api("GET", f"/rooms/{room}/messages")["messages"]
    here = f"/messages/{said['id']}/confirmation"
    assert "Closed on Friday" in bo.get("/announcements").text
    assert "You have confirmed this." in bo.post(here, {}).text
    assert "Closed on Friday" not in bo.get("/announcements").text
    assert "bo.notice" in ann.get(f"{here}s").text
    assert "bo.notice" not in ann.get(f"{here}s?show=missing").text
    answer = ann.get(f"{here}s.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "bo.notice" in answer.text
    for who, status in ((bo, 403), (eve, 404)):
        assert who.get(f"{here}s").status_code == status
        assert who.get(f"{here}s.csv").status_code == status
    assert eve.post(here, {}).status_code == 404
    ann.post(f"/rooms/{room}/announcing", {"announcing": "everybody"})
    assert "What everybody is to confirm" in bo.get(f"/rooms/{room}/announcements/new").text
