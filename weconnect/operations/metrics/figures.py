"""Every figure of the server, read at the moment in which somebody asks for it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import current_app
from prometheus_client.core import Metric
from sqlalchemy import ColumnElement, TextClause, true
from sqlalchemy.pool import QueuePool

from weconnect.announcements.counters import counters as announcements
from weconnect.announcements.service import reminders as confirmation_reminders
from weconnect.bookmarks.models import WAITS as BOOKMARK_WAITS
from weconnect.bookmarks.service import bookmarks
from weconnect.e2ee.counters import counters as e2ee
from weconnect.e2ee.mailboxes import waiting as mail_waiting
from weconnect.engine.database.fair_pool import FairPool
from weconnect.engine.database.transactions import db, writer_of
from weconnect.engine.egress.client import egress
from weconnect.engine.jobs import due
from weconnect.engine.jobs.runner import runner_of
from weconnect.engine.jobs.standing import standing
from weconnect.engine.limits.rate_limit import LIMITER
from weconnect.engine.monitoring.counters import counters as process
from weconnect.engine.monitoring.loop_lag import WATCHDOG
from weconnect.engine.realtime.cluster.broker import Broker
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.files.counters import counters as files
from weconnect.messages.log import message_log
from weconnect.polls.counters import counters as polls
from weconnect.polls.service import ends as poll_ends
from weconnect.previews.counters import counters as links
from weconnect.previews.wishing import waiting as previews_waiting
from weconnect.reminders.counters import counters as reminder_counters
from weconnect.reminders.service import reminders
from weconnect.scheduled.standing import standing as scheduled_standing

from . import storage
from .families import counter, counters, counters_of, gauge, gauges, histogram, histograms
from .requests import requests

# What jobs do at its time: the moments, and which rows have one to come.
PLANNED: dict[str, tuple[ColumnElement[Any], ColumnElement[bool] | TextClause]] = {
    "reminders": (reminders.c.at, reminders.c.at.is_not(None)),
    "bookmarks": (bookmarks.c.remind_at, BOOKMARK_WAITS),
    "poll_ends": (poll_ends.c.ends_at, true()),
    "confirmations": (confirmation_reminders.c.remind_at, true()),
}


def figures() -> Iterator[Metric]:
    """All figures of the current app's process."""
    yield from _connections()
    yield from _deliveries()
    yield from _events()
    yield from _requests()
    yield from _log()
    yield from _storage()
    yield from _jobs()
    yield from _egress()
    yield from _files()
    yield from _scheduled()
    yield from _asked_for()
    yield from _planned()
    yield from _encryption()
    yield from _loop()
    yield from _broker()


def _connections() -> Iterator[Metric]:
    engine = realtime()
    server = engine.socketio.server.eio
    carried = Counter("websocket" if one.upgraded else "polling" for one in server.sockets.values())
    kinds = {kind: carried[kind] for kind in ("websocket", "polling")}
    yield gauges("connections", "Open sockets, by what carries them.", "transport", kinds)
    yield gauge("connections_limit", "How many there may be at once.", server.quota.total or 0)
    yield gauge(
        "people",
        "People with an open socket.",
        len({one.actor.id for one in engine.connections}),
    )
    yield counter("connections_opened", "Sockets that were opened.", process.opened)
    yield counters(
        "connections_refused",
        "Requests for sockets that were refused, by HTTP status.",
        "status",
        process.turned_away,
    )
    yield counters(
        "protocol_violations",
        "Sockets closed for breaking the protocol or a limit, by the code of the close.",
        "code",
        process.violations,
    )
    yield counter("slow_readers_cut_off", "Sockets cut off as slow readers.", process.slow_readers)


