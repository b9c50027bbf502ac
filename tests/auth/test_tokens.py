"""Access tokens: made, used, expired, revoked."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.auth.conftest import ADDRESS, Visitor, words
from tests.harness.answers import json_of
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD
from weconnect.auth.accounts.models import AccessToken
from weconnect.auth.sign_in import logins, tokens
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db
from weconnect.wire.errors import Conflict, Forbidden, NotFound, Unauthorized


def by_password(visitor: Visitor, **more: object) -> TestResponse:
    body = {"username": "ann", "password": PASSWORD, **more}
    return visitor.open("POST", "/api/v1/tokens", json=body)


def test_username_and_password_make_a_token(app, join, visitor):
    join("ann")

    answer = by_password(visitor)

    assert answer.status_code == 201
    told = json_of(answer)
    assert set(told) == {"token", "expiresAt", "id", "name"}
    assert told["token"].startswith("wc_")
    assert visitor.bearer(told["token"], "GET", "/me").json["username"] == "ann"
    assert "Set-Cookie" not in answer.headers


def test_without_days_it_lasts_ninety_and_with_null_for_ever(app, join, visitor):
    join("ann")
    by_password(visitor, days=7)
    by_password(visitor, days=None)
    by_password(visitor)

    expiries = list(db.session.scalars(select(AccessToken.expires_at).order_by(AccessToken.id)))
    assert expiries[0]
    assert timedelta(days=6.9) < expiries[0] - now() < timedelta(days=7)
    assert expiries[1] is None
    assert expiries[2]
    assert timedelta(days=89.9) < expiries[2] - now() < timedelta(days=90)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "ann"},
        {"password": PASSWORD},
        {"username": "ann", "password": "wrong and long"},
        {"username": None, "password": PASSWORD},
    ],
)
@on_sqlite
def test_half_a_proof_makes_none(app, join, visitor, body):
    join("ann")

    assert visitor.open("POST", "/api/v1/tokens", json=body).status_code == 401


@pytest.mark.parametrize(
    "more",
    [{"days": 0}, {"days": 4000}, {"days": "7"}, {"label": ""}, {"name": ""}, {"password": ["x"]}],
)
@on_sqlite
def test_nonsense_is_refused(app, join, visitor, more):
    join("ann")

    assert by_password(visitor, **more).status_code == 400


def test_whoever_is_logged_in_needs_no_password(app, join, visitor):
    join("ann")
    visitor.login("ann")

    answer = visitor.api("POST", "/tokens", {"name": "bot", "days": 3})

    assert answer.status_code == 201
    assert answer.json["name"] == "bot"


@on_sqlite
def test_but_a_csrf_token(app, join, visitor):
    join("ann")
    visitor.login("ann")

    assert visitor.open("POST", "/api/v1/tokens", json={"name": "bot"}).status_code == 401
    assert visitor.get("/api/v1/tokens").json == {"tokens": []}


def test_a_token_makes_no_token(app, join, visitor):
    ann = join("ann")
    first = tokens.create_token(ann, "bot", 5)

    answer = visitor.bearer(first.token, "POST", "/tokens", {"name": "another"})

    assert answer.status_code == 403
    program = tokens.resume(first.token)
    assert program
    with pytest.raises(Forbidden):
        tokens.create_token(program, "another", 5)


def test_an_ended_login_makes_no_token(app, join):
    ann = join("ann")
    logins.log_out(ann.secret)

    with pytest.raises(Unauthorized):
        tokens.create_token(ann, "late", 5)


def test_the_secret_is_told_once_and_kept_nowhere(app, join, visitor):
    ann = join("ann")
    made = tokens.create_token(ann, "bot", 5)

    (row,) = db.session.scalars(select(AccessToken))
    assert made.token.encode() not in row.secret_hash
    visitor.login("ann")
    assert made.token not in visitor.get("/profile").text
    assert made.token not in visitor.get("/api/v1/tokens").text


@pytest.mark.parametrize("secret", ["", "wc_", "wc_x", "\0", "\ud800", "x" * 10_000])
def test_an_invented_token_brings_nobody(app, join, secret):
    tokens.create_token(join("ann"), "bot", 5)

    assert tokens.resume(secret) is None


@on_sqlite
def test_a_wrong_token_does_not_fall_back_to_the_cookie(app, join, visitor):
    join("ann")
    visitor.login("ann")

    assert visitor.bearer("wc_wrong", "GET", "/me").status_code == 401


def test_an_expired_token_brings_nobody(app, join, backdate):
    ann = join("ann")
    made = tokens.create_token(ann, "bot", 5)
    for_ever = tokens.create_token(ann, "for ever", None)
    backdate(AccessToken, days=5)

    assert tokens.resume(made.token) is None
    assert tokens.resume(for_ever.token)
    assert logins.alive([], [made.id, for_ever.id]).tokens == {for_ever.id}
    assert [one.name for one in tokens.list_tokens(ann)] == ["for ever"]


def test_its_use_is_noted_once_a_minute(app, join, backdate):
    def used() -> datetime | None:
        db.session.expire_all()
        return db.session.scalar(select(AccessToken.last_used_at))

    made = tokens.create_token(join("ann"), "bot", None)
    assert used() is None
    tokens.resume(made.token)
    first = used()
    assert first
    assert now() - first < timedelta(minutes=1)
    tokens.resume(made.token)
    assert used() == first
    backdate(AccessToken, minutes=2)
    tokens.resume(made.token)
    second = used()
    assert second
    assert second >= first


def test_a_revoked_token_brings_nobody(app, join, visitor):
    ann = join("ann")
    made = tokens.create_token(ann, "bot", 5)
    visitor.login("ann")

    assert visitor.api("DELETE", f"/tokens/{made.id}").status_code == 204
    assert visitor.api("DELETE", f"/tokens/{made.id}").status_code == 404
    assert visitor.bearer(made.token, "GET", "/me").status_code == 401


def test_nobody_revokes_or_sees_the_tokens_of_others(app, join):
    made = tokens.create_token(join("ann"), "bot", 5)
    bob = join("bob")

    with pytest.raises(NotFound) as foreign:
        tokens.revoke_token(bob, made.id)
    with pytest.raises(NotFound) as absent:
        tokens.revoke_token(bob, 999)
    assert foreign.value.body() == absent.value.body()
    assert tokens.list_tokens(bob) == []
    assert tokens.resume(made.token)


def test_a_token_acts_as_its_owner_and_no_more(app, join):
    ann, bob = join("ann"), join("bob")

    chief = tokens.resume(tokens.create_token(ann, "a", 5).token)
    assert chief
    assert chief.is_admin
    actor = tokens.resume(tokens.create_token(bob, "b", 5).token)
    assert actor
    assert (actor.id, actor.is_admin, actor.login_id) == (bob.id, False, None)


def test_there_are_so_many_tokens_and_no_more(app, join, monkeypatch, backdate):
    monkeypatch.setattr(tokens, "MOST", 2)
    ann = join("ann")
    for name in ("one", "two"):
        tokens.create_token(ann, name, 5)
    with pytest.raises(Conflict):
        tokens.create_token(ann, "three", 5)

    backdate(AccessToken, days=6)
    tokens.create_token(ann, "three", 5)


def test_the_page_makes_lists_and_revokes_tokens(app, join, visitor):
    join("ann")
    visitor.login("ann")

    page = visitor.post("/profile", action="token", name=" my   bot ", days="5")
    assert page.status_code == 200
    assert page.text.count("wc_") == 1
    listed = visitor.get("/api/v1/tokens").json["tokens"]
    assert [one["name"] for one in listed] == ["my bot"]

    done = visitor.post("/profile", action="revoke-token", token=str(listed[0]["id"]))
    assert done.status_code == 303
    assert visitor.get("/api/v1/tokens").json["tokens"] == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "", "days": "5"}, "Please fill this in."),
        ({"name": "   ", "days": "5"}, "Please fill this in."),
        ({"name": "bot", "days": "0"}, "1 to 3650"),
        ({"name": "bot", "days": "many"}, "1 to 3650"),
        ({"name": "x" * 81, "days": "5"}, "too long"),
        ({"name": "a\u202eb", "days": "5"}, "control characters"),
    ],
)
@on_sqlite
def test_the_page_says_what_to_change(app, join, visitor, fields, says):
    join("ann")
    visitor.login("ann")

    page = visitor.post("/profile", action="token", **fields)

    assert page.status_code == 400
    assert says in words(page)
    assert tokens.list_tokens(join("bob")) == []
    assert "wc_" not in page.text


@on_sqlite
def test_the_address_is_the_trusted_one(app, join, visitor):
    join("ann")
    answer = visitor.open(
        "POST",
        "/api/v1/tokens",
        json={"username": "ann", "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.9"},
    )

    assert answer.status_code == 201
    visitor.login("ann")
    assert visitor.get("/api/v1/sessions").json["sessions"][0]["address"] == ADDRESS
