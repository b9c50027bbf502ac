"""Deactivated people come in by no way at all."""

import pytest

from tests.auth.conftest import ADDRESS, Visitor
from tests.harness.person import PASSWORD
from weconnect.auth.people import administration, profile
from weconnect.auth.sign_in import logins, tokens
from weconnect.wire.errors import Unauthorized


def test_by_none(app, join, visitor):
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


def test_until_they_are_let_in_again(app, join, visitor):
    ann, bob = join("ann"), join("bob")
    administration.ban(ann, bob.id)
    administration.unban(ann, bob.id)

    assert logins.resume(bob.secret) is None
    assert visitor.login("bob").status_code == 303
