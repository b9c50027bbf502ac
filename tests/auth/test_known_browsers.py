"""Whoever guesses at an account keeps its owner out of no browser that the owner has used."""

import pytest

from tests.auth.conftest import ADDRESS
from tests.harness.apps import on_sqlite
from weconnect.auth.sign_in import authenticate, throttles
from weconnect.engine.limits.rate_limit import rule
from weconnect.wire.errors import RateLimited, Unauthorized

WRONG = "some other long password"
ELSEWHERE = "198.51.100.1"


def guess(address: str, times: int = 12) -> None:
    for _ in range(times):
        with pytest.raises((Unauthorized, RateLimited)):
            authenticate.authenticate("ann", WRONG, address)


def test_guesses_from_anywhere_do_not_lock_it_out(app, join, visit):
    join("ann")
    browser = visit()
    browser.login("ann")
    browser.logout()
    guess(ELSEWHERE)
    guess(ADDRESS)
    browser.address = "203.0.113.9"

    assert visit("203.0.113.9").login("ann").status_code == 429
    assert browser.login("ann").status_code == 303


def test_nor_does_a_flood_of_its_neighbours(app, join, visit, monkeypatch):
    for name in ("PER_ADDRESS", "HASHES_PER_ADDRESS"):
        monkeypatch.setattr(throttles, name, rule("10 per 5 minutes"))
    join("ann")
    browser = visit()
    browser.login("ann")
    browser.logout()
    for number in range(12):
        with pytest.raises((Unauthorized, RateLimited)):
            authenticate.authenticate(f"nobody{number}", WRONG, ADDRESS)

    assert visit().login("ann").status_code == 429
    assert browser.login("ann").status_code == 303


@on_sqlite
def test_whoever_has_it_may_guess_no_more_than_others(app, join, visit):
    join("ann")
    browser = visit()
    browser.login("ann")
    browser.logout()

    codes = [browser.login("ann", WRONG).status_code for _ in range(12)]

    assert codes == [401] * 10 + [429] * 2
    # And that is nobody else's business.
    assert visit(ELSEWHERE).login("ann").status_code == 303


@on_sqlite
def test_it_is_known_to_those_who_were_there_until_they_change_their_password(app, join, visit):
    join("ann")
    join("bob")
    browser, other = visit(), visit()
    for name in ("ann", "bob"):
        browser.login(name)
        browser.logout()
    other.login("bob")
    other.keep_password()
    guess(ELSEWHERE)
    for _ in range(12):
        with pytest.raises((Unauthorized, RateLimited)):
            authenticate.authenticate("bob", WRONG, ELSEWHERE)
    browser.address = other.address = "203.0.113.9"

    assert browser.login("bob").status_code == 429
    assert browser.login("ann").status_code == 303
    other.logout()
    assert other.login("bob").status_code == 303


@pytest.mark.parametrize("cookie", ["x", "." * 50, "é.ü", "A" * 16 + ".B.C", "a" * 3000])
@on_sqlite
def test_a_cookie_that_was_made_up_is_worth_nothing(app, join, visit, cookie):
    join("ann")
    browser = visit()
    browser.client.set_cookie("weconnect_device", cookie)
    guess(ELSEWHERE)
    browser.address = "203.0.113.9"

    assert browser.login("ann").status_code == 429


@on_sqlite
def test_it_says_nothing_of_whose_it_is_and_lets_nobody_in(app, join, visit):
    join("ann")
    browser = visit()
    browser.login("ann")
    cookie = browser.client.get_cookie("weconnect_device")

    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert "ann" not in cookie.value
    stranger = visit()
    stranger.client.set_cookie("weconnect_device", cookie.value)
    assert not stranger.is_logged_in
