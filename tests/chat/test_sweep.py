"""What ended behind this process's back, by a command or on another server, ends here as well."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, delete, update

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import AccessToken, Login, User
from weconnect.auth.sign_in import logins
from weconnect.chat.admission import sweep
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.rooms.models import Membership


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """The sockets that the sweep closes."""
    closed: list[Connection] = []
    monkeypatch.setattr(sweep, "close", lambda connection, _reason: closed.append(connection))
    return closed


@transaction
def log_in(actor: Actor) -> Actor:
    return logins.new_login(db.session.get_one(User, actor.id), "test", "192.0.2.1")


@transaction
def make_token(actor: Actor) -> Actor:
    token = AccessToken(user_id=actor.id, secret_hash=bytes(32), name="bot")
    db.session.add(token)
    db.session.flush()
    return dataclasses.replace(actor, token_id=token.id)


@transaction
def behind_the_back(*statements: Executable) -> None:
    for statement in statements:
        db.session.execute(statement)


def test_who_has_every_right_stays(team: Team, stage: Stage, closed: list[Connection]):
    ann = team.person("ann")
    room = team.room(ann)
    tabs = [stage.connect(log_in(ann), room), stage.connect(make_token(ann), room)]
    sweep.sweep()
    assert closed == []
    assert all(tab.rooms == {room} for tab in tabs)


def test_ended_logins_and_tokens(team: Team, stage: Stage, closed: list[Connection]):
    ann, bo, cy, di, eve = team.people("ann", "bo", "cy", "di", "eve")
    ended, expired, banned = log_in(ann), log_in(bo), log_in(cy)
    revoked, valid = make_token(di), log_in(eve)
    tabs = [stage.connect(one) for one in (ended, expired, banned, revoked, valid)]
    past = now() - timedelta(seconds=1)
    behind_the_back(
        delete(Login).where(Login.id == ended.login_id),
        update(Login).where(Login.id == expired.login_id).values(expires_at=past),
        update(User).where(User.id == cy.id).values(banned_at=past),
        delete(AccessToken).where(AccessToken.id == revoked.token_id),
    )
    sweep.sweep()
    assert set(closed) == set(tabs[:4])


def test_former_members(team: Team, stage: Stage, closed: list[Connection]):
    ann, bo = team.people("ann", "bo")
    room, other = team.room(ann, bo), team.room(ann, bo)
    tab = stage.connect(log_in(bo), room, other)
    behind_the_back(
        delete(Membership).where(Membership.room_id == room, Membership.user_id == bo.id)
    )
    sweep.sweep()
    assert closed == []
    assert tab.rooms == {other}
    team.say(ann, room, "bo is gone")
    assert stage.of("newMessage", tab) == []
    assert stage.engine.connections.rooms_of(bo.id) == {other}


@pytest.mark.parametrize("look", [sweep.sweep, sweep.expel], ids=["all", "before a change"])
def test_who_came_back_sees_what_is_said_from_then_on(
    team: Team, stage: Stage, closed: list[Connection], look: Callable[..., None]
):
    """They were removed and brought back by another server, and nobody was heard between."""
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private")
    tab = stage.connect(log_in(bo), room)
    before = team.say(ann, room, "before")
    mine = (Membership.room_id == room, Membership.user_id == bo.id)
    behind_the_back(update(Membership).where(*mine).values(visible_from_seq=before.seq + 1))
    look(*([room] if look is sweep.expel else []))
    assert tab.rooms == {room}
    stage.clear()
    team.edit(ann, before, "not for bo")
    after = team.say(ann, room, "for bo")
    assert stage.of("messageChanged", tab) == []
    assert [one["id"] for one in stage.of("newMessage", tab)] == [after.id]


def test_former_members_who_look_elsewhere(team: Team, stage: Stage, closed: list[Connection]):
    """They have not joined the room, but must not hear who comes and goes in it either."""
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    stage.connect(log_in(bo))
    behind_the_back(delete(Membership).where(Membership.user_id == bo.id))
    sweep.sweep()
    assert stage.engine.connections.rooms_of(bo.id) == frozenset()
    assert stage.engine.connections.members(room) == set()


def test_a_crowd_is_looked_up_together(team: Team, stage: Stage, closed: list[Connection]):
    """A few questions to the database, not one for each socket."""
    crowd = team.crowd(50)
    room = team.room(crowd[0], *crowd[1:])
    for one in crowd:
        stage.connect(log_in(one), room)
    asked: list[str] = []
    real = db.session.execute

    def counted(statement: Executable, *rest: Any, **options: Any) -> Any:
        asked.append(str(statement)[:60])
        return real(statement, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.session, "execute", counted)
        patch.setattr(
            db.session, "scalars", lambda *args, **options: counted(*args, **options).scalars()
        )
        sweep.sweep()
    assert closed == []
    assert len(asked) < 10
