"""A person looks after their account, in a real browser."""

from playwright.sync_api import Page, expect

from tests.auth.pictures import photo
from tests.harness.browser import Browser
from tests.harness.person import PASSWORD
from tests.harness.server import Server

NEW = "a new and longer password"


def log_in(page: Page, password: str) -> None:
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_from_a_mistyped_password_to_a_picture_and_another_password(
    server: Server, browser: Browser
):
    elsewhere = server.person("ann")
    page = browser.page()
    browser.allow("status of 401")
    page.goto(f"{server.url}/profile")
    log_in(page, "a mistyped password")
    expect(page.get_by_role("alert")).to_have_text("That username and password do not go together.")
    expect(page.get_by_label("Username")).to_have_value("ann")
    log_in(page, PASSWORD)

    expect(page.get_by_role("heading", level=1)).to_have_text("Profile")
    page.get_by_label("Picture").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    picture = page.locator("main [data-part=avatar-image]")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 256

    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    assert elsewhere.api("GET", "/me", headers={}).status_code == 401

    page.goto(f"{server.url}/sessions")
    expect(page.get_by_text("this one")).to_have_count(1)
    page.get_by_role("button", name="Log out").first.click()
    expect(page).to_have_url(f"{server.url}/login")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
