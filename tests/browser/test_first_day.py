"""The first day of a team: the first person sets the room up, the second one comes by a link."""

from playwright.sync_api import Page, expect

from tests.harness.browser import Browser
from tests.harness.person import PASSWORD

from .screen import Screen


def register(page: Page, url: str, username: str, name: str) -> None:
    page.goto(url)
    page.get_by_label("Username").fill(username)
    page.get_by_label("Name (optional)").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()


def set_up(page: Page, url: str) -> None:
    """Ann opens the address, makes her account, names the team and the first room."""
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
    register(page, page.url, "ann", "Ann")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Ann")
    page.get_by_label("Team").fill("Harbour & Sons")
    page.get_by_label("Room").fill("Lobby")
    page.get_by_role("button", name="Open the room").click()
    expect(page).to_have_title("Lobby · Harbour & Sons")


def invite(page: Page) -> str:
    """Ann finds the way to a link beside the rooms, and makes one."""
    page.locator("#rooms .rooms-invite").get_by_role("link", name="Invite people").click()
    page.get_by_role("button", name="Make a link").click()
    return page.locator("#new-link").inner_text()


def test_two_people_meet_where_registration_is_by_invitation(start_server, browser: Browser):
    server = start_server(REGISTRATION="invite")
    ann, bo = (browser.context().new_page() for _ in range(2))
    set_up(ann, server.url)
    room = ann.url
    expect(ann.locator("[data-part=empty]")).to_be_visible()

    browser.allow(r"403 \(FORBIDDEN\)")
    bo.goto(f"{server.url}/register")
    expect(bo.get_by_role("heading", level=1)).to_have_text("By invitation")
    expect(bo.get_by_label("Username")).to_have_count(0)

    link = invite(ann)
    register(bo, link, "bo", "Bo")
    # He is where everybody is.
    expect(bo).to_have_title("Lobby · Harbour & Sons")

    ann.goto(room)
    # The button works from the first moment, also before the script is there.
    bo.locator("#input").fill("Good morning!")
    bo.locator("[data-action=send]").click()
    expect(ann.get_by_role("article")).to_contain_text("Good morning!")
    ann.locator("#input").fill("Welcome, Bo")
    ann.locator("[data-action=send]").click()
    expect(bo.get_by_role("article").last).to_contain_text("Welcome, Bo")

    # Whoever looks without a script reads the same.
    context = browser.context(java_script_enabled=False, storage_state=bo.context.storage_state())
    plain = context.new_page()
    plain.goto(room)
    expect(plain.get_by_role("article")).to_have_count(2)
    expect(plain.locator("[data-part=content]")).to_have_text(["Good morning!", "Welcome, Bo"])


def test_where_everybody_may_register(server, browser: Browser):
    ann, bo = (browser.context().new_page() for _ in range(2))
    set_up(ann, server.url)
    lobby = ann.url
    register(bo, f"{server.url}/register", "bo", "Bo")
    expect(bo).to_have_title("Lobby · Harbour & Sons")

    # Without a room for newcomers, the next one picks a room.
    ann.goto(f"{lobby}/settings")
    ann.get_by_role("button", name="Not any more").click()
    expect(ann.get_by_role("button", name="Let them in")).to_be_visible()
    cy = browser.context().new_page()
    register(cy, f"{server.url}/register", "cy", "Cy")
    expect(cy.get_by_role("heading", level=1)).to_have_text("Welcome, Cy")
    # Nobody but the first one has a team to name.
    expect(cy.get_by_label("Team")).to_have_count(0)
    cy.get_by_role("button", name="Join").click()
    expect(cy).to_have_title("Lobby · Harbour & Sons")


def test_a_link_leads_into_a_private_room(server, browser: Browser):
    ann, bo = (browser.context().new_page() for _ in range(2))
    set_up(ann, server.url)
    ann.goto(f"{server.url}/rooms/new")
    ann.get_by_label("Name").fill("Wheelhouse")
    ann.get_by_label("Private").check()
    ann.get_by_role("button", name="Make the room").click()
    expect(ann).to_have_title("Wheelhouse · Harbour & Sons")
    ann.get_by_role("link", name="Add people").click()
    ann.get_by_role("button", name="Make an invite link").click()

    register(bo, ann.locator("#new-link").inner_text(), "bo", "Bo")
    rooms = bo.get_by_role("navigation", name="Rooms")
    expect(rooms.get_by_role("link", name="Lobby")).to_be_visible()
    expect(rooms.get_by_role("link", name="Wheelhouse")).to_be_visible()
    # Only administrators make links.
    expect(rooms.get_by_role("link", name="Invite people")).to_have_count(0)


def test_history_is_in_the_page_itself(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Archive", ann, bo)
    socket = ann.socket()
    for text in ("first", "second", "https://example.org/third"):
        socket.say(room["id"], text)

    page = bo.get(f"/rooms/{room['id']}").text
    assert page.count("<message-item") == 4, "three messages, and the template"
    assert '<a href="https://example.org/third"' in page

    # The script takes over what the server drew, node by node.
    screen = sit(bo, room)
    assert isinstance(screen, Screen)
    screen.shows("first", "second", "https://example.org/third")
