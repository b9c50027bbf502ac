"""Threads beside the room: two people answer, look, follow and find."""

import re
import uuid

from playwright.sync_api import expect

from tests.harness.waiting import eventually


def test_two_people_in_a_thread(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Kitchen", ann, bo)["id"]
    socket = bo.socket()
    socket.ok("joinRoom", {"room": room})
    root = socket.say(room, "who cooks tonight?")
    screen = sit(ann, room, viewport={"width": 1300, "height": 800})
    page = screen.page
    pane = page.locator("thread-pane")

    # It opens by the message's tools, with the first message in it, ready to be written in.
    screen.act(screen.message("who cooks tonight?"), "thread")
    expect(pane.locator("[data-part=content]")).to_have_text("who cooks tonight?")
    expect(page).to_have_url(re.compile(rf"/rooms/{room}/threads/{root['id']}$"))
    box = pane.locator("textarea")
    expect(box).to_be_focused()
    box.fill("I do")
    box.press("Enter")
    expect(pane.locator("[data-part=content]")).to_have_text(["who cooks tonight?", "I do"])
    # The room shows that there is a thread, and not what stands in it.
    line = screen.list.locator("[data-part=thread]").first
    expect(line).to_contain_text("1 answer")
    expect(screen.list.locator("[data-part=content]")).to_have_text("who cooks tonight?")

    # What others answer comes live, and with a tick what one says stands in the room as well.
    socket.ok("sendMessage", answer(room, root["id"], "and I help"))
    expect(pane.locator("[data-part=content]").last).to_have_text("and I help")
    expect(line).to_contain_text("2 answers")
    pane.locator("[data-part=in-room]").check()
    box.fill("dinner at eight")
    box.press("Enter")
    expect(screen.list.locator("[data-part=content]").last).to_have_text("dinner at eight")
    expect(pane.locator("[data-part=in-room]")).not_to_be_checked()

    # Escape closes it, and the focus goes back to the message.
    box.press("Escape")
    expect(pane).to_have_count(0)
    expect(screen.list.locator("message-item").first).to_be_focused()
    expect(page).to_have_url(re.compile(rf"/rooms/{room}$"))

    # What is said meanwhile waits where the rooms are listed, and the room's own count is without.
    socket.ok("sendMessage", answer(room, root["id"], "are you there?"))
    mark = screen.room_item(room).locator("[data-part=threads]")
    expect(mark).to_contain_text("1")
    expect(page.locator(".threads-link .count")).to_have_text("1")
    expect(screen.unread(room)).to_be_hidden()
    page.locator(".threads-link a").click()
    expect(page.locator(".cards .tag-on")).to_have_text("1 unread")
    page.locator(".cards a", has_text="Open").click()

    # By its address it opens beside the room, and is read by being seen.
    expect(pane.locator("[data-part=content]").last).to_have_text("are you there?")
    expect(page.locator(".threads-link .count")).to_be_hidden()

    # Whoever does not follow it hears no more.
    pane.locator("[data-part=follow]").click()
    expect(pane.locator("[data-part=follow]")).to_have_attribute("aria-pressed", "false")
    pane.locator("[data-action=close-thread]").click()
    socket.ok("sendMessage", answer(room, root["id"], "hm"))
    expect(line).to_contain_text("5 answers")
    expect(page.locator(".threads-link .count")).to_be_hidden()


def answer(room: int, thread: int, text: str) -> dict[str, object]:
    return {"room": room, "content": text, "clientId": str(uuid.uuid4()), "thread": thread}


def test_a_room_of_many_threads_and_a_long_thread(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Market", ann, bo)["id"]
    socket = bo.socket()
    socket.ok("joinRoom", {"room": room})
    for number in range(30):
        socket.say(room, f"offer {number}")
    root = socket.say(room, "what does it cost?")["id"]
    for number in range(240):
        socket.ok("sendMessage", answer(room, root, f"price {number}"))
    socket.say(room, "closing time")

    # However much stands in threads, the room shows what was said in it.
    screen = sit(ann, room, viewport={"width": 390, "height": 800}, has_touch=True)
    page = screen.page
    expect(screen.message("closing time")).to_be_visible()
    expect(screen.message("what does it cost?")).to_be_visible()
    expect(screen.message("offer 20")).to_be_attached()
    assert not [one for one in screen.rows() if one["text"].startswith("price")]
    screen.list.evaluate("list => list.scrollTop = 0")
    eventually(lambda: unread(ann, room) == 0, "the room is read")

    # On a phone it covers the room; a long one is read back in pages.
    screen.list.locator("[data-part=thread]:visible").click()
    pane = page.locator("thread-pane")
    expect(pane.locator("[data-part=content]").last).to_have_text("price 239")
    assert pane.bounding_box()["width"] == 390
    expect(screen.list).to_be_hidden()
    items = pane.locator("message-list")

    def up() -> bool:
        items.evaluate("list => { list.scrollTop = -list.scrollHeight; }")
        return bool(pane.locator("[data-part=content]", has_text="what does it cost?").count())

    eventually(up, "the first message of the thread")
    expect(pane.locator("[data-part=content]").first).to_have_text("what does it cost?")
    assert pane.locator("message-item").count() <= 300
    page.go_back()
    expect(pane).to_have_count(0)
    expect(screen.message("closing time")).to_be_visible()


def unread(person, room: int) -> int:
    rooms = person.call_api("GET", "/rooms")["rooms"]
    return next(one for one in rooms if one["id"] == room)["unread"]
