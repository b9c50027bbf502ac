"""Small screens, fingers and large letters: nothing scrolls sideways, everything can be hit."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect

from tests.harness.browser import Browser
from tests.harness.waiting import eventually

from .screen import Screen

# As Playwright describes them.
Device = dict[str, Any]

PHONE: Device = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW: Device = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
SIZES = {"a phone": PHONE, "a narrow phone": NARROW}
# A screen of 1280 by 800 at 200 %: half as many pixels of the stylesheet in each direction.
ZOOMED: Device = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
# A phone on its side.
LYING: ViewportSize = {"width": 844, "height": 390}

_SHOW = """pane => {
    const room = document.querySelector('chat-room');
    if (pane === null) delete room.dataset.pane;
    else room.dataset.pane = pane;
}"""

_SIDEWAYS = """() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth && document.body.scrollWidth <= root.clientWidth) {
        // Nor does a part of the page reach over its edge unseen.
        const over = [...document.querySelectorAll('body *')].filter(node => {
            const box = node.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && box.right > innerWidth + 1
                && !node.closest('.sr-only')
                && node.checkVisibility({ visibilityProperty: true });
        });
        return over.slice(0, 3).map(node => `${node.localName}.${node.className}`);
    }
    return [`${root.scrollWidth} > ${root.clientWidth}`];
}"""

# What a finger has to hit. Links within a sentence are as high as its line, as everywhere.
_SMALL = """args => {
    const [root, wanted] = args ?? [null, 44];
    const least = wanted - 0.5;
    const inText = node => node.matches('a') && node.closest(
        'p:not(.rooms-find, .pane-foot, .buttons), dt, dd, .operation, .message-content, .said')
        && !node.matches('.button');
    const small = [];
    const controls = 'a, button, input, select, textarea, summary';
    for (const node of document.querySelector(root ?? 'body').querySelectorAll(controls)) {
        if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        if (node.type === 'hidden' || node.disabled || inText(node)) continue;
        if (node.matches('.skip, .scrim')) continue;
        const box = (node.closest('label') ?? node).getBoundingClientRect();
        if (box.width < 2 || box.height < 2) continue;
        let [width, height] = [box.width, box.height];
        if (width < least || height < least) {
            // Its reach may be larger than what one sees of it.
            node.scrollIntoView({ block: 'center' });
            const { left, top } = node.getBoundingClientRect();
            const [x, y] = [left + box.width / 2, top + box.height / 2];
            const hits = (dx, dy) => {
                const found = document.elementFromPoint(x + dx, y + dy);
                return found === node || node.contains(found);
            };
            // Where its reach begins and ends need not be on both sides alike.
            const reach = (dx, dy) => {
                let far = 0;
                while (far < 60 && hits(dx * far, dy * far)) far += 1;
                return far - 1;
            };
            height = Math.max(height, reach(0, -1) + reach(0, 1) + 1);
            width = Math.max(width, reach(-1, 0) + reach(1, 0) + 1);
        }
        if (width < least || height < least) {
            const text = node.textContent.trim().slice(0, 20);
            small.push(`${node.localName}.${node.className} ${text} ${width}x${height}`);
        }
    }
    return small;
}"""


def in_each_pane(page: Page, script: str, argument: object = None) -> list[str]:
    """What a script finds on a page as it is, and with each pane of a room open."""
    found = page.evaluate(script, argument)
    if page.locator("chat-room").count():
        shown = page.evaluate("document.querySelector('chat-room').dataset.pane")
        for pane in ("rooms", "people", shown):
            page.evaluate(_SHOW, pane)
            found += page.evaluate(script, argument) if pane is not shown else []
    return found


def test_on_phones_nothing_scrolls_sideways_and_everything_can_be_hit(pages, browser: Browser):
    def look(page: Page) -> list[str]:
        found = in_each_pane(page, _SIDEWAYS)
        page.set_viewport_size(NARROW["viewport"])
        found += [f"narrow: {one}" for one in in_each_pane(page, _SIDEWAYS)]
        page.set_viewport_size(PHONE["viewport"])
        found += in_each_pane(page, _SMALL)
        if page.locator("chat-room").count():
            page.evaluate(_SHOW, "rooms")
            page.evaluate("document.querySelector('.account').open = true")
            found += page.evaluate(_SMALL)
        return found

    found = pages.walk(browser, look, **PHONE)
    assert not found, found


def test_at_200_percent_nothing_scrolls_sideways_and_a_mouse_hits_everything(
    pages, browser: Browser
):
    def look(page: Page) -> list[str]:
        found = in_each_pane(page, _SIDEWAYS)
        page.set_viewport_size(LYING)
        found += page.evaluate(_SMALL, [None, 24])
        page.set_viewport_size(ZOOMED["viewport"])
        return found

    found = pages.walk(browser, look, **ZOOMED)
    assert not found, found


def test_a_phone_on_its_side_with_its_keyboard_open(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo, topic="Everything")["id"]
    socket = bo.socket()
    for number in range(12):
        socket.say(room, f"line {number}")
    ann.socket().ok("markRead", {"room": room, "seq": 12})
    screen = sit(ann, room, has_touch=True, is_mobile=True, viewport={"width": 844, "height": 190})
    screen.box.focus()
    send = screen.page.locator('[data-action="send"]')

    def fits(least: int) -> None:
        expect(send).to_be_in_viewport(ratio=1)
        expect(screen.box).to_be_in_viewport(ratio=1)
        expect(screen.list.locator("message-item").last).to_be_in_viewport()
        assert screen.list.bounding_box()["height"] >= least

    fits(110)
    screen.list.evaluate("list => list.querySelector('message-item:last-of-type').focus()")
    screen.page.keyboard.press("r")
    expect(screen.page.locator("[data-part=replying]")).to_be_visible()
    fits(80)
    screen.box.fill("one\ntwo\nthree\nfour\nfive")
    fits(40)


def test_on_paper_stands_the_whole_conversation(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    socket = bo.socket()
    for number in range(60):
        socket.say(room, f"line {number} " + "word " * 20)
    screen = sit(ann, room, color_scheme="dark")
    screen.list.evaluate("list => { list.scrollTop = -list.scrollHeight; }")
    screen.shows(f"line 0 {'word ' * 20}".strip())
    page = screen.page
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    look = page.evaluate(
        """() => {
            const style = getComputedStyle(document.body);
            const shown = [...document.querySelectorAll('message-item')].filter(one => {
                const box = one.getBoundingClientRect();
                return box.height && box.bottom + scrollY <= document.scrollingElement.scrollHeight;
            });
            const hidden = ['#rooms', '#people', '#composer', '.head-people', '#jump'].filter(
                one => document.querySelector(one).checkVisibility());
            return { paper: style.backgroundColor, ink: style.color, shown: shown.length, hidden,
                clipped: document.querySelector('#messages').scrollHeight
                    > document.querySelector('#messages').clientHeight + 1 };
        }"""
    )
    assert look["shown"] == 60
    assert look["hidden"] == []
    assert not look["clipped"]
    assert look["paper"] in {"oklch(1 0 0)", "rgb(255, 255, 255)"}, look
    assert look["ink"] in {"oklch(0 0 0)", "rgb(0, 0, 0)"}, look
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


def test_one_pane_at_a_time(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room, other = gather("Hall", ann, bo)["id"], gather("Kitchen", ann, bo)["id"]
    screen = sit(ann, room, **PHONE)
    page = screen.page
    rooms, people = page.locator("#rooms"), page.locator("#people")
    expect(screen.box).to_be_visible()
    expect(rooms).to_be_hidden()
    expect(people).to_be_hidden()

    page.locator('[data-action="show-people"]').first.tap()
    expect(people).to_be_visible()
    expect(people.get_by_text("Bo", exact=True)).to_be_visible()
    expect(screen.box).to_be_hidden()
    page.get_by_label("Back to the conversation").tap()
    expect(people).to_be_hidden()

    page.locator('[data-action="show-rooms"]').tap()
    expect(rooms).to_be_visible()
    screen.room_item(other).locator("[data-part=link]").tap()
    expect(rooms).to_be_hidden()
    expect(page.locator("[data-part=room-name]")).to_have_text("Kitchen")
    expect(screen.box).to_be_in_viewport()


def test_a_topic_that_is_cut_can_be_read_in_the_settings(meet, gather, sit):
    """A finger has no tooltip: also somebody who may not change the topic has to get at it."""
    ann, bo = meet("Ann", "Bo")
    topic = "Everything about the garden, its tools, its weeds and whose turn it is to water it"
    page = sit(bo, gather("Hall", ann, bo, topic=topic), **PHONE).page
    shown = page.locator("[data-part=room-topic]")
    assert shown.evaluate("topic => topic.scrollWidth > topic.clientWidth"), "it is cut"

    page.locator("[data-part=options-link]").tap()
    page.get_by_role("dialog").get_by_role("link", name="Room settings").tap()

    whole = page.get_by_role("main").get_by_text(topic)
    expect(whole).to_be_visible()
    assert whole.evaluate("topic => topic.scrollWidth <= topic.clientWidth")
    # The pages of the rooms say that they belong to them.
    here = page.get_by_role("navigation", name="Pages").locator("[aria-current]")
    for path in ("", "/rooms/new", "/rooms/direct"):
        if path:
            page.goto(bo.url + path)
        expect(here).to_have_text("Rooms")


def test_a_long_press_opens_the_tools(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    bo.socket().say(room, "Look at this")
    screen = sit(ann, room, **PHONE)
    message = screen.message("Look at this")
    expect(message.locator(".message-actions")).to_have_count(0)
    press(screen, message)
    reply = message.locator('[data-action="reply"]')
    expect(reply).to_be_visible()
    box = reply.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    for button in message.locator(".message-actions button:not([hidden])").all():
        expect(button).to_be_in_viewport(ratio=1)
    reply.tap()
    expect(screen.page.locator("[data-part=replying]")).to_contain_text("Reply to Bo")
    screen.box.fill("I see")
    screen.page.locator('[data-action="send"]').tap()
    screen.shows("I see")


def press(screen: Screen, message: Locator) -> None:
    """Hold a finger on a message until its tools are there."""
    touch = screen.page.context.new_cdp_session(screen.page)
    box = message.bounding_box()
    assert box
    point = {"x": box["x"] + 120, "y": box["y"] + box["height"] - 8}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(message).to_have_attribute("data-actions", "")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("size", SIZES)
def test_dialogs_fit_and_can_be_hit(pages, browser: Browser, size: str):
    page = browser.page(pages.chief, pages.inside["a room"], **SIZES[size])
    found = []
    page.mouse.move(200, 200)  # they come with the first sign of a person
    page.locator("#dialog-room").wait_for(state="attached")
    for name in ("room", "direct", "browse", "help", "confirm"):
        page.evaluate(f"document.getElementById('dialog-{name}').showModal()")
        dialog = page.locator(f"#dialog-{name}")
        expect(dialog).to_be_in_viewport(ratio=1)
        found += page.evaluate(_SMALL, [f"#dialog-{name}", 44])
        found += page.evaluate(_SIDEWAYS)
        inner = dialog.evaluate("one => one.scrollWidth - one.clientWidth")
        assert inner <= 0, f"the dialog {name} scrolls sideways"
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    page.evaluate("document.getElementById('emoji').showPopover()")
    found += page.evaluate(_SMALL, ["#emoji", 44])
    found += page.evaluate(_SIDEWAYS)
    assert not found, found


def test_the_head_of_a_room_on_a_phone(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    old = gather("Cellar", ann, bo, topic="Potatoes and who fetches them")["id"]
    ann.socket().say(old, "so long")
    page = sit(ann, old, **PHONE).page
    topic, kind = page.locator("[data-part=room-topic]"), page.locator("[data-part=room-kind]")
    # The topic has the room; which kind it is is still heard.
    assert topic.bounding_box()["width"] > 90
    expect(kind).to_have_text("Public room")
    ann.call_api("PATCH", f"/rooms/{old}", {"archived": True})
    tag = page.locator(".conversation-about .tag", has_text="Archived")
    expect(tag).to_be_visible()
    box, people = tag.bounding_box(), page.locator(".head-people").bounding_box()
    assert box["x"] + box["width"] <= people["x"], (box, people)


def test_all_of_a_menu_is_reached_on_a_phone_on_its_side(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    page = sit(ann, room, viewport={"width": 844, "height": 190}).page
    for menu in ("[data-part=go-to]", ".account"):
        if menu == ".account":
            page.locator(".show-rooms").click()
        page.locator(f"{menu} summary").click()
        within = page.locator(f"{menu} :is(a, button, input)")
        for one in (within.first, within.last):
            one.scroll_into_view_if_needed()
            expect(one).to_be_in_viewport(ratio=0.9)
        page.keyboard.press("Escape")


def test_the_emoji_stay_beside_what_asked_for_them(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    socket = bo.socket()
    for number in range(30):
        socket.say(room, f"line {number}")
    screen = sit(ann, room)
    page = screen.page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/panel.js", hold)
    # In the middle of the page they fit neither above nor below, and lie over the message's tools.
    middle = "all => all.findLast(one => one.getBoundingClientRect().top < 398).dataset.seq"
    seq = page.locator("message-item").evaluate_all(middle)
    message = page.locator(f'message-item[data-seq="{seq}"]')
    message.hover()
    button = message.locator(".message-actions [data-action=react]")
    there = button.bounding_box()
    button.click()
    expect(page.locator("message-item .message-actions")).to_have_count(0)
    # Playwright hears of requests only while it is asked something.
    eventually(lambda: page.evaluate("true") and held, "the library is asked for")
    held[0].continue_()
    expect(page.locator(".emoji-panel")).to_be_attached()
    box = page.locator("#emoji").bounding_box()
    assert abs(box["x"] + box["width"] - there["x"] - there["width"]) < 2, (box, there)


def test_no_word_of_a_rooms_name_is_broken(meet, gather, browser: Browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Kitchenette upstairs", ann, bo)["id"]
    page = browser.page(ann, f"/rooms/{room}", **NARROW)
    name = page.locator("[data-part=room-name]")
    expect(name).to_have_attribute("title", "Kitchenette upstairs")
    lines = "node => node.clientHeight / parseFloat(getComputedStyle(node).lineHeight)"
    assert name.evaluate(lines) < 1.5
    expect(name).to_have_css("text-overflow", "ellipsis")
