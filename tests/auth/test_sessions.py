"""Logins: resumed by their cookie, seen, expired, ended."""

import time
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from werkzeug.test import EnvironBuilder

from tests.auth.conftest import ADDRESS, Visitor, words
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD, token_of
from weconnect.auth.accounts.models import Login
from weconnect.auth.people import administration
from weconnect.auth.people.session import secret_of
from weconnect.auth.sign_in import logins, tokens
from weconnect.auth.sign_in.authenticate import Proof, authenticate
from weconnect.auth.sign_in.devices import device_of
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db
from weconnect.wire.errors import NotFound


def prove(name: str) -> Proof:
    return authenticate(name, PASSWORD, ADDRESS)


def test_a_cookie_brings_its_owner_back(app, join):
    ann = join("ann")

    assert logins.resume(ann.get_id()) == ann


@pytest.mark.parametrize("secret", ["", "x", "\0", "\ud800", "x" * 10_000, "None"])
def test_an_invented_one_brings_nobody(app, join, secret):
    join("ann")

    assert logins.resume(secret) is None


def test_the_secret_is_not_in_the_database(app, join):
    ann = join("ann")

    (login,) = db.session.scalars(select(Login))
    assert ann.secret.encode() not in login.secret_hash
    assert ann.secret not in repr(ann)
    assert len(ann.secret) >= 43


def test_a_login_lasts_thirty_days_from_its_last_use(app, join, backdate):
    ann = join("ann")
    backdate(Login, days=29)
    assert logins.resume(ann.secret)
    backdate(Login, days=29)
    assert logins.resume(ann.secret)
    backdate(Login, days=30, minutes=1)
    assert logins.resume(ann.secret) is None
    assert logins.alive([ann.login_id], []) == (set(), set())


@on_sqlite
def test_the_cookie_is_sent_anew_each_day_so_that_it_lasts_as_long(app, join, visitor, monkeypatch):
    join("ann")
    cookies = visitor.login("ann").headers.getlist("Set-Cookie")
    (first,) = (one for one in cookies if one.startswith("weconnect="))
    expires = parsedate_to_datetime(first.split("Expires=")[1].split(";")[0])
    assert timedelta(days=29.9) < expires - now() < timedelta(days=30.1)
    visitor.get("/profile")
    assert "Set-Cookie" not in visitor.get("/profile").headers

    monkeypatch.setattr("weconnect.auth.people.session.now", lambda: now() + timedelta(days=1))
    assert "Expires=" in visitor.get("/profile").headers["Set-Cookie"]
    assert "Set-Cookie" not in visitor.get("/profile").headers


def test_being_seen_is_noted_every_five_minutes(app, join, backdate):
    def seen() -> datetime:
        db.session.expire_all()
        return db.session.scalars(select(Login.last_seen_at)).one()

    ann = join("ann")
    first = seen()
    logins.resume(ann.secret)
    assert seen() == first

    backdate(Login, minutes=6)
    logins.resume(ann.secret)
    assert now() - seen() < timedelta(minutes=1)


def test_logging_out_ends_a_copied_cookie_too(app, join, visitor):
    join("ann")
    visitor.login("ann")
    thief = Visitor(app)
    thief.cookie = visitor.cookie
    assert thief.is_logged_in

    done = visitor.logout()

    assert (done.status_code, done.location) == (303, "/login")
    assert not visitor.is_logged_in
    assert thief.get("/profile").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Login)) == 1  # join's own
    assert not thief.is_logged_in


@on_sqlite
def test_a_cookie_is_worth_nothing_under_another_key(app, join, visitor):
    join("ann")
    visitor.login("ann")
    app.secret_key = "another key"

    assert not visitor.is_logged_in


@on_sqlite
def test_the_page_lists_where_one_is_logged_in(app, join, visitor):
    join("ann")
    visitor.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; …) CriOS/1 Safari/1"
    visitor.login("ann")

    page = words(visitor.get("/sessions"))

    assert "2 places" in page
    assert "Firefox on Linux" in page
    assert "Chrome on iPhone" in page
    assert ADDRESS in page
    assert page.count("this one") == 1


