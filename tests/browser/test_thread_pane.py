"""The room and a thread beside it are two panes: what one names stands in the same."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import until

from .test_threads import answer

WIDE = {"width": 1400, "height": 800}

# Ids that stand twice, and what names an id that is not there or stands in another pane.
_ASTRAY = """() => {
    const wrong = [];
    const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
    for (const id of new Set(ids))
        if (ids.filter(one => one === id).length > 1) wrong.push(`twice: ${id}`);
    const names = ['for', 'list', 'form', 'aria-controls', 'aria-activedescendant', 'aria-owns',
        'aria-labelledby', 'aria-describedby', 'aria-details', 'aria-errormessage'];
    const paneOf = node => node.closest('[data-conversation]');
    for (const name of names)
        for (const node of document.querySelectorAll(`[${name}]`))
            for (const id of node.getAttribute(name).split(/\\s+/)) {
                const found = document.getElementById(id);
                const here = `${node.localName}.${node.className}[${name}=${id}]`;
                // Whoever stands in no pane may name what does.
                if (!found) wrong.push(`nothing: ${here}`);
                else if (paneOf(node) && paneOf(found) && paneOf(found) !== paneOf(node))
                    wrong.push(`another pane: ${here}`);
            }
    return wrong;
}"""


def astray(page: Page) -> list[str]:
    return page.evaluate(_ASTRAY)


@pytest.fixture
def kitchen(meet, gather):
    """Ann, Bo and Cy in a room in which Bo began a thread: `(people, room, root)`."""
    people = meet("Ann", "Bo", "Cy")
    room = gather("Kitchen", *people)["id"]
    root = people[1].socket().say(room, "who cooks tonight?")["id"]
    return people, room, root


def test_what_is_named_stands_in_the_same_pane(kitchen, sit):
    (ann, bo, _), room, _ = kitchen
    screen = sit(ann, room, viewport=WIDE)
    page = screen.page
    assert astray(page) == []
    screen.act(screen.message("who cooks tonight?"), "thread")
    pane = page.locator("thread-pane")
    boxes = {"main": screen.box, "thread": pane.locator("textarea")}
    expect(boxes["thread"]).to_be_focused()
    assert astray(page) == []
    lists = {f"@{bo.username[:2]}": "mentions", ":smi": "emojis", "/": "commands"}
    for where, box in boxes.items():
        root = page.locator("#conversation") if where == "main" else pane
        for text, name in (lists | {f"@{bo.username[:1]}": "mentions"}).items():
            box.fill("")
            box.press_sequentially(text)
            options = root.locator(f"[data-part={name}]")
            expect(options.locator("[aria-selected=true]")).to_have_count(1)
            # The box names that list of its own pane, and the option in it.
            expect(box).to_have_attribute("aria-controls", options.get_attribute("id") or "-")
            chosen = options.locator("[aria-selected=true]").get_attribute("id")
            expect(box).to_have_attribute("aria-activedescendant", chosen or "-")
            assert astray(page) == []
        box.fill("")
        expect(box).not_to_have_attribute("aria-activedescendant", "")
    # With their toolbars, and with something wrong in both.
    for box in boxes.values():
        box.fill("x" * 8001)
        box.press("Enter")
        expect(box).to_have_attribute("aria-invalid", "true")
    for toggle in page.locator("[data-part=toolbar-toggle]").all():
        toggle.click()
    assert astray(page) == []
    toolbar = pane.locator("[data-part=toolbar]")
    expect(toolbar).to_have_attribute("aria-controls", boxes["thread"].get_attribute("id") or "-")
    # Dialogs, as they open.
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert astray(page) == []


def test_who_has_read_up_to_where_in_a_thread(kitchen, sit):
    (ann, bo, cy), room, root = kitchen
    screen = sit(ann, room, viewport=WIDE)
    screen.act(screen.message("who cooks tonight?"), "thread")
    pane = screen.page.locator("thread-pane")
    box = pane.locator("textarea")

    def said(text: str):
        content = screen.page.locator("[data-part=content]", has_text=text)
        return pane.locator("message-item", has=content)

    def seq(text: str) -> int:
        return int(said(text).get_attribute("data-seq") or 0)

    for text in ("I do", "and it is soup"):
        box.fill(text)
        box.press("Enter")
        expect(said(text)).to_have_attribute("data-seq", "2" if text == "I do" else "3")
    thread = f"/rooms/{room}/threads/{root}"
    cy.call_api("PUT", f"{thread}/following")
    # Who follows it from now on has read nothing of it, and who reads the room neither.
    cy.call_api("PUT", f"/rooms/{room}/read", {"seq": 3})
    expect(screen.message("who cooks tonight?").locator(".readers")).to_have_count(1)
    expect(pane.locator(".readers")).to_have_count(0)

    bo.call_api("PUT", f"{thread}/read", {"seq": seq("I do")})
    expect(said("I do").locator(".readers")).to_have_attribute("aria-label", "Read by Bo")
    bo.call_api("PUT", f"{thread}/read", {"seq": seq("and it is soup")})
    soup = said("and it is soup").locator(".readers")
    expect(soup).to_have_attribute("aria-label", "Read by Bo")
    expect(said("I do").locator(".readers")).to_have_count(0)
    bo.socket().ok("sendMessage", answer(room, root, "with bread?"))
    expect(said("with bread?")).to_be_visible()
    # Of what he wrote himself everybody knows; the room's own receipts stay as they are.
    expect(pane.locator(".readers")).to_have_count(0)
    cy.call_api("PUT", f"{thread}/read", {"seq": seq("with bread?")})
    bread = said("with bread?").locator(".readers")
    expect(bread).to_have_attribute("aria-label", "Read by Cy")
    expect(screen.list.locator(".readers")).to_have_count(1)

    # Whoever follows it no more, or shows it no more, stands there no longer.
    cy.call_api("DELETE", f"{thread}/following")
    expect(bread).to_have_count(0)
    said_again = cy.socket().ok("sendMessage", answer(room, root, "always"))["message"]
    bo.call_api("PUT", f"{thread}/read", {"seq": said_again["seq"]})
    expect(said("always").locator(".readers")).to_have_attribute("aria-label", "Read by Bo")
    bo.call_api("PUT", "/me/receipts", {"on": False})
    expect(pane.locator(".readers")).to_have_count(0)
    bo.call_api("PUT", "/me/receipts", {"on": True})
    expect(said("always").locator(".readers")).to_have_count(1)
    # Closed and opened again it is as before.
    box.press("Escape")
    expect(pane).to_have_count(0)
    screen.act(screen.message("who cooks tonight?"), "thread")
    expect(said("always").locator(".readers")).to_have_attribute("aria-label", "Read by Bo")
    ann.call_api("PUT", f"/rooms/{room}/receipts", {"on": False})
    expect(pane.locator(".readers")).to_have_count(0)


def test_whoever_reads_further_back_in_a_thread_stays_there(kitchen, sit):
    (ann, bo, cy), room, root = kitchen
    socket = ann.socket()
    for number in range(40):
        socket.ok("sendMessage", answer(room, root, f"line {number}"))
    screen = sit(ann, room, viewport=WIDE)
    screen.act(screen.message("who cooks tonight?"), "thread")
    pane = screen.page.locator("thread-pane")
    items = pane.locator("message-list")
    expect(pane.locator("[data-part=content]").last).to_have_text("line 39")
    items.hover()
    screen.page.mouse.wheel(0, -600)
    until(screen.page, "() => document.querySelector('thread-pane message-list').scrollTop < -400")
    mark = pane.locator("message-item", has_text="line 20")
    mark.scroll_into_view_if_needed()
    screen.page.wait_for_timeout(300)
    before = mark.bounding_box()
    cy.call_api("PUT", f"/rooms/{room}/threads/{root}/following")
    for person in (bo, cy):
        person.call_api("PUT", f"/rooms/{room}/threads/{root}/read", {"seq": 41})
    last = pane.locator("message-item").last
    expect(last.locator(".readers")).to_be_attached()
    assert mark.bounding_box() == before


def test_in_a_large_room_there_is_a_number(meet, gather, sit):
    people = meet("Ann", "Bo", *(f"Person{number}" for number in range(20)))
    ann, bo, cy = people[:3]
    room = gather("Arena", *people)["id"]
    root = bo.socket().say(room, "who plays?")["id"]
    screen = sit(ann, room, viewport=WIDE)
    screen.act(screen.message("who plays?"), "thread")
    pane = screen.page.locator("thread-pane")
    box = pane.locator("textarea")
    box.fill("the reds")
    box.press("Enter")
    newest = pane.locator("message-item", has_text="the reds")
    expect(newest).to_have_attribute("data-seq", "2")
    cy.call_api("PUT", f"/rooms/{room}/threads/{root}/following")
    assert pane.locator(".readers").count() == 0
    bo.call_api("PUT", f"/rooms/{room}/threads/{root}/read", {"seq": 2})
    readers = newest.locator(".readers")
    expect(readers).to_have_attribute("aria-label", "1 of 2 people have read it.", timeout=15_000)
    expect(readers.locator("[data-part=count]")).to_have_text("1")
    assert readers.locator(".avatar").count() == 0
    # It stands under the newest one alone.
    bo.socket().ok(
        "sendMessage",
        {"room": room, "content": "no", "clientId": str(uuid.uuid4()), "thread": root},
    )
    expect(pane.locator("message-item").last).to_contain_text("no")
    expect(readers).to_have_count(0)
