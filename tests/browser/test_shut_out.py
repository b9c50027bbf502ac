"""A login that ends elsewhere ends on the screen as well."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Browser, until
from tests.harness.person import PASSWORD

from .screen import Screen


@pytest.fixture
def two_browsers(meet, gather, house, sit):
    """Bo in a room, with two browsers: `bo, other = two_browsers()`; or with Ann `beside` him."""

    def seated(*, beside: bool = False, cold: bool = False) -> list[Screen]:
        ann, bo = meet("Ann", "Bo")
        room = gather("Hall", ann, bo)["id"]
        other = house.visitor(bo.username)
        other.login()
        screens = [sit(bo, room, cold=cold), sit(other, room)]
        return [*screens, sit(ann, room)] if beside else screens

    return seated


def is_out(screen: Screen, text: str) -> None:
    """The page says so, and leads to the login."""
    # It says so for a moment only: looked for more often than Playwright would.
    until(
        screen.page,
        "text => document.getElementById('connection')?.textContent.includes(text)",
        text,
    )
    expect(screen.page).to_have_url(re.compile("/login"))
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_a_session_that_is_ended_from_another_browser(two_browsers):
    bo, other, ann = two_browsers(beside=True)
    bo.page.keyboard.press("Control+k")
    expect(bo.page.locator("#dialog-browse")).to_be_visible()
    other.page.goto(f"{bo.person.url}/sessions")
    other.page.locator("li", has_not_text="this one").get_by_role(
        "button", name="End"
    ).first.click()
    # No dialog lies over the word that says why.
    until(
        bo.page,
        """() => document.getElementById('connection')?.hidden === false
            && !document.querySelector('dialog[open]')""",
    )
    is_out(bo, "logged out")
    ann.say("without Bo")
    ann.shows("without Bo")
    # Whoever logs in again is where they were.
    bo.page.get_by_label("Username").fill(bo.person.username)
    bo.page.get_by_label("Password").fill(PASSWORD)
    bo.page.get_by_role("button", name="Log in").click()
    bo.shows("without Bo")


def test_a_new_password_ends_the_other_browser(two_browsers):
    bo, other = two_browsers()
    other.page.goto(f"{bo.person.url}/profile")
    other.page.get_by_label("Present password").fill(PASSWORD)
    other.page.get_by_label("New password").fill("a rather different horse")
    other.page.get_by_role("button", name="Change the password").click()
    is_out(bo, "logged out")
    # The browser in which it was changed stays.
    other.page.goto(f"{bo.person.url}/")
    other.alive()


def test_banned(two_browsers, chief, browser: Browser):
    browser.allow(r"401 \(UNAUTHORIZED\)")
    bo, other, ann = two_browsers(beside=True)
    page = browser.page(chief, f"/people/{bo.person.id}")
    page.get_by_role("button", name="Ban").click()
    page.locator('#dialog-confirm button[value="ok"]').click()
    expect(page.get_by_role("button", name="Let in again")).to_be_visible()
    for screen in (bo, other):
        expect(screen.pill).to_contain_text("may no longer use the chat")
    for screen in (bo, other):
        expect(screen.page).to_have_url(re.compile("/login"))
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "offline")
    bo.page.get_by_label("Username").fill(bo.person.username)
    bo.page.get_by_label("Password").fill(PASSWORD)
    bo.page.get_by_role("button", name="Log in").click()
    expect(bo.page.get_by_role("alert")).to_be_visible()


def test_logged_out_in_another_tab(two_browsers):
    bo, other = two_browsers()
    second = bo.page.context.new_page()
    # What they ask for when there is time must not come after it has logged out.
    bo.page.wait_for_load_state("networkidle")
    second.goto(bo.page.url, wait_until="networkidle")
    second.locator(".account summary").click()
    second.get_by_role("button", name="Log out").click()
    expect(second).to_have_url(re.compile("/login"))
    is_out(bo, "logged out")
    # The other browser is another login.
    other.say("still here")
    other.shows("still here")


def test_the_login_expires_while_the_line_is_down(two_browsers, browser: Browser):
    browser.allow(r"ERR_INTERNET_DISCONNECTED|WebSocket|401 \(UNAUTHORIZED\)|Failed to load")
    bo, other = two_browsers(cold=True)
    bo.page.context.set_offline(True)
    expect(bo.pill).to_be_visible()
    bo.say("kept for later")
    for login in other.person.call_api("GET", "/sessions")["sessions"]:
        if not login["current"]:
            other.person.call_api("DELETE", f"/sessions/{login['id']}")
    bo.page.context.set_offline(False)
    is_out(bo, "login has ended")
    # What could not be sent is sent after the next login, as it is the same person.
    bo.page.get_by_label("Username").fill(bo.person.username)
    bo.page.get_by_label("Password").fill(PASSWORD)
    bo.page.get_by_role("button", name="Log in").click()
    bo.shows("kept for later")
    other.shows("kept for later")
