"""Taking back what was just sent: nothing is lost, nothing goes out twice."""

import re

from playwright.sync_api import expect

from tests.harness.browser import Browser
from tests.harness.seasons import SUMMER
from tests.harness.server import Server
from tests.harness.waiting import eventually

from .vault import Vault

_HIDE = """() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    delete document.visibilityState;
}"""


def test_what_is_sent_waits_and_can_be_taken_back(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann.call_api("PUT", "/me/undo", {"seconds": 20})

    def said() -> list[str]:
        return [one["content"] for one in bo.history(room)]

    screen = sit(ann, room)
    screen.fetched("undo/holding.js", "undo/box.js", "undo/acting.js")
    screen.box.press("Shift")
    waits = screen.page.locator("[data-part=undo-send]")

    screen.say("with a mistkae")
    expect(waits).to_be_visible()
    # Another tab of hers takes over what waits; when it is taken back it sends nothing either.
    other = sit(ann, room, page=screen.page.context.new_page())
    expect(other.message("with a mistkae")).to_have_count(1)
    waits.get_by_role("button", name="Undo").click()
    expect(screen.message("with a mistkae")).to_have_count(0)
    expect(screen.box).to_have_value("with a mistkae")
    other.page.reload()
    other.alive()
    expect(other.message("with a mistkae")).to_have_count(0)

    # By the key, too; and with what was written meanwhile it stays as it is.
    screen.say("again")
    expect(waits).to_be_visible()
    screen.page.keyboard.press("Control+z")
    expect(screen.box).to_have_value("again")
    assert said() == []

    # Who leaves the page has sent it.
    screen.say("right this time")
    expect(waits).to_be_visible()
    screen.page.evaluate(_HIDE)
    screen.shows("right this time")
    expect(waits).to_have_count(0)
    screen.say("and closed")
    screen.keeps_unsent(1)
    screen.page.goto(f"{ann.url}/profile")
    screen.go(room)
    screen.page.evaluate(_HIDE)
    screen.shows("right this time", "and closed")
    eventually(lambda: said() == ["right this time", "and closed"])


def test_all_that_a_message_carries_comes_back(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann.call_api("PUT", "/me/undo", {"seconds": 20})
    root = bo.socket().say(room, "a question")
    screen = sit(ann, room)
    page, box = screen.page, screen.box
    screen.fetched("undo/holding.js", "undo/box.js", "undo/acting.js")
    box.press("Shift")
    screen.fetched("polls/dialog.js", "announcements/dialog.js", "threads/opening.js")
    waits = page.locator("[data-part=undo-send]")

    # A poll, whole.
    screen.say("/poll Where do we eat?")
    poll = page.get_by_role("dialog", name="New poll")
    poll.get_by_label("Options, one a line").fill("Harbour\nBakery")
    poll.get_by_label("End of the poll").fill(f"{SUMMER}T12:30")
    for tick in ("Each may choose several", "Nobody sees who chose what"):
        poll.get_by_label(tick).check()
    poll.get_by_role("button", name="Start the poll").click()
    expect(waits).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.press("Control+z")
    expect(poll).to_be_visible()

    def filled_in() -> None:
        expect(poll.get_by_label("Question")).to_have_value("Where do we eat?")
        expect(poll.get_by_label("Options, one a line")).to_have_value("Harbour\nBakery")
        expect(poll.get_by_label("End of the poll")).to_have_value(f"{SUMMER}T12:30")
        expect(poll.get_by_label("Each may choose several")).to_be_checked()
        expect(poll.get_by_label("Nobody sees who chose what")).to_be_checked()
        expect(poll.get_by_label("Everybody may add options")).not_to_be_checked()

    filled_in()
    # Nobody is hurried: left, it stands there again.
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    screen.say("/poll")
    filled_in()
    page.keyboard.press("Escape")
    screen.say("/poll Something else?")
    expect(poll.get_by_label("Options, one a line")).to_have_value("")
    page.keyboard.press("Escape")

    # An announcement.
    screen.say("/announce The door is locked at eight.")
    asked = page.get_by_role("dialog", name="New announcement")
    asked.get_by_label("To be confirmed by").fill(f"{SUMMER}T09:00")
    asked.get_by_label("Remind those who have not").fill(f"{SUMMER}T08:00")
    asked.get_by_role("button", name="Announce").click()
    expect(waits).to_be_visible()
    page.keyboard.press("Control+z")
    expect(asked.get_by_label("What everybody is to confirm")).to_have_value(
        "The door is locked at eight."
    )
    expect(asked.get_by_label("To be confirmed by")).to_have_value(f"{SUMMER}T09:00")
    expect(asked.get_by_label("Remind those who have not")).to_have_value(f"{SUMMER}T08:00")
    page.keyboard.press("Escape")

    # What is answered.
    screen.act(screen.message("a question"), "reply")
    screen.say("an answer")
    expect(waits).to_be_visible()
    page.keyboard.press("Control+z")
    expect(box).to_have_value("an answer")
    expect(page.locator("#composer [data-part=replying]")).to_contain_text("a question")
    box.fill("")
    page.locator("#composer [data-action=cancel-reply]").click()

    # In a thread, that it stands in the room as well: of a text and of a poll.
    page.goto(f"{ann.url}/rooms/{room}/threads/{root['id']}")
    pane = page.locator("thread-pane")
    inner, also = pane.locator("[data-part=input]"), pane.locator("[data-part=in-room]")
    inner.press("Shift")
    screen.fetched("undo/holding.js", "undo/box.js", "polls/dialog.js")
    also.check()
    inner.fill("aside")
    inner.press("Enter")
    expect(pane.locator("[data-part=undo-send]")).to_be_visible()
    expect(also).not_to_be_checked()
    inner.press("Control+z")
    expect(inner).to_have_value("aside")
    expect(also).to_be_checked()
    inner.fill("/poll Tea?")
    inner.press("Enter")
    poll.get_by_label("Options, one a line").fill("yes\nno")
    poll.get_by_role("button", name="Start the poll").click()
    expect(also).not_to_be_checked()
    expect(inner).to_be_focused()
    inner.press("Control+z")
    expect(poll.get_by_label("Options, one a line")).to_have_value("yes\nno")
    poll.get_by_role("button", name="Start the poll").click()
    expect(poll).to_be_hidden()
    page.evaluate(_HIDE)
    eventually(lambda: [one["content"] for one in bo.history(room)] == ["a question", "Tea?"])
    (sent,) = bo.history(room)[1:]
    assert (sent["thread"], sent["inRoom"]) == (root["id"], True)
    assert [one["text"] for one in sent["poll"]["options"]] == ["yes", "no"]


def test_what_a_page_of_its_own_sends_waits_as_well(meet, gather, browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann.call_api("PUT", "/me/undo", {"seconds": 20})
    path = f"/rooms/{room}/announcements/new"
    page = browser.page(ann, path, timezone_id="Asia/Tokyo")
    text = page.get_by_label("What everybody is to confirm")
    button = page.get_by_role("button", name="Announce")
    waits = page.locator("[data-part=undo-form]")
    page.wait_for_load_state("networkidle")
    text.fill("The door is locked at eight.")
    page.get_by_label("To be confirmed by").fill(f"{SUMMER}T09:00")
    button.click()
    expect(waits).to_contain_text("Not sent yet")
    expect(waits.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(waits).to_be_hidden()
    expect(text).to_have_value("The door is locked at eight.")
    text.fill("The door is locked at nine.")
    button.click()
    expect(waits).to_be_visible()
    assert bo.history(room) == []
    # Whoever leaves the page sends it, once; when is by their clock.
    page.evaluate(_HIDE)
    expect(page).to_have_url(re.compile(rf"/rooms/{room}(?![/\d])"))
    (said,) = bo.history(room)
    assert said["content"] == "The door is locked at nine."
    assert said["announcement"]["by"].startswith(f"{SUMMER}T00:00")

    page = browser.page(ann, f"/rooms/{room}/polls/new")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Question").fill("Tea?")
    page.get_by_label("Options, one a line").fill("yes\nno")
    page.get_by_role("button", name="Start the poll").click()
    page.locator("[data-part=undo-form]").get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Question")).to_have_value("Tea?")

    page = browser.page(ann, path, java_script_enabled=False)
    expect(page.locator("main")).to_contain_text("Without scripts it is sent at once")


def test_a_poll_in_an_encrypted_room_comes_back_in_its_form(browser: Browser, house: Server):
    vault = Vault([house], browser, "Retake", "Ann", "Bo")
    first, two = vault.screens
    vault.people[0].call_api("PUT", "/me/undo", {"seconds": 20})
    before = vault.people[1].history(vault.room)
    # Not a reload: that forgets the answers that came before it, which are read at the end.
    one = vault.tab(first.page.context.new_page(), first.person)
    first.page.close()
    one.box.press("Shift")
    one.fetched("undo/holding.js", "undo/box.js", "undo/acting.js", "polls/dialog.js")
    waits = one.page.locator("[data-part=undo-send]")
    one.say("/poll Where is the vault?")
    poll = one.page.get_by_role("dialog", name="New poll")
    question, options = poll.get_by_label("Question"), poll.get_by_label("Options, one a line")
    options.fill("behind the bakery\nbelow the bank")
    poll.get_by_label("Each may choose several").check()
    poll.get_by_role("button", name="Start the poll").click()
    waits.get_by_role("button", name="Undo").click()
    expect(question).to_have_value("Where is the vault?")
    expect(options).to_have_value("behind the bakery\nbelow the bank")
    expect(poll.get_by_label("Each may choose several")).to_be_checked()
    expect(poll).to_contain_text("are encrypted")
    assert vault.people[1].history(vault.room) == before

    options.fill("behind the bakery\nbelow the church")
    poll.get_by_role("button", name="Start the poll").click()
    expect(waits).to_be_visible()
    one.page.evaluate(_HIDE)
    message = two.message("Where is the vault?")
    message.locator(".poll-option", has_text="below the church").click()
    choices = one.message("Where is the vault?").locator(".poll-option")
    expect(choices).to_have_count(2)
    expect(choices.nth(1)).to_contain_text("1 vote")
    heard = b" ".join(one.heard() + two.heard())
    for word in (b"bakery", b"church", b"below the bank", b"Where is the vault"):
        assert word not in heard
