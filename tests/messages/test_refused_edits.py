"""An edit that is refused leaves nothing behind, whatever refuses it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.harness.team import Team, new_id
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads
from weconnect.messages.service import delete_message, send_message
from weconnect.wire.body import TextBody
from weconnect.wire.errors import Forbidden
from weconnect.wire.messages import Message
from weconnect.wire.parts.announcements import NewAnnouncement
from weconnect.wire.parts.polls import NewPoll


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    end_reads()
    found = {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in db.metadata.sorted_tables
    }
    end_reads()
    return found


def refused(edit: Callable[[], Any]) -> None:
    """Three times: what each leaves behind would add up."""
    before = everything()
    for _ in range(3):
        with pytest.raises(Forbidden):
            edit()
    assert everything() == before


@pytest.fixture
def scene(team: Team):
    """Ann's room with Bo."""
    ann, bo = team.people("ann", "bo")
    return ann, bo, team.room(ann, bo)


def ask(actor: Actor, room: int, **extras: Any) -> Message:
    return send_message(actor, room, TextBody(content="Lunch?"), new_id(), extras=extras)


def test_what_it_says_is_fixed(scene, team: Team):
    ann, _, room = scene
    poll = ask(ann, room, poll=NewPoll(options=["tea", "soup"]))
    announcement = ask(ann, room, announcement=NewAnnouncement(by=now() + timedelta(days=1)))
    refused(lambda: team.edit(ann, poll, "@bo " + "x" * 1000))
    refused(lambda: team.edit(ann, announcement, "@bo " + "x" * 1000))


def test_it_is_not_ones_own_or_gone(scene, team: Team):
    ann, bo, room = scene
    sent, gone = team.say(ann, room, "first"), team.say(ann, room, "second")
    delete_message(ann, gone.id)
    refused(lambda: team.edit(bo, sent, "@ann " + "x" * 1000))
    refused(lambda: team.edit(ann, gone, "@bo " + "x" * 1000))


@pytest.mark.parametrize("text", ["@bo", "@bo hi", "@bo " + "x" * 1000])
def test_its_author_may_store_no_more(
    app: Flask, scene, team: Team, text: str, monkeypatch: pytest.MonkeyPatch
):
    """What would be kept of it does not fit, or what it says now does not."""
    ann, _, room = scene
    sent = team.say(ann, room, "first")
    monkeypatch.setattr(usage, "MB", 1)
    settings = app.config["WECONNECT"]
    app.config["WECONNECT"] = replace(settings, quota_per_day=1_000, quota_total=300)
    try:
        refused(lambda: team.edit(ann, sent, text))
    finally:
        app.config["WECONNECT"] = settings


def test_what_else_is_written_with_it_stays_as_it_is(
    app: Flask, scene, team: Team, monkeypatch: pytest.MonkeyPatch
):
    """They share a transaction: there is no going back to before the edit."""
    ann, bo, room = scene
    sent = team.say(ann, room, "first")
    monkeypatch.setattr(usage, "MB", 1)
    settings = app.config["WECONNECT"]
    app.config["WECONNECT"] = replace(settings, quota_per_day=1_000, quota_total=300)
    try:
        results = team.together(
            lambda: team.say(bo, room, "second"),
            lambda: team.edit(ann, sent, "@bo hi"),
            lambda: team.say(bo, room, "@bo"),
        )
    finally:
        app.config["WECONNECT"] = settings
    assert [type(one).__name__ for one in results] == ["Message", "Forbidden", "Forbidden"]
    assert [one.content for one in team.everything(ann, room)] == ["first", "second"]
    assert team.unread(bo, room) == (0, 0)
    assert usage.stored([ann.id])[ann.id].kept == len("first") + usage.ROW
