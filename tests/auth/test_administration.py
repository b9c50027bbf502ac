"""What administrators may do to accounts, and nobody else."""

from collections.abc import Callable

import gevent
import pytest
from sqlalchemy import func, select

from tests.auth.conftest import Visitor, words
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Invite, User
from weconnect.auth.people import administration, invites
from weconnect.auth.sign_in import logins, tokens
from weconnect.engine.database.transactions import db
from weconnect.wire.errors import AppError, Conflict, Forbidden, NotFound

ACTIONS: dict[str, Callable[[Actor, int], object]] = {
    "end-sessions": administration.end_sessions,
    "ban": administration.ban,
    "unban": administration.unban,
    "promote": lambda actor, user_id: administration.set_admin(actor, user_id, True),
    "demote": lambda actor, user_id: administration.set_admin(actor, user_id, False),
}


def is_admin(user_id: int) -> bool:
    return bool(db.session.scalar(select(User.is_admin).where(User.id == user_id)))


@pytest.mark.parametrize("action", ACTIONS)
def test_only_administrators_may(app, join, action):
    ann, bob, cem = join("ann"), join("bob"), join("cem")

    for target in (ann.id, bob.id, cem.id, 999):
        with pytest.raises(Forbidden):
            ACTIONS[action](bob, target)

    assert logins.resume(cem.secret) == cem
    assert is_admin(ann.id)
    assert not is_admin(cem.id)
    with pytest.raises(NotFound):
        ACTIONS[action](ann, 999)
    ACTIONS[action](ann, cem.id)  # the same, by an administrator


def test_a_demoted_administrator_may_not_any_more(app, join):
    ann, bob, cem = join("ann"), join("bob"), join("cem")
    administration.set_admin(ann, bob.id, True)
    bob = logins.resume(bob.secret)
    assert bob
    assert bob.is_admin
    administration.set_admin(ann, bob.id, False)

    # `bob` still says that he is one, as an open socket of his would.
    with pytest.raises(Forbidden):
        administration.ban(bob, cem.id)
    with pytest.raises(Forbidden):
        invites.create_invite(bob, days=1, max_uses=1)
    with pytest.raises(Forbidden):
        administration.describe(bob, cem.id)


def test_ending_sessions_ends_all_ways_in_but_leaves_the_account(app, join, visitor):
    ann, bob = join("ann"), join("bob")
    token = tokens.create_token(bob, "bot", None)

    administration.end_sessions(ann, bob.id)

    assert logins.resume(bob.secret) is None
    assert tokens.resume(token.token) is None
    assert visitor.login("bob").status_code == 303


def test_there_is_always_an_administrator(app, join):
    ann, bob = join("ann"), join("bob")

    with pytest.raises(Conflict):
        administration.set_admin(ann, ann.id, False)
    with pytest.raises(Conflict):
        administration.ban(ann, ann.id)
    with pytest.raises(Conflict):
        administration.set_admin(None, ann.id, False)

    administration.set_admin(ann, bob.id, True)
    administration.set_admin(ann, ann.id, False)
    assert is_admin(bob.id)
    assert not is_admin(ann.id)


@pytest.mark.parametrize("action", ["demote", "ban"])
def test_two_who_do_it_to_each_other_at_once_do_not_leave_nobody(app, join, action):
    ann, bob = join("ann"), join("bob")
    administration.set_admin(ann, bob.id, True)

    def strike(actor, target: int) -> str:
        with app.app_context():
            try:
                ACTIONS[action](actor, target)
            except AppError as error:
                return error.code
            return "done"

    jobs = [gevent.spawn(strike, ann, bob.id), gevent.spawn(strike, bob, ann.id)]
    gevent.joinall(jobs, raise_error=True)

    assert sorted(job.get() for job in jobs) == ["done", "forbidden"]
    assert db.session.scalar(select(func.count()).select_from(User).where(User.is_admin)) == 1


def test_who_is_banned_loses_the_office_and_the_invites(app, join):
    ann, bob = join("ann"), join("bob")
    administration.set_admin(ann, bob.id, True)
    invites.create_invite(bob, days=1, max_uses=1)
    kept = invites.create_invite(ann, days=1, max_uses=1)

    administration.ban(ann, bob.id)

    assert not is_admin(bob.id)
    assert db.session.scalar(select(func.count()).select_from(Invite)) == 1
    assert invites.is_usable(kept)
    with pytest.raises(Conflict):
        administration.set_admin(ann, bob.id, True)