def _deliveries() -> Iterator[Metric]:
    yield counter("broadcasts", "Events sent to rooms, people or sockets.", process.broadcasts)
    yield counters(
        "deliveries",
        "Frames written to sockets, and packets given to clients that poll.",
        "transport",
        {"websocket": process.frames, "polling": process.polled_packets},
    )
    yield counters(
        "writes",
        "System calls, or answers to polls, in which deliveries left.",
        "transport",
        {"websocket": process.writes, "polling": process.polls},
    )


def _events() -> Iterator[Metric]:
    yield histograms(
        "event_duration_seconds",
        "Client events: until the acknowledgement was handed over.",
        ("event",),
        [((event,), one) for event, one in process.latencies.items()],
    )
    yield counters(
        "events_refused", "Client events that were refused, by code.", "code", process.refusals
    )
    limiter = LIMITER.here()
    yield counters(
        "rate_limited",
        "Refusals because something was done too often, by what.",
        "limit",
        limiter.refusals if limiter else {},
    )


def _requests() -> Iterator[Metric]:
    counted = requests()
    yield histograms(
        "http_request_duration_seconds",
        "Requests for pages and of the API.",
        ("route", "method"),
        list(counted.latencies.items()),
    )
    yield counters("http_responses", "Answers to them, by HTTP status.", "status", counted.statuses)


def _log() -> Iterator[Metric]:
    log = message_log()
    yield gauge("log_queue", "Messages and changes that wait to be written.", log.waiting)
    yield histogram("commit_duration_seconds", "Commits of the message log.", log.durations)
    yield histogram("commit_entries", "Messages and changes in one commit.", log.sizes)
    if writer := writer_of(current_app):
        places = {"loop": writer.commits.in_loop, "thread": writer.commits.in_thread}
        yield counters("small_commits", "Small commits of SQLite, by where.", "place", places)
    pools = [engine.pool for engine in db.engines.values()]
    used = sum(pool.checkedout() for pool in pools if isinstance(pool, QueuePool))
    yield gauge("database_connections", "Connections to the database in use.", used)
    pool = db.engine.pool
    if isinstance(pool, FairPool):
        yield gauge("database_waiting", "Who waits for one of them.", len(pool.queue))


def _storage() -> Iterator[Metric]:
    known = storage.asked(storage.sizes)
    if known is None:
        return  # the database is away
    yield gauge("stored_bytes", "What people's quotas count.", known.counted)
    yield gauge("database_bytes", "The size of the whole database.", known.database)
    if known.free is not None:
        yield gauge("disk_free_bytes", "What is free on the disk of the database.", known.free)


def _jobs() -> Iterator[Metric]:
    runner = runner_of(current_app)
    yield counters("jobs_done", "Jobs that this server did, by kind.", "kind", runner.done)
    yield counters("jobs_failed", "Attempts at jobs that failed, by kind.", "kind", runner.failed)
    known = storage.asked(standing)
    if known is None:
        return
    counts = {str(state): number for state, number in known.counts.items()}
    yield gauges("jobs", "Jobs of all servers, by their state.", "state", counts)
    yield gauge("jobs_oldest_seconds", "How long the first has been due.", known.oldest_s)


def _egress() -> Iterator[Metric]:
    out = egress()
    about = "Requests to others' servers, by purpose and what became of them."
    sums = out.ledger.sums
    yield counters_of("egress_requests", about, ("purpose", "outcome"), sums)
    yield gauge("egress_under_way", "Of these, how many wait or are under way.", out.inside)
    seen = {"fetched": links.fetched, "nothing": links.failed, "known": links.known}
    yield counters("link_previews", "Links that were looked at.", "outcome", seen)
    if (waiting := storage.asked(previews_waiting)) is not None:
        yield gauge("preview_wishes", "Messages whose links are still to be looked at.", waiting)


def _files() -> Iterator[Metric]:
    moved = {"in": files.received, "out": files.sent}
    yield counters("file_bytes", "Bytes of files that came in and went out.", "direction", moved)
    ended = {"ready": files.finished, "refused": files.refused, "deleted": files.collected}
    yield counters("files", "Files, by what became of them.", "outcome", ended)


