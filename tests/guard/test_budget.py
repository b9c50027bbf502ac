"""What one person may cost, and that no way in is forgotten."""

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.harness.answers import json_of
from tests.harness.person import PASSWORD, token_of
from tests.harness.team import Team
from weconnect.engine.concurrency import rounds
from weconnect.engine.concurrency.fairness import STRANGERS, Turns
from weconnect.engine.limits import budget, sliding_window
from weconnect.engine.limits.budget import BURST_MS, RATE_MS, Purses
from weconnect.engine.realtime.hub import commands
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.errors import RateLimited

# What a person may ask for with an empty purse: leaving, files that are everybody's, the server's
# health, and what does not ask who somebody is.
FREE = {
    "auth.logout",
    "assets.file",
    "health.healthz",
    "health.readyz",
    "metrics.metrics",
    "api.document",
    "api.reference",
}


class TestPurses:
    @pytest.fixture
    def clock(self, monkeypatch):
        class Clock:
            now = 1000.0

            def monotonic(self) -> float:
                return self.now

        clock = Clock()
        monkeypatch.setattr(budget, "time", clock)
        return clock

    def test_a_burst_and_then_the_rate(self, clock):
        purses = Purses()
        purses.spend(1, BURST_MS + RATE_MS)
        assert purses.left(1) == -RATE_MS
        assert purses.left(2) == BURST_MS

        clock.now += 2
        assert purses.left(1) == RATE_MS
        clock.now += 3600
        assert purses.left(1) == BURST_MS

    def test_memory_follows_who_is_active(self, clock, monkeypatch):
        monkeypatch.setattr(budget, "SWEEP_AFTER", 100)
        purses = Purses()
        purses._sweep_at = 100
        for number in range(2000):
            purses.spend(number, 100)
            clock.now += 1

        assert len(purses._purses) < 130

    def test_whoever_comes_back_in_time_is_let_in(self, inside, clock):
        budget.add(1, BURST_MS + 500)
        with pytest.raises(RateLimited) as refused:
            budget.charge(1, 1)
        clock.now += refused.value.retry_after
        budget.charge(1, 1)


@pytest.fixture
def limited(_apps, tmp_path):
    with _apps.make(tmp_path, None, rate_limits=True) as app:
        yield app


@pytest.fixture
def inside(limited):
    with limited.app_context():
        yield limited


def test_every_page_and_every_call_of_the_api_costs_something(limited):
    browser, headers = _logged_in(limited)
    ann = json_of(browser.get("/api/v1/me"))["id"]
    with limited.app_context():
        budget.add(ann, BURST_MS + 1_000_000)

    for rule, method in _rules(limited):
        path = re.sub(r"<[^>]*>", "1", rule)
        answer = browser.open(path, method=method, headers=headers)
        assert answer.status_code == 429, f"{method} {path}: {answer.status_code}"
        assert int(answer.headers["Retry-After"]) >= 1
    assert browser.post("/logout", headers=headers).status_code == 303


def _logged_in(app: Flask) -> tuple[FlaskClient, dict[str, str]]:
    browser = app.test_client()
    form = {"username": "ann", "password": PASSWORD}
    form["csrf_token"] = token_of(browser.get("/register").text)
    assert browser.post("/register", data=form).status_code == 303
    return browser, {"X-CSRFToken": token_of(browser.get("/profile").text)}


def _rules(app: Flask) -> list[tuple[str, str]]:
    found = [
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FREE
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    assert len(found) > 50
    return found


def test_every_event_costs_something(inside):
    ann = Team(inside).person("ann")
    engine = inside.extensions["weconnect_realtime"]
    engine.connections.add(Connection("sid", ann), ())
    budget.add(ann.id, BURST_MS + 1000)

    for event in [*commands.COMMANDS, "nothing"]:
        with pytest.raises(RateLimited):
            commands._handle(engine, event, "sid", [{}])


def work() -> None:
    """Three milliseconds in which nobody else runs."""
    end = time.monotonic() + 0.003
    while time.monotonic() < end:
        pass


def test_dear_events_have_turns():
    turns = Turns()
    began = []

    def begin(who, name):
        with turns.take(who):
            began.append(name)
            work()
            # As anybody does who sets a time limit: the loop's clock goes forward.
            gevent.sleep(0.0001)

    flood = [gevent.spawn(begin, 1, f"flood {number}") for number in range(50)]
    quiet = gevent.spawn_later(0.001, begin, 2, "quiet")
    gevent.joinall([*flood, quiet], timeout=20)

    assert began.index("quiet") < 5
    assert [one for one in began if one != "quiet"] == [f"flood {number}" for number in range(50)]


def test_one_person_has_one_turn_in_a_round_also_where_they_wait_in_between():
    turns = Turns()
    worked, waiting, most = [], 0, 0

    def ask():
        nonlocal waiting, most
        with turns.take(1):
            for _ in range(4):
                work()
                worked.append(gevent.get_hub().loop.iteration)
                waiting += 1
                most = max(most, waiting)
                # As for the database: meanwhile others go on.
                gevent.sleep(0.001)
                rounds.go_on()
                waiting -= 1

    gevent.joinall([gevent.spawn(ask) for _ in range(30)], timeout=20)

    assert len(worked) == 120
    assert len(set(worked)) == 120, "two of them worked in one round"
    assert most < 10, "nearly all began before any was done"


def test_turns_end_with_what_they_were_for():
    turns = Turns()
    later: list[int] = []

    def go_on():
        gevent.sleep(0.01)
        rounds.go_on()
        later.append(len(later))

    with turns.take(1):
        afterwards = gevent.spawn(go_on)
    # Somebody's own work of another kind, which they are waiting for a turn with.
    turns._had.add(1)
    afterwards.join(timeout=5)
    assert later == [0]


def test_who_was_somebody_is_remembered():
    turns = Turns()
    assert turns.whose("secret") == STRANGERS
    # A login that we signed, and have not looked up since the start, is nobody else's.
    assert len({turns.of_login("secret"), turns.of_login("another"), STRANGERS, 7}) == 4
    turns.remember("secret", 7)
    assert turns.whose("secret") == turns.of_login("secret") == 7


def test_a_form_and_a_call_share_a_limit(limited, monkeypatch):
    # All of it in one moment, however long it takes here.
    monkeypatch.setattr(sliding_window, "time", SimpleNamespace(time=lambda: 1_000_000.0))
    browser, headers = _logged_in(limited)
    name = {"action": "profile", "display_name": "Ann"}
    wish = {"name": "x", "kind": "private"}

    def renames(number: int) -> Iterator[int]:
        for _ in range(number):
            yield browser.post("/profile", data=name, headers=headers).status_code
            yield browser.patch(
                "/api/v1/me", json={"displayName": "Ann"}, headers=headers
            ).status_code

    def rooms(number: int) -> Iterator[int]:
        for _ in range(number):
            yield browser.post("/rooms/new", data=wish, headers=headers).status_code
            yield browser.post("/api/v1/rooms", json=wish, headers=headers).status_code

    assert list(renames(10)) == [303, 200] * 10
    assert list(renames(1)) == [429, 429]
    assert list(rooms(30)) == [303, 201] * 30
    assert list(rooms(1)) == [429, 429]
