"""Coming in by password: what it tells, what it costs, how often it may be tried."""

import bcrypt
import gevent
import pytest
from sqlalchemy import select

from tests.auth.conftest import ADDRESS, Visitor, words
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD, token_of
from weconnect.auth.accounts.models import Login, User
from weconnect.auth.pages.redirects import local_path
from weconnect.auth.people import administration
from weconnect.auth.sign_in import authenticate, logins, throttles
from weconnect.engine.database.transactions import db
from weconnect.engine.limits import rate_limit
from weconnect.wire.errors import RateLimited, Unauthorized

WRONG = "some other long password"


@pytest.fixture
def checks(monkeypatch) -> list[bytes]:
    """The hashes that bcrypt was asked to check a password against."""
    asked: list[bytes] = []
    check = bcrypt.checkpw

    def noted(password: bytes, hashed: bytes) -> bool:
        asked.append(hashed)
        return bool(check(password, hashed))

    monkeypatch.setattr(bcrypt, "checkpw", noted)
    return asked


def test_the_right_password_logs_in(app, join, visitor):
    join("ann")

    done = visitor.login("Ann")

    assert (done.status_code, done.location) == (303, "/")
    assert visitor.is_logged_in


@pytest.mark.parametrize("name", ["ann", "nobody", "banned", "\0", "x" * 200, "<b>"])
def test_whatever_is_wrong_the_answer_and_the_work_are_the_same(app, join, checks, name):
    administration.ban(join("ann"), join("banned").id)

    with pytest.raises(Unauthorized, match=authenticate.WRONG):
        authenticate.authenticate(name, PASSWORD if name == "banned" else WRONG, ADDRESS)

    assert len(checks) == 1
    assert checks[0].startswith(b"$2b$04$")


def test_the_page_is_the_same_for_an_unknown_name_and_a_wrong_password(app, join):
    join("ann")
    pages = [Visitor(app).login(name, WRONG) for name in ("ann", "bob")]

    assert [page.status_code for page in pages] == [401, 401]
    said = [words(page).replace(token_of(page.text), "") for page in pages]
    assert said[0] == said[1]
    assert authenticate.WRONG in said[0]
    assert 'value="ann"' in pages[0].text
    assert WRONG not in pages[0].text


def test_every_attempt_costs_one_check_in_pages_and_api(app, join, visitor, checks):
    join("ann")
    visitor.login("ann", WRONG)
    visitor.login("bob", WRONG)
    for name in ("ann", "bob"):
        body = {"username": name, "password": WRONG}
        assert visitor.open("POST", "/api/v1/tokens", json=body).status_code == 401

    assert len(checks) == 4


@on_sqlite
def test_a_login_begins_a_new_session(app, join, visitor):
    join("ann")
    visitor.get("/login")
    before = visitor.cookie
    token = token_of(visitor.get("/login").text)
    visitor.login("ann")

    assert visitor.cookie != before
    assert token_of(visitor.get("/profile").text) != token

    stranger = Visitor(app)
    stranger.cookie = before
    assert not stranger.is_logged_in


def test_logging_in_anew_ends_the_login_before(app, join, visitor):
    join("ann")
    join("bob")
    visitor.login("ann")
    first = visitor.cookie
    token = token_of(visitor.get("/profile").text)
    fields = {"csrf_token": token, "username": "bob", "password": PASSWORD}
    visitor.open("POST", "/login", data=fields)

    assert visitor.get("/api/v1/me").json["username"] == "bob"
    visitor.cookie = first
    assert not visitor.is_logged_in


def test_another_cost_in_the_settings_renews_the_hash(app, join, configure):
    join("ann")
    configure(bcrypt_rounds=5)

    found = authenticate.authenticate("ann", PASSWORD, ADDRESS)

    stored = db.session.scalar(select(User.password_hash))
    assert stored
    assert stored.startswith(b"$2b$05$")
    assert logins.open_login(found, "", ADDRESS).username == "ann"
    assert authenticate.authenticate("ann", PASSWORD, ADDRESS) == found