def _scheduled() -> Iterator[Metric]:
    known = storage.asked(scheduled_standing)
    if known is None:
        return
    counts = {"waiting": known.waiting, "failed": known.failed}
    yield gauges("scheduled", "Messages that are to be sent later, by state.", "state", counts)
    yield gauge("scheduled_late_seconds", "How long the first has been due.", known.late_s)


def _asked_for() -> Iterator[Metric]:
    yield counter("polls_made", "Polls that were made.", polls.made)
    yield counter("poll_votes", "Votes that were given, changed or taken back.", polls.votes)
    yield counter("announcements_made", "Announcements that were made.", announcements.made)
    yield counter("confirmations", "Announcements confirmed by somebody.", announcements.confirmed)
    yield counter("reminders_made", "Reminders that were made.", reminder_counters.made)
    yield counter("reminders_told", "Reminders that were due and told.", reminder_counters.told)


def _planned() -> Iterator[Metric]:
    found = storage.asked(lambda: {kind: due.standing(*one) for kind, one in PLANNED.items()})
    if found is None:
        return
    waiting = {kind: one.waiting for kind, one in found.items()}
    yield gauges("planned", "What is to happen at a moment to come, by kind.", "kind", waiting)
    late = {kind: one.late_s for kind, one in found.items()}
    yield gauges("planned_late_seconds", "How long the first has been due.", "kind", late)


def _encryption() -> Iterator[Metric]:
    kinds = {"one_time": e2ee.claimed, "fallback": e2ee.fallbacks}
    yield counters("keys_claimed", "Keys of devices that were handed out.", "kind", kinds)
    yield counter("device_mail_sent", "Mail that was put into boxes of devices.", e2ee.mail_sent)
    yield counter("device_mail_lost", "Mail that was refused by full boxes.", e2ee.mail_lost)
    yield counters(
        "unreadable_messages",
        "Sealed messages that clients could not open, of those who tell it, by why.",
        "why",
        e2ee.unreadable,
    )
    if (waiting := storage.asked(mail_waiting)) is not None:
        yield gauge("device_mail_waiting", "Mail that devices have not fetched.", waiting)


def _loop() -> Iterator[Metric]:
    watchdog = WATCHDOG.found()
    if watchdog is None:
        return  # not served by our worker
    minute = watchdog.figures()
    lags = {"0.5": minute.median, "0.99": minute.p99, "1": minute.worst}
    yield gauges(
        "loop_lag_seconds", "How late the event loop was in the last minute.", "quantile", lags
    )
    yield histogram(
        "loop_lateness_seconds", "How late it was, looked at ten times a second.", watchdog.lags
    )
    yield counter("loop_stalls", "How often it was late for a quarter of a second.", minute.stalls)


def _broker() -> Iterator[Metric]:
    broker = realtime().delivery
    if not isinstance(broker, Broker):
        return  # one server alone
    pubsub = broker.pubsub
    yield gauge("broker_up", "Whether Redis answers.", pubsub.up)
    yield gauge("broker_lag_seconds", "The age of the last envelope as it came in.", broker.lag_s)
    yield gauge("broker_queue", "Envelopes that wait to be published.", pubsub.queue)
    yield gauge("broker_subscriptions", "Channels of rooms and people.", pubsub.subscriptions)
    yield counter("broker_published", "Envelopes that went to Redis.", pubsub.published)
    yield counter("broker_received", "Envelopes that came from Redis.", pubsub.received)
    yield counter(
        "broker_dropped",
        "Envelopes that were given up, or too large.",
        pubsub.dropped + broker.too_large,
    )
    yield counter("broker_forged", "Envelopes not from any of our servers.", broker.forged)
    yield counter(
        "broker_caught_up",
        "Changes of messages read from the database, as Redis did not bring them.",
        broker.feeds.caught_up,
    )
