"""What was cut off from PostgreSQL is done again where that is safe, and told where it is not."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import select, text

from tests.harness.apps import Apps
from tests.harness.commits import lost_commits
from tests.harness.databases import Postgres
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.engine.database import transactions as database
from weconnect.engine.database.errors import CommitUnknown, ConnectionLost
from weconnect.engine.database.prepared import Prepared
from weconnect.engine.database.psycopg_connection import Driver
from weconnect.engine.database.transactions import after_commit, db, this_transaction, transaction
from weconnect.engine.serving.health import why_not_ready
from weconnect.wire.errors import Unavailable

from .few_connections import (
    POOL,
    database_of,
    end_this_connection,
    make,
    this_connection,
    topics,
    until_it_has_ended,
)


@pytest.fixture
def team(_apps: Apps, tmp_path, postgres: Postgres) -> Iterator[Team]:
    with _apps.make(tmp_path, postgres, database_pool=POOL) as app, app.app_context():
        yield Team(app)


def test_those_that_ended_while_nobody_used_them_are_not_lent(team: Team, postgres: Postgres):
    assert team.together(*[topics] * POOL) == [[]] * POOL
    db.session.remove()
    assert postgres.throw_out(database_of(team.app)) >= 1
    assert team.together(*[topics] * POOL * 2) == [[]] * POOL * 2


def test_in_the_middle_of_a_transaction_it_is_done_again(team: Team):
    tries: list[int] = []
    told: list[str] = []

    @transaction
    def work() -> None:
        after_commit(lambda: told.append("done"))
        make()
        tries.append(1)
        if len(tries) < 3:
            end_this_connection()

    work()
    assert len(tries) == 3
    assert told == ["done"]
    assert topics() == [""]


def test_in_the_middle_of_the_drivers_own_statements_too(team: Team):
    one = Prepared(select(text("CAST(:n AS int)")))
    tries: list[int] = []

    @transaction
    def work() -> list[Any]:
        tries.append(1)
        at = this_transaction()
        make()
        if len(tries) == 1:
            end_this_connection()
        return one.ask(at, [{"n": 1}, {"n": 2}])

    assert work() == [[(1,)], [(2,)]]
    assert len(tries) == 2
    assert topics() == [""]


def test_a_transaction_that_is_silent_for_too_long_is_ended_and_done_again(team: Team):
    tries: list[int] = []

    @transaction
    def work() -> None:
        tries.append(1)
        make()
        if len(tries) == 1:
            connection = this_connection()
            db.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '50ms'"))
            until_it_has_ended(connection)

    work()
    assert len(tries) == 2
    assert topics() == [""]


@pytest.mark.parametrize("happened", [False, True])
def test_an_unanswered_commit_is_told_as_what_it_is_and_not_done_again(
    team: Team, monkeypatch: pytest.MonkeyPatch, happened: bool
):
    with lost_commits(happened=happened), pytest.raises(CommitUnknown):
        make()
    assert len(topics()) == happened


def test_a_database_that_stays_away_is_an_answer(team: Team, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "PATIENCE_S", 0.5)
    tries: list[int] = []

    def refuse(*_: object, **__: object) -> None:
        tries.append(1)
        raise psycopg.OperationalError("connection refused")

    db.engine.dispose()
    monkeypatch.setattr(Driver, "connect", refuse)
    with pytest.raises(ConnectionLost):
        make()
    assert len(tries) > 2
    assert why_not_ready(team.app) == "The database does not answer."
    with pytest.raises(Unavailable):
        topics()
    db.session.remove()
    monkeypatch.undo()
    make()
    eventually(lambda: why_not_ready(team.app) is None, "the next look tells")