def test_several_who_renew_it_at_once_all_come_in(app, join, configure):
    join("ann")
    configure(bcrypt_rounds=5)

    def enter() -> None:
        with app.app_context():
            logins.open_login(authenticate.authenticate("ann", PASSWORD, ADDRESS), "", ADDRESS)

    gevent.joinall([gevent.spawn(enter) for _ in range(5)], raise_error=True)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
        "https://evil.example", "http:///evil.example", "evil.example", "javascript:alert(1)",
        "/\t/evil.example", "/\n/evil.example", "/rooms\r\nSet-Cookie: a=b", "/\x00", "/%0d\r",
        "", " /rooms", "/a\\b", "/ /evil.example", "///evil.example", "data:text/html,x", "/\u2028",
    ],
)  # fmt: skip
@on_sqlite
def test_the_way_on_leads_to_no_other_site(app, join, visitor, target):
    join("ann")
    assert local_path(target) is None

    done = visitor.post("/login", username="ann", password=PASSWORD, next=target)

    assert (done.status_code, done.location) == (303, "/")


@pytest.mark.parametrize("target", ["/rooms/7", "/rooms?q=a%20b&after=1", "/%0d%0aX", "/a:b@c"])
@on_sqlite
def test_the_way_on_leads_to_any_page_of_this_one(app, join, visitor, target):
    join("ann")

    done = visitor.post("/login", username="ann", password=PASSWORD, next=target)

    assert done.location == target


@on_sqlite
def test_a_page_that_needs_a_login_comes_after_it(app, join, visitor):
    join("ann")

    asked = visitor.get("/people?q=x")
    assert asked.status_code == 303
    done = visitor.post("/login", asked.location, username="ann", password=PASSWORD, next="/people")
    assert done.location == "/people"
    assert visitor.get("/").location in {None, "/rooms/1"}


@on_sqlite
def test_a_wrong_way_on_is_not_printed_into_the_form(app, visitor):
    assert "evil" not in visitor.get("/login?next=//evil.example").text
    assert 'value="/people"' in visitor.get("/login?next=/people").text


