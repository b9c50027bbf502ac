"""What does the jobs: one greenlet in each server takes what is due, and a few more do it."""

import json
import logging
import os
import secrets
import socket
import time
from collections import Counter
from collections.abc import Iterable

import gevent
from flask import Flask
from gevent.event import Event

from weconnect.engine.app_state import Key
from weconnect.engine.lifecycle import FINISHERS_S
from weconnect.engine.monitoring.logs import describe
from weconnect.wire.errors import Unavailable

from . import leases
from .leases import Leased
from .queue import JOBS, PERIODIC, WAKE, Again, Job, plan

# How many jobs a server does at once; and of one kind, so that slow ones (an import) leave a place
# to quick ones (a mail).
MOST = 4
MOST_OF_A_KIND = MOST - 1
# What a handler may take.
LONGEST_S = 600.0
# How often a server looks for what others left to it: what it was asked for itself it knows.
POLL_S = 10.0
# A server that has just started serves people first.
FIRST_LOOK_S = 1.0
# If the database is away; and if something else is wrong, as it has no such table yet.
AWAY_S = 5.0
FAULT_S = 60.0
# If others were quicker.
OVERTAKEN_S = 0.5
# How long the shutdown takes at most: half of what all finishers have together, as the message log
# needs the rest. A quarter each for what is being taken, for what runs, and for the end of what
# does not end by itself; handing it back has what is left. As a rule the second alone takes long.
STOP_S = FINISHERS_S / 2

log = logging.getLogger(__name__)


class Runner:
    """The runner of one server."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        # Of this process alone, also if another one has its id later.
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"
        self._wake = Event()
        self._looking: gevent.Greenlet[[], None] | None = None
        self._is_stopping = False
        self._greenlets: dict[Leased, gevent.Greenlet[[Leased], None]] = {}
        # Those whose handler has not returned.
        self._handled: set[Leased] = set()
        self._renewed_at = 0.0
        # How many runs ended well, and how many did not, by kind.
        self.done: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def start(self) -> None:
        """Do jobs from now on."""
        if self._looking is None:
            self._looking = gevent.spawn(self._look_forever)

    def wake(self) -> None:
        """Something may be due earlier than was known."""
        self._wake.set()

    def stop(self) -> None:
        """Take no more; what does not end soon is ended, and given to other servers.

        Returns after STOP_S at the latest.
        """
        if self._looking is None:
            return
        ends_at = time.monotonic() + STOP_S
        self._is_stopping = True
        self._wake.set()
        self._looking.join(STOP_S / 4)
        gevent.joinall(list(self._greenlets.values()), timeout=STOP_S / 4)
        if held := list(self._greenlets):
            gevent.killall(list(self._greenlets.values()), timeout=STOP_S / 4)
            left = max(0.0, ends_at - time.monotonic())
            gevent.with_timeout(left, self._hand_back, held, timeout_value=None)

    def _hand_back(self, held: list[Leased]) -> None:
        try:
            with self._app.app_context():
                leases.hand_back(self.name, held)
        except Unavailable:
            log.warning("jobs not handed back: others take them when the lease is over")

    def _look_forever(self) -> None:
        pause, is_planned = FIRST_LOOK_S, False
        while True:
            self._wake.wait(pause)
            self._wake.clear()
            if self._is_stopping:
                return
            try:
                with self._app.app_context():
                    if not is_planned:
                        plan()
                        is_planned = True
                    self._renew()
                    pause = self._take()
            except Unavailable:
                pause = AWAY_S
            except Exception:
                log.exception("jobs could not be looked for")
                # What runs goes on, and its leases are kept all the same.
                pause = leases.LEASE_S / 3 if self._greenlets else FAULT_S

    def _take(self) -> float:
        """Begin what is due; returns after how many seconds to look again."""
        renewal = leases.LEASE_S / 3 if self._greenlets else POLL_S
        free = MOST - len(self._greenlets)
        if not free:
            return renewal
        running = Counter(job.kind for job in self._greenlets)
        room = {kind: MOST_OF_A_KIND - running[kind] for kind in JOBS.here()}
        room = {kind: number for kind, number in room.items() if number > 0}
        # First a look, which locks nothing and waits for no disk.
        due = leases.seconds_until_due(room)
        if due is None or due > 0:
            return min(POLL_S, renewal, POLL_S if due is None else due)
        if not self._greenlets:
            self._renewed_at = time.monotonic()
        taken = leases.take(self.name, room, free)
        for job in taken:
            self._handled.add(job)
            self._greenlets[job] = gevent.spawn(self._do, job)
        return 0.0 if taken else OVERTAKEN_S

    def _renew(self) -> None:
        now = time.monotonic()
        if not self._greenlets or now - self._renewed_at < leases.LEASE_S / 3:
            return
        held = leases.renew(self.name, [job.id for job in self._greenlets])
        self._renewed_at = now
        for job in [job for job in self._handled if job.id not in held]:
            # This server was cut off, and by now another one does it.
            log.warning("job lost", extra={"kind": job.kind, "job": job.id})
            self._greenlets[job].kill(block=False)

    def _do(self, job: Leased) -> None:
        try:
            with self._app.app_context():
                self._handle(job)
        except Unavailable:
            log.warning("job's end not written: it comes again", extra={"kind": job.kind})
        except Exception:
            log.exception("job's end not written: it comes again", extra={"kind": job.kind})
        finally:
            self._handled.discard(job)
            del self._greenlets[job]
            self._wake.set()

    def _handle(self, job: Leased) -> None:
        does = JOBS.here()[job.kind]
        try:
            with gevent.Timeout(LONGEST_S):
                after = does(json.loads(job.payload))
        except (Exception, gevent.Timeout) as error:
            self._handled.discard(job)
            self.failed[job.kind] += 1
            extra = {"kind": job.kind, "job": job.id, "attempt": job.attempts}
            log.warning("job failed", exc_info=True, extra=extra)
            said, _ = describe(type(error), error, error.__traceback__)
            if not leases.fail(self.name, job, said):
                log.error("job given up", extra=extra)  # noqa: TRY400 - its trace was logged
        else:
            self._handled.discard(job)
            if after is None and job.key == PERIODIC and does.every is not None:
                after = Again(does.every, {})
            leases.finish(self.name, job, after)
            self.done[job.kind] += 1


_RUNNER: Key[Runner] = Key("weconnect_jobs")


def runner_of(app: Flask) -> Runner:
    """The runner of `app`."""
    return _RUNNER.of(app)


def init_app(app: Flask, does: Iterable[Job]) -> Runner:
    """Give `app` what it `does`, and its runner. Whoever serves starts that: commands only ask."""
    known: dict[str, Job] = {}
    for one in does:
        if one.kind in known:
            raise RuntimeError(f"{one.kind} has a handler already")
        known[one.kind] = one
    JOBS.keep(app, known)
    runner = Runner(app)
    WAKE.keep(app, runner.wake)
    return _RUNNER.keep(app, runner)
