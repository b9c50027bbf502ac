"""The product with jobs of the tests, and less patience: `gunicorn tests.jobs.served:app`.

What the jobs do stands in the file that JOBS_NOTES names, which several servers may share.
"""

import json
import os
from pathlib import Path

import gevent
from flask import request

from weconnect.engine.database.transactions import transaction
from weconnect.engine.jobs import leases, runner
from weconnect.engine.jobs.queue import JOBS, Payload, enqueue, job
from wsgi import app  # patches first

leases.LEASE_S = 2.5
leases.FIRST_RETRY_S = 0.05
leases.ATTEMPTS = 3
runner.FIRST_LOOK_S = runner.POLL_S = 0.2

NOTES = Path(os.environ["JOBS_NOTES"])


class Unwanted(Exception):
    """What takes a transaction back."""


def note(what: str, payload: Payload) -> None:
    line = json.dumps({"what": what, "name": payload["name"], "server": os.getpid()})
    with NOTES.open("a") as notes:
        notes.write(line + "\n")


@job("hold")
def hold(payload: Payload) -> None:
    """Not done before the test says so."""
    note("began", payload)
    while not NOTES.with_name(payload["until"]).exists():
        gevent.sleep(0.02)
    note("ended", payload)


@job("break")
def break_(payload: Payload) -> None:
    """Never done."""
    note("began", payload)
    raise RuntimeError("on purpose")


# Nothing that comes back by itself is among them.
JOBS.keep(app, {one.kind: one for one in (hold, break_)})


@app.get("/jobs-of-tests/<kind>")
def ask(kind: str) -> str:
    """Ask for a job; with `unwanted`, in a transaction that is taken back."""
    payload = request.args.to_dict()

    @transaction
    def change() -> None:
        enqueue(kind, payload, key=payload.get("key"))
        if "unwanted" in payload:
            raise Unwanted

    try:
        change()
    except Unwanted:
        return "taken back"
    return "asked"


__all__ = ["app"]
