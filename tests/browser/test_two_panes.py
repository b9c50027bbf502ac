"""Two conversations on one page: each pane keeps to its own, and nothing is found by an id."""

from playwright.sync_api import Page, expect

from tests.harness.browser import Browser
from tests.harness.waiting import eventually

# What a browser writes on its console while there is nobody to talk to.
CUT = r"ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource"

# A second pane, as a later feature would place one: the markup of the first, for another room.
_PLACE_BESIDE = """room => {
    const pane = document.querySelector('[data-conversation=""]').cloneNode(true);
    for (const node of pane.querySelectorAll('[id]')) node.removeAttribute('id');
    for (const node of pane.querySelectorAll('message-item, .day, .unread-line')) node.remove();
    pane.id = 'beside';
    pane.dataset.conversation = `room:${room}`;
    pane.dataset.room = room;
    Object.assign(pane.style, { position: 'fixed', inset: '0 0 0 50%', zIndex: 9 });
    document.querySelector('chat-room').append(pane);
}"""


def ids(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")


def test_two_conversations_stand_on_one_page(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, den = (gather(name, ann, bo)["id"] for name in ("Hall", "Den"))
    socket = bo.socket()
    socket.say(hall, "in the hall")
    socket.say(den, "in the den")
    screen = sit(ann, den, viewport={"width": 1400, "height": 800})
    screen.open(hall)
    screen.shows("in the hall")
    screen.page.evaluate(_PLACE_BESIDE, den)
    beside = screen.page.locator("#beside")
    main = screen.page.locator("#conversation")

    # Each shows what was said in its own.
    expect(beside.locator("[data-part=content]")).to_have_text("in the den")
    expect(main.locator("[data-part=content]")).to_have_text("in the hall")
    found = ids(screen.page)
    assert [one for one in found if found.count(one) > 1] == []

    # What is written in one goes where that one is, and leaves the other alone.
    box = beside.locator("textarea[name=content]")
    screen.box.fill("not sent yet")
    box.fill("said beside")
    box.press("Enter")
    expect(beside.locator("[data-part=content]")).to_have_text(["in the den", "said beside"])
    expect(screen.box).to_have_value("not sent yet")
    expect(main.locator("[data-part=content]")).to_have_text("in the hall")
    expect(beside.locator("message-item").last).to_have_attribute("data-seq", "2")
    said = bo.call_api("GET", f"/rooms/{den}/messages")["messages"]
    assert [one["content"] for one in said] == ["in the den", "said beside"]

    # A reply, and an edit by the arrow, begin in the pane in which they were asked for.
    main.locator("message-item").first.press("r")
    expect(main.locator("[data-part=replying]")).to_be_visible()
    expect(screen.box).to_be_focused()
    expect(beside.locator("[data-part=replying]")).to_be_hidden()
    box.press("ArrowUp")
    expect(beside.locator(".edit-form textarea")).to_have_value("said beside")
    beside.locator(".edit-form textarea").press("Escape")
    expect(box).to_be_focused()
    beside.locator("message-item").last.press("Escape")
    expect(box).to_be_focused()

    # Who types in the hall types in no other place.
    socket.ok("joinRoom", {"room": hall})
    socket.ok("typing", {"room": hall, "typing": True})
    expect(main.locator("typing-line")).to_contain_text("Bo")
    expect(beside.locator("typing-line")).to_have_text("")


def test_both_live_on(meet, gather, browser: Browser, sit):
    browser.allow(CUT)
    ann, bo = meet("Ann", "Bo")
    hall, den = (gather(name, ann, bo)["id"] for name in ("Hall", "Den"))
    socket = bo.socket()
    for room in (hall, den):
        socket.ok("joinRoom", {"room": room})
    first = socket.say(den, "the beginning")["id"]
    for number in range(60):
        socket.say(den, f"in between {number}")
    ann.socket().ok("markRead", {"room": den, "seq": 61})
    screen = sit(ann, hall, cold=True, viewport={"width": 1400, "height": 800})
    page = screen.page
    page.evaluate(_PLACE_BESIDE, den)
    main, beside = page.locator("#conversation"), page.locator("#beside")
    last = "message-item >> nth=-1 >> [data-part=content]"
    expect(beside.locator(last)).to_have_text("in between 59")

    # What is said in either comes, and what is in sight is read.
    for room, name in ((hall, "hall"), (den, "den")):
        socket.say(room, f"live in the {name}")
    expect(main.locator(last)).to_have_text("live in the hall")
    expect(beside.locator(last)).to_have_text("live in the den")

    def unread(room: int) -> int:
        """How much the server counts."""
        return next(r for r in ann.call_api("GET", "/rooms")["rooms"] if r["id"] == room)["unread"]

    eventually(lambda: unread(hall) == unread(den) == 0, "both are read")

    # Who types beside types there.
    beside.locator("textarea[name=content]").press_sequentially("hm")
    typing = socket.wait_for("typing")
    assert (typing["room"], typing["user"]["id"]) == (den, ann.id)
    assert not [one for one in socket.of("typing") if one["room"] == hall]

    # A quote leads to its message, in its own pane.
    socket.say(den, "an answer", replyTo=first)
    beside.locator("message-item", has_text="an answer").locator("[data-part=reply]").click()
    start = beside.locator("[data-part=content]", has_text="the beginning")
    expect(start).to_be_in_viewport()
    expect(main.locator(last)).to_be_in_viewport()
    beside.locator("[data-part=jump]").click()
    expect(start).not_to_be_in_viewport()

    # After a loss both come back, and what was written meanwhile goes where it belongs.
    page.context.set_offline(True)
    expect(screen.pill).to_contain_text("You are offline")
    box = beside.locator("textarea[name=content]")
    box.fill("written beside")
    box.press("Enter")
    for room, name in ((hall, "hall"), (den, "den")):
        for number in range(3):
            socket.say(room, f"missed in the {name} {number}")
    page.context.set_offline(False)
    for pane, name in ((main, "hall"), (beside, "den")):
        for number in range(3):
            expect(
                pane.locator(f"message-item:has-text('missed in the {name} {number}')")
            ).to_have_count(1)
    expect(beside.locator(last)).to_have_text("written beside")
    expect(beside.locator("message-item").last).to_have_attribute("data-seq", "67")
    expect(main.locator("message-item")).to_have_count(4)

    # A pane that is taken away hears no more, and the other one does.
    page.evaluate("document.getElementById('beside').remove()")
    socket.say(den, "after the end")
    socket.say(hall, "goes on")
    expect(main.locator(last)).to_have_text("goes on")
    expect(screen.unread(den)).to_contain_text("1")
