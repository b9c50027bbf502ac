"""Rooms: made, found, joined, left, archived; what is unread in them and who is called."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Browser

_FILL_AND_ENTER = """(field, text) => {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  const enter = { key: "Enter", bubbles: true, cancelable: true };
  field.dispatchEvent(new KeyboardEvent("keydown", enter));
}"""


def test_make_a_room_and_find_it(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    first, own = gather("Hall", ann), gather("Attic", bo)
    ann, bo = sit(ann, first), sit(bo, own)

    ann.page.locator('[data-action="new-room"]').first.click()
    dialog = ann.page.locator("#dialog-room")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill(f"Garden {first['id']}")
    dialog.get_by_label("Topic (optional)").fill("Beans and roses")
    dialog.get_by_role("button", name="Make the room").click()
    expect(ann.page.locator("[data-part=room-name]")).to_have_text(f"Garden {first['id']}")
    expect(ann.page.locator("[data-part=room-topic]")).to_have_text("Beans and roses")
    expect(ann.page).to_have_title(re.compile(rf"^Garden {first['id']} · "))
    garden = int(ann.list.get_attribute("data-room"))
    expect(ann.page).to_have_url(re.compile(f"/rooms/{garden}$"))
    ann.say("Seeds are here")

    # Bo finds it with the keyboard, and is in it.
    bo.page.keyboard.press("Control+k")
    finder = bo.page.locator("#dialog-browse")
    expect(finder.get_by_role("combobox")).to_be_focused()
    finder.get_by_role("combobox").fill(f"garden {first['id']}")
    # A list: until there is this one alone, whatever was there before the field was filled.
    expect(finder.get_by_role("option")).to_have_text([re.compile("Beans and roses")])
    bo.page.keyboard.press("Enter")
    expect(bo.list).to_have_attribute("data-room", str(garden))
    bo.shows("Seeds are here")
    expect(bo.room_item(garden).locator("[aria-current=page]")).to_be_visible()
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "online")

    # Back and forth in the browser's history, and by the keys for the room above and below.
    bo.page.go_back()
    expect(bo.list).to_have_attribute("data-room", str(own["id"]))
    bo.page.go_forward()
    expect(bo.list).to_have_attribute("data-room", str(garden))
    bo.page.keyboard.press("Alt+ArrowUp")
    expect(bo.list).to_have_attribute("data-room", str(own["id"]))

    # A name that nobody has is offered to be made.
    bo.page.keyboard.press("Control+k")
    finder.get_by_role("combobox").fill("no such room anywhere")
    expect(finder.locator("[data-part=none]")).to_be_visible()


def test_a_private_room_is_for_those_who_were_added(meet, gather, browser: Browser, sit):
    browser.allow(r"404 \(NOT FOUND\)")
    ann, bo = meet("Ann", "Bo")
    hall = gather("Hall", ann, bo)["id"]
    ann, bo = sit(ann, hall), sit(bo, hall)
    ann.page.locator('[data-action="new-room"]').first.click()
    dialog = ann.page.locator("#dialog-room")
    dialog.get_by_label("Name").fill("Surprise party")
    dialog.get_by_role("radio", name="Private").check()
    dialog.get_by_role("button", name="Make the room").click()
    expect(ann.page.locator("[data-part=room-kind]")).to_have_text("Private room")
    secret = int(ann.list.get_attribute("data-room"))
    ann.say("for your eyes only")
    ann.shows("for your eyes only")

    look = bo.page.context.new_page()
    answer = look.goto(f"{bo.person.url}/rooms/{secret}")
    assert answer.status == 404
    expect(look.get_by_role("heading", level=1)).to_have_text("There is nothing here")

    # Ann adds Bo on the room's settings; it appears in his list at once.
    ann.page.locator("[data-part=add-people]").click()
    ann.page.get_by_label("Add somebody").fill(bo.person.username)
    ann.page.get_by_role("button", name="Add", exact=True).click()
    expect(ann.page.locator(".rows-people")).to_contain_text("Bo")
    bo.open(secret)
    bo.shows("for your eyes only")


@pytest.mark.parametrize("whose", ["own", "public"])
def test_who_is_quicker_than_the_search_opens_what_they_typed(meet, gather, sit, whose: str):
    ann, bo = meet("Ann", "Bo")
    first = gather("Aardvark", ann)["id"]
    meant = gather(f"Zebra {first}", ann if whose == "own" else bo)["id"]
    screen = sit(ann, first)
    screen.page.keyboard.press("Control+k")
    finder = screen.page.locator("#dialog-browse")
    expect(finder.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    # All in one task: no search can come in between.
    finder.get_by_role("combobox").evaluate(_FILL_AND_ENTER, f"zebra {first}")
    expect(screen.list).to_have_attribute("data-room", str(meant))


def test_who_is_quicker_than_the_search_writes_to_whom_they_typed(meet, gather, sit):
    (ann,) = meet("Ann")
    screen = sit(ann, gather("Hall", ann))
    screen.page.locator('[data-action="new-direct"]').first.click()
    dialog = screen.page.locator("#dialog-direct")
    expect(dialog.get_by_role("option").first).to_be_visible()
    # One letter less than the whole name: it has to have been looked for.
    dialog.get_by_role("combobox").evaluate(_FILL_AND_ENTER, "chie")
    expect(dialog.locator("[data-part=chosen]")).to_have_text("Chief")


def test_a_direct_message(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall = gather("Hall", ann, bo)["id"]
    ann, bo = sit(ann, hall), sit(bo, hall)
    ann.page.locator('[data-action="new-direct"]').first.click()
    dialog = ann.page.locator("#dialog-direct")
    to = dialog.get_by_role("combobox")
    to.press_sequentially(bo.person.username)
    expect(dialog.get_by_role("option")).to_have_text([re.compile(bo.person.username)])
    to.press("Enter")
    expect(dialog.locator("[data-part=chosen]")).to_contain_text("Bo")
    dialog.get_by_role("button", name="Start writing").click()
    expect(ann.page.locator("[data-part=room-name]")).to_have_text("Bo")
    expect(ann.page.locator("[data-part=beginning-title]")).to_have_text("Between you and Bo")
    ann.say("psst")

    direct = int(ann.list.get_attribute("data-room"))
    item = bo.room_item(direct)
    expect(item).to_contain_text("Ann")
    # In a direct conversation every message is meant for one.
    expect(item).to_have_attribute("data-mentions", "1")
    expect(item).to_have_attribute("data-state", "online")
    bo.open(direct)
    bo.shows("psst")
    expect(item).not_to_have_attribute("data-unread", re.compile("."))

    # By the list of people one comes to the same conversation.
    bo.open(hall)
    bo.somebody(ann.person).locator("[data-part=link]").click()
    expect(bo.list).to_have_attribute("data-room", str(direct))


def test_unread_and_mentions(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, kitchen = gather("Hall", ann, bo)["id"], gather("Kitchen", ann, bo)["id"]
    ann, bo = sit(ann, kitchen), sit(bo, hall)
    icon = bo.page.locator('link[rel~="icon"]')
    plain = re.compile(r"/img/favicon\.svg$")
    expect(bo.page).to_have_title(re.compile("^Hall · "))

    for text in ("soup is ready", "bread, too"):
        ann.say(text)
    expect(bo.unread(kitchen)).to_contain_text("2")
    expect(bo.room_item(kitchen)).not_to_have_attribute("data-mentions", re.compile("."))
    expect(bo.page).to_have_title(re.compile(r"^\(2\) Hall · "))
    expect(icon).to_have_attribute("href", plain)

    ann.say(f"@{bo.person.username} come and eat")
    expect(bo.unread(kitchen)).to_contain_text("3")
    expect(bo.room_item(kitchen)).to_have_attribute("data-mentions", "1")
    expect(bo.unread(kitchen)).to_contain_text("1 mention")
    expect(icon).to_have_attribute("href", re.compile("^data:image/png"))

    # A second tab of Bo's knows the same, and hears when he has read it in the first.
    second = sit(bo.person, hall, page=bo.page.context.new_page())
    expect(second.unread(kitchen)).to_contain_text("3")
    bo.open(kitchen)
    expect(bo.page.locator(".unread-line")).to_be_visible()
    called = bo.message(re.compile("come and eat"))
    expect(called).to_have_attribute("data-mention", "")
    expect(bo.unread(kitchen)).to_be_hidden()
    expect(second.unread(kitchen)).to_be_hidden()
    expect(second.page).to_have_title(re.compile("^Hall · "))
    expect(bo.page).to_have_title(re.compile("^Kitchen · "))
    expect(icon).to_have_attribute("href", plain)

    # One's own message is not news to oneself, wherever it was written.
    bo.say("I am coming")
    ann.shows("I am coming")
    expect(second.unread(kitchen)).to_be_hidden()


def test_removed_from_the_room_one_is_looking_at(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, kitchen = gather("Hall", ann, bo)["id"], gather("Kitchen", ann, bo)["id"]
    bo_sits = sit(bo, kitchen)
    socket = ann.socket()
    socket.say(kitchen, "still here")
    bo_sits.shows("still here")
    bo_sits.box.press_sequentially("The secret is")
    ann.call_api("DELETE", f"/rooms/{kitchen}/members/{bo.id}")
    # Nobody is led into another room, where the rest of the sentence would be said.
    gone = bo_sits.page.locator("[data-part=gone]")
    expect(gone).to_contain_text("You are no longer in Kitchen.")
    expect(bo_sits.box).to_have_count(0)
    bo_sits.page.keyboard.type(" 1234")
    bo_sits.page.keyboard.press("Enter")
    expect(bo_sits.page).to_have_url(re.compile(f"/rooms/{kitchen}$"))
    expect(bo_sits.page.locator("[data-part=member-count]")).to_have_text("2")
    expect(bo_sits.room_item(kitchen)).to_have_count(0)
    socket.say(kitchen, "about Bo")
    socket.settle()
    assert "about Bo" not in bo_sits.page.content()
    assert ann.call_api("GET", f"/rooms/{hall}")["lastSeq"] == 0
    gone.get_by_role("link").click()
    expect(bo_sits.page).to_have_url(re.compile("/rooms$"))
    # Whoever is let in again writes on.
    bo_sits.page.go_back()
    ann.call_api("POST", f"/rooms/{kitchen}/members", {"username": bo.username})
    bo_sits.page.goto(f"{bo.url}/rooms/{kitchen}")
    expect(bo_sits.box).to_have_value("The secret is")


def test_an_archived_room(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, old = gather("Hall", ann, bo)["id"], gather("Old times", ann, bo)["id"]
    ann, bo = sit(ann, old), sit(bo, old)
    ann.say("the last word")
    bo.shows("the last word")
    bo.box.fill("a draft")

    ann.page.locator("[data-part=settings-link]").click()
    ann.page.get_by_role("button", name="Archive").click()
    expect(ann.page.get_by_role("button", name="Open again")).to_be_visible()
    expect(bo.page.locator("[data-part=archived]")).to_be_visible()
    expect(bo.page.locator("#input")).to_have_count(0)
    bo.shows("the last word")

    # It leaves the lists, and can still be read by its address and found by its name.
    bo.open(hall)
    expect(bo.room_item(old)).to_have_count(0)
    bo.page.keyboard.press("Control+k")
    finder = bo.page.locator("#dialog-browse")
    finder.get_by_role("combobox").fill("Old times")
    expect(finder.get_by_role("option")).to_have_text([re.compile("archived")])
    bo.page.keyboard.press("Enter")
    expect(bo.page.locator("[data-part=archived]")).to_be_visible()

    ann.page.get_by_role("button", name="Open again").click()
    expect(bo.box).to_have_value("a draft")


def test_leaving(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, kitchen = gather("Hall", ann, bo)["id"], gather("Kitchen", ann, bo)["id"]
    ann, bo = sit(ann, kitchen), sit(bo, kitchen)
    expect(ann.page.locator("[data-part=member-count]")).to_have_text("2")
    bo.page.locator("[data-part=settings-link]").click()
    # It is the script that asks.
    bo.page.wait_for_load_state()
    bo.page.get_by_role("button", name="Leave").click()
    bo.confirm()
    expect(bo.page.locator(".toast")).to_contain_text("You left the room.")
    expect(bo.page).to_have_url(re.compile(f"/rooms/{hall}$"))
    expect(ann.somebody(bo.person)).to_have_count(0)
    expect(ann.page.locator("[data-part=member-count]")).to_have_text("1")
    expect(ann.page.get_by_role("link", name="1 person", exact=True)).to_be_attached()

    # The room is public: from outside one sees that it is there, and may come back.
    ann.say("when Bo was away")
    ann.shows("when Bo was away")
    bo.page.goto(f"{bo.person.url}/rooms/{kitchen}")
    assert "when Bo was away" not in bo.page.content()
    bo.page.get_by_role("button", name="Join Kitchen").click()
    bo.shows("when Bo was away")


def test_a_room_gets_another_name(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    bo = sit(bo, room)
    ann.call_api("PATCH", f"/rooms/{room}", {"name": "Great hall", "topic": "Mind the step"})
    expect(bo.page.locator("[data-part=room-name]")).to_have_text("Great hall")
    expect(bo.page.locator("[data-part=room-topic]")).to_have_text("Mind the step")
    expect(bo.room_item(room)).to_contain_text("Great hall")
    expect(bo.page).to_have_title(re.compile("^Great hall · "))
    expect(bo.box).to_have_attribute("placeholder", "Message Great hall")
