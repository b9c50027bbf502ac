"""What messages said before: for members, for as long as the team says, while they are there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from tests.harness.team import Team, sealed
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.edit_history import service
from weconnect.edit_history.jobs import clean_edit_history
from weconnect.engine.database.transactions import Transaction, db, transaction
from weconnect.messages.service import delete_message, edit_message
from weconnect.rooms import service as rooms
from weconnect.wire.errors import Forbidden, NotFound


def kept(actor: Actor, message: int) -> list[str]:
    return [one.content for one in service.of_message(actor, message).versions]


def stored(actor: Actor) -> int:
    return usage.stored([actor.id])[actor.id].kept


@transaction
def let_days_pass(days: int) -> None:
    """All was replaced so many days earlier."""
    rows = db.session.execute(select(service.versions)).all()
    for row in rows:
        this = update(service.versions).where(service.versions.c.id == row.id)
        db.session.execute(this.values(replaced_at=row.replaced_at - timedelta(days=days)))


@pytest.fixture
def scene(team: Team):
    """Ann's room with Bo, and a message of Ann's."""
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private")
    return ann, bo, room, team.say(ann, room, "first")


def test_members_see_what_it_said(scene, team: Team):
    ann, bo, room, sent = scene
    assert kept(bo, sent.id) == []
    team.edit(ann, sent, "second")
    team.edit(ann, sent, "second")
    third = team.edit(ann, sent, "third")
    assert kept(bo, sent.id) == ["first", "second"]
    first, second = service.of_message(bo, sent.id).versions
    assert first.edited_at is None
    assert second.edited_at is not None
    assert sent.version <= first.version < second.version < third.version
    eve = team.person("eve")
    with pytest.raises(NotFound):
        kept(eve, sent.id)
    rooms.remove_member(ann, room, bo.id)
    with pytest.raises(NotFound):
        kept(bo, sent.id)


def test_nothing_is_left_of_a_deleted_message(scene, team: Team):
    ann, bo, _, sent = scene
    team.edit(ann, sent, "second")
    delete_message(ann, sent.id)
    assert kept(bo, sent.id) == []
    assert db.session.scalar(select(func.count()).select_from(service.versions)) == 0
    assert stored(ann) == usage.ROW


def test_a_deleted_message_has_said_nothing_whatever_was_kept(scene, team: Team):
    ann, bo, _, sent = scene
    team.edit(ann, sent, "second")
    (row,) = db.session.execute(select(service.versions)).mappings().all()
    delete_message(ann, sent.id)

    @transaction
    def bring_back() -> None:
        """As a copy of the table from before would."""
        db.session.execute(insert(service.versions).values(**row))

    bring_back()
    assert kept(bo, sent.id) == []


def test_it_counts_until_it_is_gone(scene, team: Team):
    ann, _, _, sent = scene
    before = stored(ann)
    team.edit(ann, sent, "later")
    assert stored(ann) == before + len("first") + usage.ROW
    let_days_pass(29)
    clean_edit_history({})
    assert kept(ann, sent.id) == ["first"]
    let_days_pass(2)
    assert kept(ann, sent.id) == []
    clean_edit_history({})
    assert stored(ann) == before


def test_what_a_batch_stores_is_counted_once_in_one_order(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    """Two servers that change messages of the same people must not wait for each other."""
    people = team.people("ann", "bo", "cy")
    room = team.room(*people)
    sent = [team.say(one, room, "first") for one in people]
    before = [stored(one) for one in people]
    added: list[list[int]] = []
    real = usage._ADD.run

    def run(at: Transaction, rows: list[dict[str, Any]]) -> None:
        added.append([one["user"] for one in rows])
        real(at, rows)

    monkeypatch.setattr(usage._ADD, "run", run)
    pairs = reversed(list(zip(people, sent, strict=True)))
    team.together(*(lambda who=who, one=one: team.edit(who, one, "later") for who, one in pairs))
    assert added == [[one.id for one in people]]
    assert [stored(one) for one in people] == [one + 5 + usage.ROW for one in before]


def test_the_first_and_the_newest_are_kept(scene, team: Team, monkeypatch: pytest.MonkeyPatch):
    ann, _, _, sent = scene
    monkeypatch.setattr(service, "MOST", 3)
    before = stored(ann)
    for text in ("b", "c", "d", "e"):
        team.edit(ann, sent, text)
    assert kept(ann, sent.id) == ["first", "c", "d"]
    assert stored(ann) == before + len("e") + 2 + 3 * usage.ROW


def test_a_deleted_room_gives_all_back(scene, team: Team):
    ann, _, room, sent = scene
    team.edit(ann, sent, "second")
    rooms.delete_room(ann, room)
    assert stored(ann) == 0


def test_a_team_may_keep_none(app: Flask, scene, team: Team):
    ann, _, _, sent = scene
    settings = app.config["WECONNECT"]
    app.config["WECONNECT"] = replace(settings, edit_history=0)
    try:
        team.edit(ann, sent, "second")
        found = service.of_message(ann, sent.id)
        assert (found.versions, found.kept_days) == ([], 0)
    finally:
        app.config["WECONNECT"] = settings


def test_whoever_may_store_no_more_hides_nothing_by_an_edit(
    app: Flask, scene, team: Team, monkeypatch: pytest.MonkeyPatch
):
    ann, _, room, sent = scene
    monkeypatch.setattr(usage, "MB", 1)
    settings = app.config["WECONNECT"]
    app.config["WECONNECT"] = replace(settings, quota_per_day=1_000, quota_total=300)
    try:
        with pytest.raises(Forbidden):
            team.edit(ann, sent, "2nd")
        assert [one.content for one in team.everything(ann, room)] == ["first"]
        assert kept(ann, sent.id) == []
    finally:
        app.config["WECONNECT"] = settings


def test_sealed_versions_stay_sealed(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    sent = team.seal(ann, room, "first")
    edit_message(ann, sent.id, sealed("second"))
    (before,) = service.of_message(bo, sent.id).versions
    assert (before.content, before.sealed) == ("", sent.sealed)


def test_by_its_page(shared_server):
    ann, eve = (shared_server.person(f"{name}.history") for name in ("ann", "eve"))
    room = ann.make_room("Notes", "private")["id"]
    said = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "at noon"})["id"]
    ann.call_api("PATCH", f"/messages/{said}", {"content": "at one"})
    page = ann.get(f"/messages/{said}/versions").text
    assert page.index("at one") < page.index("at noon")
    assert f"/messages/{said}/versions" in ann.get(f"/rooms/{room}").text
    assert eve.get(f"/messages/{said}/versions").status_code == 404
