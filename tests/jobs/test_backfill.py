"""The first job: messages from before there was a folded form get theirs."""

import json

from flask import Flask
from sqlalchemy import select, update

from tests.db.test_migrations import fill, run
from tests.harness.waiting import eventually
from weconnect.engine.database.transactions import db, write_engine
from weconnect.engine.jobs import runner
from weconnect.engine.jobs.models import jobs
from weconnect.engine.jobs.queue import JOBS
from weconnect.engine.jobs.runner import runner_of
from weconnect.messages import backfill
from weconnect.messages.serialize import messages


def test_the_migration_asks_for_it_and_a_server_does_it(bare_app: Flask, monkeypatch):
    monkeypatch.setattr(runner, "FIRST_LOOK_S", 0.0)
    JOBS.keep(bare_app, {"fold_messages": backfill.fold_messages})
    monkeypatch.setattr(backfill, "PAUSE_S", 0.0)
    monkeypatch.setattr(backfill, "STEP", 1)
    run(bare_app, "upgrade", "0008")
    with bare_app.app_context(), write_engine().begin() as connection:
        fill(connection)
        connection.execute(update(messages).values(content="Ünterwegs", folded=None))
    run(bare_app, "upgrade")
    with bare_app.app_context():
        asked = db.session.execute(select(jobs.c.kind, jobs.c.payload)).all()
        assert [(kind, json.loads(payload)) for kind, payload in asked] == [("fold_messages", {})]
        db.session.remove()
        own = runner_of(bare_app)
        own.start()

        def is_done() -> bool:
            db.session.remove()
            return not db.session.scalars(select(jobs.c.id)).all()

        eventually(is_done, "the job is done")
        assert db.session.scalars(select(messages.c.folded)).all() == ["unterwegs"]
        own.stop()


def test_where_nothing_was_said_there_is_nothing_to_do(app: Flask):
    assert db.session.scalars(select(jobs.c.id)).all() == []
