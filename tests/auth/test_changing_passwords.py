"""Another password: what it needs, and what it ends."""

import pytest

from tests.auth.conftest import ADDRESS, Visitor
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import profile
from weconnect.auth.sign_in import logins, tokens
from weconnect.wire.errors import NotFound, Unauthorized

NEW = "a new and longer password"


def change(actor: Actor, current: str = PASSWORD, new: str = NEW) -> Actor:
    return profile.change_password(actor, current, new, "", ADDRESS)


def test_it_leaves_the_one_who_changed_it_logged_in_and_nobody_else(app, join, visitor):
    elsewhere = join("ann")
    token = tokens.create_token(elsewhere, "bot", 5)
    visitor.login("ann")
    thief = Visitor(app)
    thief.cookie = visitor.cookie
    form = {"action": "password", "current": PASSWORD, "new": NEW}

    done = visitor.post("/profile", **form)

    assert (done.status_code, done.location) == (303, "/profile")
    assert visitor.is_logged_in
    assert not thief.is_logged_in
    assert logins.resume(elsewhere.secret) is None
    assert tokens.resume(token.token) is None
    assert Visitor(app).login("ann").status_code == 401
    assert Visitor(app).login("ann", NEW).status_code == 303


def test_it_needs_the_present_one(app, join):
    ann = join("ann")

    with pytest.raises(profile.CurrentPasswordWrong):
        change(ann, current="a wrong long password")
    assert logins.resume(ann.secret)


@on_sqlite
def test_it_is_no_way_to_guess_the_present_one(app, join, visitor):
    join("ann")
    visitor.login("ann")
    form = {"action": "password", "current": "a wrong long password", "new": NEW}
    statuses = [visitor.post("/profile", **form).status_code for _ in range(11)]

    assert statuses == [400] * 10 + [429]


@pytest.mark.parametrize("new", ["short", "password123", "ann", "x" * 4097])
@on_sqlite
def test_the_new_one_must_be_good(app, join, visitor, new):
    join("ann")
    visitor.login("ann")

    page = visitor.post("/profile", action="password", current=PASSWORD, new=new)

    assert page.status_code == 400
    assert 'aria-invalid="true"' in page.text
    assert Visitor(app).login("ann").status_code == 303


def test_a_login_ended_meanwhile_changes_nothing(app, join):
    ann = join("ann")
    logins.log_out(ann.secret)

    with pytest.raises(Unauthorized):
        change(ann)


def test_the_operators_reset_ends_everything(app, join):
    ann = join("ann")
    token = tokens.create_token(ann, "bot", None)

    profile.reset_password("ANN", NEW)

    assert logins.resume(ann.secret) is None
    assert tokens.resume(token.token) is None
    with pytest.raises(NotFound):
        profile.reset_password("bob", NEW)