class TestThrottles:
    def fail(self, name: str = "ann", address: str = ADDRESS) -> None:
        with pytest.raises(Unauthorized):
            authenticate.authenticate(name, WRONG, address)

    @on_sqlite
    def test_ten_failures_close_an_account_for_a_while(self, app, join, checks):
        join("ann")
        for number in range(10):
            self.fail(address=f"198.51.100.{number}")
        done = len(checks)

        with pytest.raises(RateLimited) as refused:
            authenticate.authenticate("ann", PASSWORD, "198.51.100.99")

        assert refused.value.retry_after
        assert 200 < refused.value.retry_after <= 300
        assert len(checks) == done

    def test_but_not_for_its_owner_at_home(self, app, join):
        join("ann")
        for number in range(10):
            self.fail(address=f"198.51.100.{number}")

        assert authenticate.authenticate("ann", PASSWORD, ADDRESS)

    @on_sqlite
    def test_an_unknown_name_is_closed_just_the_same(self, app, join):
        for number in range(10):
            self.fail("nobody", f"198.51.100.{number}")

        with pytest.raises(RateLimited):
            authenticate.authenticate("nobody", WRONG, "198.51.100.99")

    @on_sqlite
    def test_other_writings_of_a_name_are_no_way_round(self, app, join):
        for number in range(10):
            self.fail(["ann", "ANN", "Ann", "ａｎｎ"][number % 4])

        with pytest.raises(RateLimited):
            authenticate.authenticate("aNN", PASSWORD, ADDRESS)

    def test_many_at_once_are_no_way_round(self, app, join, checks):
        join("ann")

        def guess() -> str:
            with app.app_context():
                try:
                    authenticate.authenticate("ann", WRONG, "198.51.100.1")
                except RateLimited:
                    return "limited"
                except Unauthorized:
                    return "wrong"
                return "in"

        jobs = [gevent.spawn(guess) for _ in range(30)]
        gevent.joinall(jobs, raise_error=True)

        assert sorted(job.get() for job in jobs) == ["limited"] * 20 + ["wrong"] * 10

    def test_many_right_ones_at_once_do_not_count_against_each_other(self, app, join):
        join("ann")

        def enter() -> None:
            with app.app_context():
                authenticate.authenticate("ann", PASSWORD, "198.51.100.1")

        jobs = [gevent.spawn(enter) for _ in range(30)]
        gevent.joinall(jobs, raise_error=True)

    @on_sqlite
    def test_success_forgets_the_failures(self, app, join):
        join("ann")
        for _ in range(3):
            for _ in range(9):
                self.fail()
            assert authenticate.authenticate("ann", PASSWORD, ADDRESS)

    @on_sqlite
    def test_a_hundred_failures_close_an_address(self, app, join, monkeypatch):
        monkeypatch.setattr(throttles, "PER_ADDRESS", rate_limit.rule("5 per minute"))
        join("ann")
        for number in range(5):
            self.fail(f"nobody{number}")

        with pytest.raises(RateLimited):
            authenticate.authenticate("ann", PASSWORD, ADDRESS)
        assert authenticate.authenticate("ann", PASSWORD, "198.51.100.1")

    @on_sqlite
    def test_success_does_not_open_an_address_again(self, app, join, monkeypatch):
        monkeypatch.setattr(throttles, "PER_ADDRESS", rate_limit.rule("5 per minute"))
        join("ann")
        for number in range(4):
            self.fail(f"nobody{number}")
            assert authenticate.authenticate("ann", PASSWORD, ADDRESS)
        self.fail("nobody5")

        with pytest.raises(RateLimited):
            authenticate.authenticate("ann", PASSWORD, ADDRESS)

    def test_the_neighbours_in_one_ipv6_network_are_one_address(self):
        assert throttles.network("2001:db8:1:2::1") == throttles.network("2001:db8:1:2:ffff::9")
        assert throttles.network("2001:db8:1:2::1") != throttles.network("2001:db8:1:3::1")
        assert throttles.network("::ffff:192.0.2.7") == throttles.network("192.0.2.7")
        assert throttles.network("") == throttles.network("nonsense") == "unknown"

    @on_sqlite
    def test_the_page_says_so_and_keeps_the_form(self, app, join, visitor):
        join("ann")
        for _ in range(10):
            self.fail(address="198.51.100.1")
        visitor.address = "198.51.100.1"

        page = visitor.login("ann", next="/people")

        assert page.status_code == 429
        assert int(page.headers["Retry-After"]) > 200
        assert 'value="ann"' in page.text
        assert 'value="/people"' in page.text

    @on_sqlite
    def test_pages_and_api_share_the_count(self, app, join, visitor):
        for _ in range(5):
            visitor.login("bob", WRONG)
            body = {"username": "bob", "password": WRONG}
            assert visitor.open("POST", "/api/v1/tokens", json=body).status_code == 401

        answer = visitor.open("POST", "/api/v1/tokens", json=body)
        assert answer.status_code == 429
        assert answer.json["error"]["code"] == "rateLimited"
        assert answer.json["error"]["retryAfter"] > 200
        assert visitor.login("bob", WRONG).status_code == 429


def test_a_login_that_was_proved_before_the_ban_comes_too_late(app, join):
    ann, bob = join("ann"), join("bob")
    found = authenticate.authenticate("bob", PASSWORD, ADDRESS)
    administration.ban(ann, bob.id)

    with pytest.raises(Unauthorized):
        logins.open_login(found, "", ADDRESS)
    assert not db.session.scalars(select(Login).where(Login.user_id == bob.id)).all()
