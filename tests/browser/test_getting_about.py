"""Going from place to place by the keyboard, and commands in the box."""

import re

from playwright.sync_api import expect

from tests.harness.browser import until

_STANDS = """([text, top]) => [...document.querySelectorAll('message-item')].some(item =>
    item.querySelector('[data-part=content]').textContent.trim() === text
    && Math.abs(item.getBoundingClientRect().top - top) < 3)"""


def test_rooms_people_and_commands_are_a_few_keys_away(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Çelik")
    hall = gather("Hall", ann, bo)["id"]
    attic = gather("Attic", ann, bo)["id"]
    screen = sit(ann, hall)
    page = screen.page
    press = page.keyboard.press

    # Where one was before is the first that is offered; back and forward is the browser's.
    screen.open(attic)
    screen.fetched("switcher/visits.js", "switcher/switcher.js")
    press("Control+k")
    chosen = page.locator("#browse-results [aria-selected=true]")
    expect(chosen).to_contain_text("Hall")
    press("Enter")
    expect(screen.list).to_have_attribute("data-room", str(hall))
    page.go_back()
    expect(screen.list).to_have_attribute("data-room", str(attic))
    expect(screen.box).to_be_focused()
    page.go_forward()
    expect(screen.list).to_have_attribute("data-room", str(hall))

    # Somebody who is in none of these rooms, spelled otherwise.
    press("Control+k")
    page.locator("#browse-q").fill("celik" + cy.username.removeprefix("çelik"))
    expect(chosen).to_contain_text("Çelik")
    press("Enter")
    expect(page.locator("[data-part=room-name]")).to_have_text("Çelik")

    # A command is done from there, what stands in the box stays.
    screen.open(attic)
    screen.box.fill("a draft")
    press("Control+k")
    page.locator("#browse-q").fill("/top")
    expect(chosen).to_contain_text("/topic")
    press("Enter")
    expect(page.locator("#browse-q")).to_have_value("/topic ")
    page.keyboard.type("Old things")
    press("Enter")
    expect(page.locator("[data-part=room-topic]")).to_have_text("Old things")
    expect(screen.box).to_have_value("a draft")

    # To the next room in which something is unread, and no other.
    gather("Between", ann)
    bo.socket().say(hall, "come down")
    expect(screen.unread(hall)).to_be_visible()
    press("Alt+Shift+ArrowDown")
    expect(screen.list).to_have_attribute("data-room", str(hall))
    screen.shows("come down")


def test_commands_are_completed_explained_and_done(meet, gather, sit, browser):
    browser.allow("404 ")
    ann, bo = meet("Ann", "Bo")
    hall = gather("Hall", ann)["id"]
    screen = sit(ann, hall)
    page, box = screen.page, screen.box
    options = page.locator("[data-part=commands] [role=option]")
    box.focus()
    screen.fetched("slash/completion.js", "slash/basics.js")
    page.keyboard.type("/")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.type("in")
    expect(options).to_have_text([re.compile("/invite.*Bring somebody")])
    page.keyboard.press("Tab")
    expect(box).to_have_value("/invite ")
    # What it needs stays in sight, and is chosen by no key.
    expect(options).to_have_text([re.compile("@name")])
    expect(options).to_have_attribute("aria-selected", "false")
    page.keyboard.type(f"@{bo.username}")
    page.keyboard.press("Enter")
    expect(screen.somebody(bo)).to_be_attached()
    expect(box).to_have_value("")
    # Its help goes with it, and what it did is to be seen.
    expect(options).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("can read along")

    # What is none, or is refused, loses nothing.
    error = page.locator("[data-part=error]").first
    screen.say("/nonsense of mine")
    expect(error).to_contain_text("There is no command /nonsense")
    expect(box).to_have_value("/nonsense of mine")
    screen.say("/invite @nobody-of-that-name")
    expect(error).to_contain_text("nobody with that name")
    expect(box).to_have_value("/invite @nobody-of-that-name")
    screen.say("//nonsense of mine")
    screen.shows("/nonsense of mine")
    screen.say("/etc/hosts is no command")
    screen.shows("/etc/hosts is no command")
    expect(screen.list.locator("message-item")).to_have_count(2)

    page.keyboard.type("/leave")
    page.keyboard.press("Enter")
    screen.confirm()
    expect(page.locator("[data-part=gone]")).to_be_visible()


def test_a_thread_is_found_by_what_began_it(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, attic = (gather(name, ann, bo)["id"] for name in ("Hall", "Attic"))
    root = ann.call_api("POST", f"/rooms/{attic}/messages", {"content": "**Who** waters it?"})
    answer = {"content": "I do", "thread": root["id"]}
    bo.call_api("POST", f"/rooms/{attic}/messages", answer)
    screen = sit(ann, hall)
    page = screen.page
    page.keyboard.press("Control+k")
    page.locator("#browse-q").fill("waters")
    chosen = page.locator("#browse-results [aria-selected=true]")
    expect(chosen).to_contain_text("Who waters it?")
    expect(chosen).to_contain_text("Attic")
    expect(chosen).to_contain_text("Thread")
    page.keyboard.press("Enter")
    pane = page.locator("thread-pane")
    expect(pane.locator("message-list")).to_contain_text("I do")
    expect(screen.list).to_have_attribute("data-room", str(attic))
    # From where it is open already nothing else opens.
    page.keyboard.press("Control+k")
    page.locator("#browse-q").fill("waters")
    expect(chosen).to_contain_text("Who waters it?")
    page.keyboard.press("Enter")
    expect(pane).to_have_count(1)
    # Somebody who follows none finds none.
    other = sit(bo, hall)
    bo.call_api("DELETE", f"/rooms/{attic}/threads/{root['id']}/following")
    other.page.keyboard.press("Control+k")
    other.page.locator("#browse-q").fill("waters")
    expect(other.page.locator("#dialog-browse [data-part=none]")).to_be_visible()


def test_a_room_is_muted_by_a_command(meet, gather, sit):
    (ann,) = meet("Ann")
    room = gather("Hall", ann)["id"]
    ann.call_api("PUT", f"/rooms/{room}/level", {"level": "mentions", "muted": False})
    screen = sit(ann, room)
    for muted in (True, False):
        screen.say("/mute")
        item = screen.room_item(room)
        (expect(item).to_have_attribute if muted else expect(item).not_to_have_attribute)(
            "data-muted", ""
        )
        told = ann.call_api("GET", f"/rooms/{room}/level")
        assert (told["muted"], told["level"], told["usualLevel"]) == (muted, "mentions", False)


def test_snippets_are_put_into_the_box(meet, gather, sit):
    (ann,) = meet("Ann")
    screen = sit(ann, gather("Hall", ann)["id"])
    page, box = screen.page, screen.box
    for name, text in (("regards", "Kind regards\nAnn"), ("hours", "From nine to five")):
        ann.call_api("PUT", "/snippets", {"name": name, "text": text})
    screen.say("/snippet REGARDS")
    expect(box).to_have_value("Kind regards\nAnn")
    box.fill("/snippet")
    box.press("Enter")
    options = page.locator("#dialog-snippets [role=option]")
    expect(options).to_have_count(2)
    expect(page.locator("#snippets-q")).to_be_focused()
    page.keyboard.type("nine")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(box).to_have_value("From nine to five")
    expect(box).to_be_focused()
    expect(screen.list.locator("message-item")).to_have_count(0)
    # By the toolbar, into what one is writing.
    page.get_by_role("button", name="Formatting").click()
    page.get_by_role("toolbar").get_by_role("button", name="Snippets").click()
    expect(page.locator("#snippets-q")).to_be_focused()
    page.keyboard.type("reg")
    page.keyboard.press("Enter")
    expect(box).to_have_value("From nine to five\nKind regards\nAnn")
    expect(box).to_be_focused()


def test_going_back_leads_to_where_one_was_reading(meet, gather, sit):
    (ann,) = meet("Ann")
    hall, attic = (gather(name, ann)["id"] for name in ("Hall", "Attic"))
    socket = ann.socket()
    for number in range(60):
        socket.say(hall, f"line {number}")
    screen = sit(ann, hall)
    screen.box.press("Shift")
    screen.fetched("chat/places.js", "messages/jumping.js")
    place = screen.message("line 20")
    place.evaluate("node => node.scrollIntoView({ block: 'start' })")
    top = place.bounding_box()["y"]
    screen.open(attic)
    screen.page.go_back()
    expect(screen.list).to_have_attribute("data-room", str(hall))
    until(screen.page, _STANDS, ["line 20", top])
    # Who opens it anew is at its end.
    screen.open(attic)
    screen.open(hall)
    expect(screen.message("line 59")).to_be_in_viewport()
