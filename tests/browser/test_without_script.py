"""Everything that matters works without JavaScript."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.harness.browser import Browser
from tests.harness.person import PASSWORD

PLAIN: dict[str, Any] = {"java_script_enabled": False}


def test_register_log_out_and_in_again(house, browser: Browser):
    browser.allow(r"400 \(BAD REQUEST\)|401 \(UNAUTHORIZED\)")
    page = browser.page(**PLAIN)
    page.goto(f"{house.url}/register")
    page.get_by_label("Username").fill("plain.jane")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Make the account").click()
    # What is wrong is said at its field, and what was right is kept.
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Username")).to_have_value("plain.jane")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, plain.jane")

    page.goto(f"{house.url}/sessions")
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/login"))
    page.goto(f"{house.url}/rooms")
    expect(page).to_have_url(re.compile(r"/login\?next="))

    page.get_by_label("Username").fill("plain.jane")
    page.get_by_label("Password").fill("wrong " + PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(re.compile("/rooms$"))


def test_find_a_room_read_it_and_write(meet, gather, browser: Browser):
    ann, bo = meet("Ann", "Bo")
    name = f"Reading room {ann.id}"
    room = gather(name, ann)["id"]
    socket = ann.socket()
    for number in range(1, 121):
        socket.say(room, f"page {number}")

    page = browser.page(bo, "/rooms", **PLAIN)
    page.get_by_label("Find a room").fill(name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=name).click()
    # From outside one sees the room, and not what is said in it.
    expect(page.get_by_role("article")).to_have_count(0)
    page.get_by_role("button", name=f"Join {name}").click()
    content = page.locator("[data-part=content]")
    expect(content.last).to_have_text("page 120")
    # The newest is in sight without a script.
    expect(content.last).to_be_in_viewport()

    read = set()
    while True:
        read |= set(content.all_inner_texts())
        earlier = page.locator("[data-part=earlier]")
        if not earlier.is_visible():
            break
        earlier.click()
        # All of it: what is not there yet is neither read nor seen to be missing.
        page.wait_for_load_state()
    assert read == {f"page {number}" for number in range(1, 121)}
    expect(page.locator("[data-part=beginning]")).to_be_attached()
    page.get_by_role("link", name="Newest messages").click()

    box = page.get_by_label(f"Message {name}")
    box.fill("first line\nsecond <b>line</b>")
    page.get_by_role("button", name="Send").click()
    expect(content.last).to_have_text("first line\nsecond <b>line</b>", use_inner_text=True)
    expect(content.last).to_be_in_viewport()
    expect(box).to_have_value("")
    # Loading the page again sends nothing again.
    page.reload()
    assert [text for text in content.all_inner_texts() if text.startswith("first line")] == [
        "first line\nsecond <b>line</b>"
    ]
    socket.settle()
    assert ann.call_api("GET", f"/rooms/{room}")["lastSeq"] == 121


def test_what_a_page_offers_works(meet, gather, browser: Browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    page = browser.page(bo, f"/rooms/{room}", viewport={"width": 1000, "height": 700}, **PLAIN)

    # No button without a purpose: those that need a script are not there.
    dead = page.locator("button[type=button]:visible").all()
    assert not dead

    page.locator('[data-action="show-rooms"]').click()
    expect(page.locator("#rooms")).to_be_visible()
    page.get_by_role("link", name="New room").click()
    page.get_by_label("Name").fill("Made by hand")
    page.get_by_label("Private").check()
    page.get_by_role("button", name="Make the room").click()
    expect(page).to_have_title(re.compile("^Made by hand"))
    page.get_by_role("link", name="Room settings").click()
    page.get_by_label("Add somebody").fill(ann.username)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".rows-people")).to_contain_text("Ann")
    topic = page.get_by_label("Topic")
    topic.fill("Paper and glue")
    page.locator("form", has=topic).get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Back to the conversation").click()
    expect(page.locator("[data-part=room-topic]")).to_have_text("Paper and glue")

    page.goto(f"{bo.url}/rooms/direct")
    page.get_by_label("To").fill(ann.username)
    page.get_by_role("button", name="Start writing").click()
    page.get_by_label("Message Ann").fill("hello by hand")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("article")).to_contain_text("hello by hand")
    page.locator('[data-action="show-rooms"]').click()
    page.locator(".account summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/login"))


def test_answer_react_edit_and_delete(meet, gather, browser: Browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    socket = ann.socket()
    asked = socket.say(room, "Shall we?")
    socket.say(room, "Please", thread=asked["id"])
    page = browser.page(bo, f"/rooms/{room}", **PLAIN)
    said = page.get_by_role("article").first
    said.get_by_role("link", name="Reply, react").click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=2, name="Edit")).to_have_count(0)
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    page.get_by_label("Your answer").fill("Yes, let us")
    page.get_by_role("button", name="Send").click()
    answer = page.get_by_role("article").last
    expect(answer).to_contain_text("Yes, let us")
    expect(answer.locator("[data-part=reply]")).to_contain_text("Shall we?")

    # A reaction, and the same by its button in the conversation, which is no dead one.
    said.get_by_role("link", name="Reply, react").click()
    page.get_by_role("button", name="Party").click()
    party = said.locator('.reaction[data-emoji="🎉"]')
    expect(party).to_have_attribute("aria-pressed", "true")
    party.click()
    expect(party).to_have_count(0)

    answer.get_by_role("link", name="Reply, react").click()
    page.get_by_label("The message").fill("Yes,\nlet us\n")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(answer.locator("[data-part=content]")).to_have_text("Yes,\nlet us", use_inner_text=True)
    expect(answer.locator("[data-part=edited]")).to_be_visible()
    expect(answer).to_be_in_viewport()
    answer.get_by_role("link", name="Reply, react").click()
    page.get_by_role("button", name="Delete").click()
    expect(answer).to_contain_text("This message was deleted.")
    expect(answer.get_by_role("link", name="Reply, react")).to_have_count(0)
    # Times say what they are, those of threads as well.
    expect(said.locator("[data-part=time]")).to_have_text(re.compile(r"^\d\d:\d\d UTC$"))
    expect(said.locator("[data-part=thread-last]")).to_have_text(
        re.compile(r"^\d{1,2} \w+ \d{4}, \d\d:\d\d UTC$")
    )


def test_go_to_a_date_and_back(meet, gather, browser: Browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    socket = ann.socket()
    for number in range(1, 151):
        socket.say(room, f"page {number}")
    page = browser.page(bo, f"/rooms/{room}", **PLAIN)
    content = page.locator("[data-part=content]")
    page.locator(".head-menu summary").click()
    page.get_by_role("link", name="First message").click()
    expect(content.first).to_have_text("page 1")
    page.locator("[data-part=later]").click()
    expect(content.last).to_have_text("page 150")
    page.locator("[data-part=earlier]").click()
    expect(content.last).to_have_text("page 100")
    page.locator(".head-menu summary").click()
    page.locator("#go-date").fill("2020-01-01")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(content.first).to_have_text("page 1")
    page.goto(f"{bo.url}/rooms/{room}?date=nonsense")
    expect(content.last).to_have_text("page 150")
