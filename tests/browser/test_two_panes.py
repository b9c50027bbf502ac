"""Two conversations on one page: each pane keeps to its own, and nothing is found by an id."""

from playwright.sync_api import Page, expect

# A second pane, as a later feature would place one: the markup of the first, for another room.
_PLACE_BESIDE = """room => {
    const pane = document.querySelector('[data-conversation=""]').cloneNode(true);
    for (const node of pane.querySelectorAll('[id]')) node.removeAttribute('id');
    for (const node of pane.querySelectorAll('message-item, .day, .unread-line')) node.remove();
    pane.id = 'beside';
    pane.dataset.conversation = `room:${room}`;
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