def test_any_login_of_ones_own_can_be_ended(app, join, visitor):
    elsewhere = join("ann")
    visitor.login("ann")

    done = visitor.post(f"/sessions/{elsewhere.login_id}/end", "/sessions")

    assert done.location == "/sessions"
    assert logins.resume(elsewhere.secret) is None
    assert visitor.is_logged_in

    own = visitor.get("/api/v1/sessions").json["sessions"][0]["id"]
    assert visitor.post(f"/sessions/{own}/end", "/sessions").location == "/login"
    assert not visitor.is_logged_in


def test_nobody_ends_or_sees_the_logins_of_others(app, join):
    ann, bob = join("ann"), join("bob")

    with pytest.raises(NotFound) as absent:
        logins.end_login(bob, 999)
    with pytest.raises(NotFound) as foreign:
        logins.end_login(bob, ann.login_id)

    assert foreign.value.body() == absent.value.body()
    assert logins.resume(ann.secret)
    assert [one.id for one in logins.list_logins(bob)] == [bob.login_id]


def test_the_api_lists_and_ends_logins(app, join, visitor):
    first = join("ann")
    visitor.login("ann")
    second = logins.open_login(prove("ann"), "Other", ADDRESS)

    listed = visitor.get("/api/v1/sessions").json["sessions"]
    assert len(listed) == 3
    assert [one["current"] for one in listed].count(True) == 1

    assert visitor.api("DELETE", f"/sessions/{first.login_id}").status_code == 204
    assert visitor.api("DELETE", f"/sessions/{first.login_id}").status_code == 404
    assert logins.resume(second.secret)
    assert visitor.api("DELETE", "/sessions").status_code == 204
    db.session.remove()  # what this test has read so far was before
    assert logins.resume(second.secret) is None
    assert visitor.is_logged_in


def test_one_person_has_so_many_logins_and_no_more(app, join, monkeypatch, backdate):
    monkeypatch.setattr(logins, "MOST", 3)
    first = join("ann")
    backdate(Login, minutes=1)
    others = [logins.open_login(prove("ann"), "", ADDRESS) for _ in range(3)]

    assert logins.resume(first.secret) is None
    assert all(logins.resume(one.secret) for one in others)


def test_expired_logins_are_cleared_away(app, join, visitor, backdate):
    join("ann")
    backdate(Login, days=31)
    visitor.login("ann")

    assert db.session.scalar(select(func.count()).select_from(Login)) == 1


def test_the_sweep_learns_what_is_valid(app, join):
    ann, bob, cem = join("ann"), join("bob"), join("cem")
    kept, gone = (tokens.create_token(bob, name, 5) for name in ("kept", "gone"))
    tokens.revoke_token(bob, gone.id)
    administration.ban(ann, cem.id)

    valid = logins.alive([ann.login_id, bob.login_id, cem.login_id, 999], [kept.id, gone.id, 999])

    assert valid.logins == {ann.login_id, bob.login_id}
    assert valid.tokens == {kept.id}
    assert logins.alive(range(1, 5000), range(1, 5000)).logins == valid.logins


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/133.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131 Safari/537 Edg/131", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/18 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (iPhone; CPU OS 18 like Mac OS X) Version/18 Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/131 Mobile Safari/537", "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
        ("\u202e<b>" + "x" * 500, "<b>" + "x" * 37),
    ],
)
def test_devices_are_named_in_words(agent, words):
    assert device_of(agent) == words


@on_sqlite
@pytest.mark.parametrize("seconds", [1, 2, 3600, 31 * 86_400])
def test_a_clock_that_steps_back_logs_nobody_out(app, join, visitor, monkeypatch, seconds):
    """Two servers are never of exactly the same time."""
    join("ann")
    later = SimpleNamespace(time=lambda: time.time() + seconds)
    with monkeypatch.context() as ahead:
        ahead.setattr("itsdangerous.timed.time", later)
        visitor.login("ann")
        token = token_of(visitor.get("/profile").text)

    assert visitor.is_logged_in
    answer = visitor.open("POST", "/profile", data={"csrf_token": token, "action": "avatar-remove"})
    assert answer.status_code == 303
    environ = EnvironBuilder(headers=[("Cookie", f"weconnect={visitor.cookie}")]).get_environ()
    assert logins.resume(secret_of(app, environ)), "as a socket asks"
    # The record decides: once it has ended, the cookie of whatever time is worth nothing.
    visitor.logout()
    assert not visitor.is_logged_in
