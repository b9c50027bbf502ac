"""Making accounts: who may, who becomes the administrator, what the page says."""

from unittest import mock

import gevent
import pytest
from sqlalchemy import func, select

from tests.auth.conftest import Visitor, words
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD
from weconnect.auth.accounts.models import Invite, Team, User
from weconnect.auth.people import invites, registration
from weconnect.auth.people.invites import InviteRefused
from weconnect.auth.people.registration import NameTaken, RegistrationClosed
from weconnect.auth.sign_in import passwords, throttles
from weconnect.engine.database.transactions import db
from weconnect.engine.limits import rate_limit


def administrators() -> list[str]:
    return list(db.session.scalars(select(User.username).where(User.is_admin)))


def test_the_first_account_is_the_administrators(app):
    for name in ("ann", "bob", "cem"):
        registration.register(name, PASSWORD)

    assert administrators() == ["ann"]
    assert db.session.scalar(select(func.count()).select_from(Team)) == 1


def test_of_many_who_are_first_at_once_one_is_the_administrator(app):
    def register(number: int) -> None:
        with app.app_context():
            registration.register(f"person{number}", PASSWORD)

    gevent.joinall([gevent.spawn(register, n) for n in range(12)], raise_error=True)

    assert db.session.scalar(select(func.count()).select_from(User)) == 12
    assert len(administrators()) == 1


def test_of_many_who_want_one_name_at_once_one_gets_it(app):
    def register(_number: int) -> str:
        with app.app_context():
            try:
                registration.register("ann", PASSWORD)
            except NameTaken:
                return "taken"
            return "made"

    jobs = [gevent.spawn(register, n) for n in range(8)]
    gevent.joinall(jobs, raise_error=True)

    assert sorted(job.get() for job in jobs) == ["made"] + ["taken"] * 7


@pytest.mark.parametrize("other", ["Ann", "ANN", "ａｎｎ", " ann "])
def test_a_name_is_taken_however_it_is_written(app, other):
    registration.register("ann", PASSWORD)

    with pytest.raises(NameTaken):
        registration.register(other, PASSWORD)


@pytest.mark.parametrize(("first", "second"), [("paypay", "раурау"), ("раурау", "paypay")])
def test_a_name_that_looks_like_a_taken_one_is_taken(app, first, second):
    registration.register(first, PASSWORD)

    with pytest.raises(NameTaken):
        registration.register(second, PASSWORD)


@on_sqlite
def test_a_taken_name_costs_the_same_work_as_a_free_one(app, monkeypatch):
    hashed = mock.Mock(wraps=passwords.hash_password)
    monkeypatch.setattr(passwords, "hash_password", hashed)
    registration.register("ann", PASSWORD)
    with pytest.raises(NameTaken):
        registration.register("ann", PASSWORD)

    assert hashed.call_count == 2


def test_ascii_names_that_look_alike_are_different_people(app):
    for name in ("user1", "userl", "useri", "rnary", "mary"):
        registration.register(name, PASSWORD)


def test_the_password_is_not_in_the_database(app):
    registration.register("ann", PASSWORD)

    (stored,) = db.session.scalars(select(User.password_hash))
    assert stored.startswith(b"$2b$04$")
    assert PASSWORD.encode() not in stored


def test_closed_to_everybody_even_the_first(app, configure):
    configure(registration="closed")

    with pytest.raises(RegistrationClosed):
        registration.register("ann", PASSWORD)

    page = app.test_client().get("/register").text
    assert "No new accounts" in page
    assert "invitation" not in page
    registration.create("ann", PASSWORD)
    assert administrators() == ["ann"]