class TestPages:
    def test_an_administrator_bans_and_lets_in_again(self, app, join, visitor):
        join("ann")
        bob = join("bob")
        visitor.login("ann")
        page = f"/people/{bob.id}"
        assert "For administrators" in visitor.get(page).text

        assert visitor.post(page, action="ban").location == page
        assert logins.resume(bob.secret) is None
        assert "banned" in words(visitor.get(page))
        assert "banned" in words(visitor.get("/people"))
        visitor.post(page, action="unban")
        assert Visitor(app).login("bob").status_code == 303

    def test_an_administrator_makes_another(self, app, join, visitor):
        join("ann")
        bob = join("bob")
        visitor.login("ann")

        visitor.post(f"/people/{bob.id}", action="promote")
        assert is_admin(bob.id)

    @on_sqlite
    def test_a_refusal_is_told(self, app, join, visitor):
        ann = join("ann")
        visitor.login("ann")

        visitor.post(f"/people/{ann.id}", action="ban")
        assert "can't ban yourself" in words(visitor.get("/people"))

    def test_others_see_nothing_of_it_and_can_do_nothing(self, app, join, visitor):
        ann, bob, cem = join("ann"), join("bob"), join("cem")
        administration.ban(ann, cem.id)
        visitor.login("bob")

        assert "For administrators" not in visitor.get(f"/people/{ann.id}").text
        assert "banned" not in words(visitor.get(f"/people/{cem.id}"))
        assert "cem" not in words(visitor.get("/people"))
        for action in ACTIONS:
            visitor.post(f"/people/{ann.id}", action=action)
        assert logins.resume(ann.secret)
        assert is_admin(ann.id)
        assert not is_admin(bob.id)

    @pytest.mark.parametrize("action", ["", "delete", "__class__"])
    @on_sqlite
    def test_other_actions_do_not_exist(self, app, join, visitor, action):
        join("ann")
        bob = join("bob")
        visitor.login("ann")

        assert visitor.post(f"/people/{bob.id}", action=action).status_code == 404
        assert visitor.post("/profile", action=action).status_code == 404

    @on_sqlite
    def test_invites_are_for_administrators(self, app, join, visitor):
        secret = invites.create_invite(join("ann"), days=1, max_uses=1)
        join("bob")
        visitor.login("bob")

        assert visitor.get("/invites").status_code == 403
        assert visitor.post("/invites", "/profile", uses="1", days="1").status_code == 403
        assert visitor.post("/invites/1/revoke", "/profile").status_code == 403
        assert invites.is_usable(secret)

    def test_an_invite_is_made_shown_once_and_revoked(self, app, join, visitor):
        join("ann")
        visitor.login("ann")

        page = visitor.post("/invites", uses="3", days="7")
        assert page.text.count("/register?invite=") == 1
        assert "Used 0 of 3" in words(page)
        assert "/register?invite=" not in visitor.get("/invites").text
        (invite,) = db.session.scalars(select(Invite))
        assert visitor.post(f"/invites/{invite.id}/revoke", "/invites").status_code == 303
        assert "No open links" in words(visitor.get("/invites"))
        assert visitor.post(f"/invites/{invite.id}/revoke", "/invites").status_code == 404

    def test_the_link_registers_somebody(self, app, join, visitor, configure):
        configure(registration="invite")
        join("ann")
        visitor.login("ann")
        page = visitor.post("/invites", uses="1", days="7").text
        link = page.split('<code id="new-link">')[1].split("</code>")[0]

        guest = Visitor(app)
        form = guest.get(link.removeprefix("http://localhost"))
        secret = form.text.split('name="invite" value="')[1].split('"')[0]
        done = guest.post("/register", link.removeprefix("http://localhost"),
                          username="bob", password=PASSWORD, invite=secret)  # fmt: skip

        assert done.status_code == 303
        assert guest.is_logged_in

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"uses": "0", "days": "7"}, "1 to 1000 people"),
            ({"uses": "x", "days": "7"}, "1 to 1000 people"),
            ({"uses": "5", "days": "91"}, "1 to 90 days"),
            ({"uses": "5", "days": "99999999999999999999"}, "1 to 90 days"),
            ({"uses": "5", "days": ""}, "fill this in"),
        ],
    )
    @on_sqlite
    def test_the_page_says_what_to_change(self, app, join, visitor, fields, says):
        join("ann")
        visitor.login("ann")

        page = visitor.post("/invites", **fields)

        assert page.status_code == 400
        assert says in words(page)
        assert "/register?invite=" not in page.text
