"""What a server reads that has missed something: all of one moment."""

from collections.abc import Callable

import gevent
import pytest
from flask import Flask
from sqlalchemy import text

from tests.harness.team import Team
from weconnect.engine.database.transactions import db, snapshot
from weconnect.messages import backlog


@pytest.mark.parametrize("edits", [1, 2])
def test_what_changes_meanwhile_comes_next_time(app: Flask, team: Team, edits: int):
    ann = team.person("ann")
    room = team.room(ann)
    nothing = backlog.marks([room])[room]
    messages = [team.say(ann, room, str(number)) for number in range(3)]

    with snapshot():
        mark = backlog.marks([room])[room]
        if db.engine.dialect.name == "postgresql":
            # However long the machine takes for the edits, this is no forgotten transaction.
            db.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        elsewhere(app, lambda: [team.edit(ann, messages[0], f"edit {n}") for n in range(edits)])
        first = backlog.changes(room, nothing, mark)
    later = backlog.changes(room, mark, backlog.marks([room])[room])
    db.session.remove()

    assert [(one.seq, one.version) for one in first] == [(1, 1), (2, 2), (3, 3)]
    assert [(one.seq, one.version) for one in later] == [(1, 3 + edits)]


def elsewhere(app: Flask, work: Callable[[], object]) -> None:
    """Do something on another connection."""

    def run() -> None:
        with app.app_context():
            work()

    gevent.spawn(run).get()
