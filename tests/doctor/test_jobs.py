"""What the doctor and `flask jobs` say of what the servers have to do."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs import leases, queue
from weconnect.engine.jobs.models import jobs as table
from weconnect.engine.jobs.queue import enqueue
from weconnect.operations.doctor.jobs import jobs
from weconnect.operations.metrics.views import exposition


@pytest.fixture
def given_up(app, monkeypatch):
    """Two jobs that were given up; returns their ids."""
    monkeypatch.setattr(leases, "ATTEMPTS", 1)
    mail = queue.Job("mail", lambda _payload: None)
    monkeypatch.setitem(queue.JOBS.of(app), "mail", mail)

    def make() -> list[int]:
        for number in (1, 2):
            enqueue("mail", {"number": number, "name": "Ann\u202e\u009b31m"})
        taken = leases.take("one", {"mail": 2}, 2)
        for job in taken:
            leases.fail("one", job, "ConnectionRefusedError: nobody there")
        return [job.id for job in taken]

    return make


def run(app: Flask, *words: object) -> str:
    result = app.test_cli_runner().invoke(args=["jobs", *map(str, words)])
    assert result.exit_code == 0, result.output
    db.session.remove()
    return result.output


def test_nothing_to_do(app, of_app):
    (finding,) = jobs(of_app)
    assert (finding.grade, finding.text) == ("fine", "No jobs to be done, none given up.")


def test_a_job_that_waits_is_no_matter(app, of_app):
    enqueue("fold_messages")
    (finding,) = jobs(of_app)
    assert (finding.grade, finding.text) == ("fine", "1 job to be done, none given up.")


def test_jobs_that_were_given_up(app, of_app, wrongs, given_up):
    given_up()
    (text,) = wrongs(jobs(of_app))
    assert text.startswith("2 jobs were given up after many attempts (2 of mail).")
    assert "ConnectionRefusedError: nobody there" in text
    assert 'weconnect_jobs{state="dead"} 2.0' in exposition().decode()


def test_they_are_listed_tried_again_and_dropped(app, of_app, wrongs, given_up):
    first, second = given_up()
    listed = run(app, "list")
    assert listed.startswith("0 waiting, 0 running, 0 failed, 2 dead")
    assert listed.count("1 attempt; the last: ConnectionRefusedError: nobody there") == 2
    assert '{"number":1,' in listed

    assert "[31m" not in listed
    assert r'"name":"Ann\u202e\u009b31m"' in listed, "nothing steers the terminal"

    assert run(app, "retry", first) == "1 job is tried again.\n"
    assert run(app, "drop", first, second) == "1 job is forgotten.\n"
    assert run(app, "list") == "1 waiting, 0 running, 0 failed, 0 dead\n"
    assert wrongs(jobs(of_app)) == []


def test_a_job_that_nobody_does(app, of_app, wrongs):
    @transaction
    def be_old() -> None:
        enqueue("fold_messages", delay=-3600)
        db.session.execute(update(table).values(kind="of_tomorrow"))

    be_old()
    late, unknown, _ = jobs(of_app)
    assert late.grade == unknown.grade == "advice"
    assert "due for 60 minutes" in late.text
    assert "of_tomorrow" in unknown.text


def test_a_database_that_is_missing_or_behind_is_told_of_elsewhere(app, of_app, tmp_path):
    missing = replace(of_app, database_url=f"sqlite:///{tmp_path}/none.db")
    assert list(jobs(missing)) == []
    assert not (tmp_path / "none.db").exists()