class TestByInvitation:
    @pytest.fixture(autouse=True)
    def _by_invitation(self, configure):
        configure(registration="invite")

    def test_the_first_needs_none(self, app):
        registration.register("ann", PASSWORD)
        assert administrators() == ["ann"]

        with pytest.raises(RegistrationClosed):
            registration.register("bob", PASSWORD)

    def test_a_link_lets_as_many_in_as_it_says(self, app, join):
        secret = invites.create_invite(join("ann"), days=1, max_uses=2)
        registration.register("bob", PASSWORD, invite=secret)
        registration.register("cem", PASSWORD, invite=secret)

        with pytest.raises(InviteRefused):
            registration.register("dan", PASSWORD, invite=secret)
        assert administrators() == ["ann"]

    def test_a_link_lets_no_more_in_when_many_come_at_once(self, app, join):
        secret = invites.create_invite(join("ann"), days=1, max_uses=3)

        def register(number: int) -> bool:
            with app.app_context():
                try:
                    registration.register(f"person{number}", PASSWORD, invite=secret)
                except InviteRefused:
                    return False
                return True

        jobs = [gevent.spawn(register, n) for n in range(9)]
        gevent.joinall(jobs, raise_error=True)

        assert sum(job.get() for job in jobs) == 3
        assert db.session.scalar(select(Invite.uses)) == 3

    def test_a_refused_name_uses_nothing_up(self, app, join):
        ann = join("ann")
        secret = invites.create_invite(ann, days=1, max_uses=1)

        with pytest.raises(NameTaken):
            registration.register("ann", PASSWORD, invite=secret)

        assert invites.list_invites(ann)[0].uses == 0
        registration.register("bob", PASSWORD, invite=secret)

    def test_an_expired_or_invented_link_lets_nobody_in(self, app, join, backdate):
        secret = invites.create_invite(join("ann"), days=1, max_uses=None)
        backdate(Invite, days=2)

        for wrong in (secret, secret[:-1], "x", "\0", "\ud800", "x" * 10_000):
            with pytest.raises(InviteRefused):
                registration.register("bob", PASSWORD, invite=wrong)

    def test_the_page_takes_the_link_along(self, app, join, visitor):
        secret = invites.create_invite(join("ann"), days=1, max_uses=1)
        page = f"/register?invite={secret}"
        assert secret in visitor.get(page).text

        done = visitor.post("/register", page, username="bob", password=PASSWORD, invite=secret)

        assert done.status_code == 303
        assert visitor.is_logged_in

    def test_without_a_link_the_page_has_no_form(self, app, join, visitor):
        join("ann")
        page = visitor.get("/register")

        assert page.status_code == 403
        assert 'name="password"' not in page.text
        assert visitor.get("/register?invite=wrong").status_code == 403


def test_registering_logs_in(app, visitor: Visitor):
    done = visitor.register("ann", display_name="Ann Example")

    assert (done.status_code, done.location) == (303, "/")
    me = visitor.get("/api/v1/me").json
    assert me
    assert me == {
        "id": me["id"],
        "username": "ann",
        "displayName": "Ann Example",
        "avatar": None,
        "isAdmin": True,
        "reach": "everybody",
        "language": None,
    }


@on_sqlite
def test_who_is_logged_in_already_needs_no_form(app, visitor: Visitor):
    visitor.register("ann")

    assert visitor.get("/register").status_code == 303
    assert visitor.get("/login").status_code == 303


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("", PASSWORD, "Please fill this in."),
        ("ann", "", "Please fill this in."),
        ("a b", PASSWORD, "2 to 32"),
        ("admin", PASSWORD, "reserved"),
        ("bob", PASSWORD, "taken"),
        ("ann", "short", "at least 10"),
        ("ann", "password123", "Many people"),
        ("ann", "x" * 5000, "too long"),
        ("x" * 300, PASSWORD, "too long"),
    ],
)
@on_sqlite
def test_the_page_says_what_to_change_and_keeps_what_was_typed(
    app, join, visitor, name, password, says
):
    join("bob")

    page = visitor.register(name, password, display_name="My name")

    assert page.status_code == 400
    assert says in words(page)
    assert 'value="My name"' in page.text
    assert f'value="{name}"' in page.text
    assert password == "" or password not in page.text
    assert not visitor.is_logged_in


@on_sqlite
def test_one_address_cannot_register_for_ever(app, visitor, monkeypatch):
    monkeypatch.setattr(throttles, "REGISTRATIONS", rate_limit.rule("2 per hour"))
    for name in ("ann", "bob"):
        assert Visitor(app).register(name).status_code == 303

    page = visitor.register("cem", display_name="Cem")

    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 3000
    assert 'value="Cem"' in page.text
    assert Visitor(app, "198.51.100.1").register("cem").status_code == 303
