"""Checks of what the servers have to do (weconnect/engine/jobs)."""

import sqlite3
from collections import Counter

from sqlalchemy.exc import SQLAlchemyError

from weconnect.engine.jobs import standing
from weconnect.settings import Settings
from weconnect.wire.errors import Unavailable

from .findings import Finding, Findings, advice, fine, wrong
from .machine import sqlite_file

# What is due is done within seconds; a server may have been down for a while.
LATE_S = 600.0
# So many of those that were given up are looked at.
SHOWN = 100


def jobs(settings: Settings) -> Findings:
    """Whether all that was to be done is done, or will be."""
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        return
    try:
        found = list(_look())
    except (SQLAlchemyError, sqlite3.Error, Unavailable):
        # Told by the check of the database.
        return
    yield from found


def _look() -> Findings:
    known = standing.standing()
    counts = known.counts
    if dead := counts["dead"]:
        yield _given_up(dead)
    if known.oldest_s > LATE_S:
        yield advice(
            f"A job has been due for {known.oldest_s / 60:.0f} minutes.",
            "Start a server, if none runs. Otherwise see its log, and whether weconnect_jobs_done"
            " grows in /metrics.",
        )
    if unknown := standing.of_nobody():
        yield advice(
            f"Jobs wait that this version does not know: {', '.join(sorted(unknown))}.",
            "A newer version made them, which does them: see that its servers run. Or an older one,"
            " whose kind is gone: then nobody does them.",
        )
    if not dead:
        waiting = counts["waiting"] + counts["failed"]
        yield fine(f"{waiting or 'No'} job{'s' * (waiting != 1)} to be done, none given up.")


def _given_up(number: int) -> Finding:
    shown = standing.dead(SHOWN)
    kinds = Counter(one.kind for one in shown)
    last = shown[0]
    named = ", ".join(f"{count} of {kind}" for kind, count in sorted(kinds.items()))
    return wrong(
        f"{number} job{'s were' if number != 1 else ' was'} given up after many attempts ({named})."
        f" The last one: {last.last_error}",
        "`flask jobs list` shows them. When the cause is gone: `flask jobs retry`; or, if they are"
        " not wanted any more: `flask jobs drop ID`.",
    )
