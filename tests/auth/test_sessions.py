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
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Login
from weconnect.auth.people import administration, profile
from weconnect.auth.people.session import secret_of
from weconnect.auth.sign_in import logins, tokens
from weconnect.auth.sign_in.authenticate import Proof, authenticate
from weconnect.auth.sign_in.devices import device_of
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db
from weconnect.wire.errors import NotFound, Unauthorized


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


class TestChangingThePassword:
    NEW = "a new and longer password"

    def change(self, actor: Actor, current: str = PASSWORD, new: str = NEW) -> Actor:
        return profile.change_password(actor, current, new, "", ADDRESS)

    def test_it_leaves_the_one_who_changed_it_logged_in_and_nobody_else(self, app, join, visitor):
        elsewhere = join("ann")
        token = tokens.create_token(elsewhere, "bot", 5)
        visitor.login("ann")
        thief = Visitor(app)
        thief.cookie = visitor.cookie
        form = {"action": "password", "current": PASSWORD, "new": self.NEW}

        done = visitor.post("/profile", **form)

        assert (done.status_code, done.location) == (303, "/profile")
        assert visitor.is_logged_in
        assert not thief.is_logged_in
        assert logins.resume(elsewhere.secret) is None
        assert tokens.resume(token.token) is None
        assert Visitor(app).login("ann").status_code == 401
        assert Visitor(app).login("ann", self.NEW).status_code == 303

    def test_it_needs_the_present_one(self, app, join):
        ann = join("ann")

        with pytest.raises(profile.CurrentPasswordWrong):
            self.change(ann, current="a wrong long password")
        assert logins.resume(ann.secret)

    @on_sqlite
    def test_it_is_no_way_to_guess_the_present_one(self, app, join, visitor):
        join("ann")
        visitor.login("ann")
        form = {"action": "password", "current": "a wrong long password", "new": self.NEW}
        statuses = [visitor.post("/profile", **form).status_code for _ in range(11)]

        assert statuses == [400] * 10 + [429]

    @pytest.mark.parametrize("new", ["short", "password123", "ann", "x" * 4097])
    @on_sqlite
    def test_the_new_one_must_be_good(self, app, join, visitor, new):
        join("ann")
        visitor.login("ann")

        page = visitor.post("/profile", action="password", current=PASSWORD, new=new)

        assert page.status_code == 400
        assert 'aria-invalid="true"' in page.text
        assert Visitor(app).login("ann").status_code == 303

    def test_a_login_ended_meanwhile_changes_nothing(self, app, join):
        ann = join("ann")
        logins.log_out(ann.secret)

        with pytest.raises(Unauthorized):
            self.change(ann)

    def test_the_operators_reset_ends_everything(self, app, join):
        ann = join("ann")
        token = tokens.create_token(ann, "bot", None)

        profile.reset_password("ANN", self.NEW)

        assert logins.resume(ann.secret) is None
        assert tokens.resume(token.token) is None
        with pytest.raises(NotFound):
            profile.reset_password("bob", self.NEW)


class TestBanned:
    """Deactivated people come in by no way at all."""

    def test_by_none(self, app, join, visitor):
        ann, bob = join("ann"), join("bob")
        token = tokens.create_token(bob, "bot", None)
        visitor.login("bob")
        cookie = visitor.cookie

        administration.ban(ann, bob.id)

        visitor.cookie = cookie
        assert not visitor.is_logged_in
        assert logins.resume(bob.secret) is None
        assert tokens.resume(token.token) is None
        assert Visitor(app).login("bob").status_code == 401
        body = {"username": "bob", "password": PASSWORD}
        assert Visitor(app).open("POST", "/api/v1/tokens", json=body).status_code == 401
        assert visitor.bearer(token.token, "GET", "/me").status_code == 401
        with pytest.raises(Unauthorized):
            tokens.create_token(bob, "again", None)
        with pytest.raises(Unauthorized):
            profile.change_password(bob, PASSWORD, "a new long password", "", ADDRESS)
        with pytest.raises(Unauthorized):
            profile.rename(bob, "Bob")
        profile.reset_password("bob", "a new long password")
        assert Visitor(app).login("bob", "a new long password").status_code == 401

    def test_until_they_are_let_in_again(self, app, join, visitor):
        ann, bob = join("ann"), join("bob")
        administration.ban(ann, bob.id)
        administration.unban(ann, bob.id)

        assert logins.resume(bob.secret) is None
        assert visitor.login("bob").status_code == 303


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


LEFT = '"cache", "storage"'


class TestWhatABrowserKeeps:
    """Whoever is next at it finds nothing: the browser is told so on every way out."""

    pytestmark = on_sqlite

    def test_logging_out(self, app, join, visitor):
        join("ann")
        visitor.login("ann")
        visitor.client.set_cookie("last_room", "1.1")

        assert visitor.logout().headers["Clear-Site-Data"] == LEFT
        assert visitor.client.get_cookie("last_room") is None

    def test_the_page_has_seen_to_it_that_others_messages_stay(self, app, join, visitor):
        join("ann")
        visitor.login("ann")

        left = visitor.post("/logout", "/profile", keep="unsent")

        assert left.headers["Clear-Site-Data"] == '"cache"'

    def test_ending_the_own_login_in_the_list(self, app, join, visitor):
        join("ann")
        visitor.login("ann")
        (mine,) = [
            one for one in visitor.get("/api/v1/sessions").json["sessions"] if one["current"]
        ]

        left = visitor.post(f"/sessions/{mine['id']}/end", "/sessions")

        assert left.headers["Clear-Site-Data"] == LEFT

    def test_a_login_that_has_ended_elsewhere_or_by_itself(self, app, join, visitor, backdate):
        join("ann")
        visitor.login("ann")
        assert "Clear-Site-Data" not in visitor.get("/profile").headers
        backdate(Login, days=31)

        assert visitor.get("/profile").headers["Clear-Site-Data"] == '"cache"'
        assert visitor.get("/login").headers["Clear-Site-Data"] == '"cache"'
        visitor.login("ann")
        assert "Clear-Site-Data" not in visitor.get("/profile").headers

    def test_another_account_takes_over(self, app, join, visitor):
        join("ann")
        join("bo")
        visitor.login("ann")
        page = visitor.get("/profile").text

        fields = {"username": "bo", "password": PASSWORD, "csrf_token": token_of(page)}
        entered = visitor.open("POST", "/login", data=fields)

        assert entered.status_code == 303
        assert entered.headers["Clear-Site-Data"] == '"cache"'


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
