"""Texts of people as they are seen, copied and written: directions, quotes, selections, names."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.browser import until

from .screen import Screen

# Selects from one place to another, as dragging does, and copies as the keyboard does.
_SELECT = """([from, to]) => {
    const place = ([selector, text, offset]) => {
        const found = [...document.querySelectorAll('message-item')].find(
            item => item.querySelector('[data-part=content]').textContent.includes(text));
        const node = found.querySelector(selector);
        const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
        const first = walk.nextNode();
        return [first, offset < 0 ? first.data.length : offset];
    };
    const [a, i] = place(from), [b, j] = place(to);
    getSelection().setBaseAndExtent(a, i, b, j);
    document.activeElement?.blur();
}"""
CONTENT = "[data-part=content]"
AUTHOR = "[data-part=author]"


@pytest.fixture
def pair(meet, gather):
    ann, bo = meet("Ann", "Bo")
    return ann, bo, gather("Hall", ann, bo)["id"]


def copied(screen: Screen, start: object, end: object) -> tuple[str, str]:
    """The text and the HTML that a selection puts into the clipboard."""
    page = screen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # Whoever selects has touched the page before, and so fetched what copies.
    page.mouse.move(600, 300)
    page.mouse.down()
    page.mouse.up()
    screen.fetched("messages/copying.js")
    page.evaluate(_SELECT, [start, end])
    page.keyboard.press("ControlOrMeta+c")
    return tuple(
        page.evaluate(
            """async () => {
                const [item] = await navigator.clipboard.read();
                const read = async kind => item.types.includes(kind)
                    ? (await item.getType(kind)).text() : '';
                return [await read('text/plain'), await read('text/html')];
            }"""
        )
    )


def test_copied_messages_say_who_when_and_what_and_nothing_else(pair, sit):
    ann, bo, room = pair
    first, second = ann.socket(), bo.socket()
    said = first.say(room, "Shall we meet?\nAt noon")
    second.ok("react", {"message": said["id"], "emoji": "👍"})
    second.ok(
        "sendMessage",
        {
            "room": room,
            "content": "Yes, https://a.example/ok",
            "clientId": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
            "replyTo": said["id"],
        },
    )
    first.say(room, "Good")
    first.say(room, "Bye")
    screen = sit(ann, room)
    screen.shows("Good", "Bye")
    text, html = copied(screen, [AUTHOR, "meet", 0], [CONTENT, "Bye", -1])
    time = r"\d\d:\d\d"
    assert re.fullmatch(
        rf"Ann, {time}\nShall we meet\?\nAt noon\n\n"
        rf"Bo, {time}\n> Ann: Shall we meet\?\n> At noon\nYes, https://a\.example/ok\n\n"
        rf"Ann, {time}\nGood\n\nAnn, {time}\nBye\n",
        text,
    ), text
    assert "<blockquote" in html
    assert "button" not in html
    assert "👍" not in html
    # From the middle of one message to the middle of another.
    text, _ = copied(screen, [CONTENT, "meet", 6], [CONTENT, "Good", 2])
    assert text.startswith("Ann, ")
    assert "\nwe meet?\nAt noon\n\n" in text
    assert text.endswith("\nGo\n")
    # Within one message.
    assert copied(screen, [CONTENT, "meet", 6], [CONTENT, "meet", 13]) == ("we meet", "")


def test_what_turns_the_direction_is_seen_and_turns_nothing(pair, sit):
    ann, bo, room = pair
    content = "file: \u202egpj.exe, \u2067and so on"
    said = ann.socket().say(room, content)
    screen = sit(bo, room)
    item = screen.page.locator(f"#m-{said['id']}")
    for _ in ("as the server draws it", "as the script does"):
        expect(item.locator(CONTENT)).to_have_text("file: U+202Egpj.exe, U+2067and so on")
        expect(item.locator(".control")).to_have_text(["U+202E", "U+2067"])
        said = ann.socket().say(room, content)
        item = screen.page.locator(f"#m-{said['id']}")
    screen.act(item, "reply")
    expect(screen.page.locator("[data-part=replying-text] .control")).to_have_count(2)
    screen.box.fill(content)
    note = screen.page.locator("#composer [data-part=hidden]")
    expect(note).to_contain_text("U+202E, U+2067")
    screen.box.fill("")
    expect(note).to_be_hidden()
    screen.say("an answer")
    expect(screen.message("an answer").locator("[data-part=reply-text] .control")).to_have_count(2)


def test_a_name_of_another_direction_stays_by_itself(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    ann.call_api("PATCH", "/me", {"displayName": "דנה (א)"})
    room = gather("שלום 1", ann, bo)["id"]
    said = ann.socket().say(room, "אחת")
    screen = sit(bo, room)
    isolated = """nodes => nodes.every(
        node => ['isolate', 'plaintext'].includes(getComputedStyle(node).unicodeBidi))"""
    screen.act(screen.message("אחת"), "reply")
    screen.say("reply to 2")
    expect(screen.message("reply to 2").locator("[data-part=reply-author]")).to_have_text("דנה (א)")
    for part in ("author", "reply-author", "reply-text", "room-name", "name"):
        assert screen.page.locator(f"body [data-part={part}]").evaluate_all(isolated), part
    expect(screen.page).to_have_title(re.compile("\u2068שלום 1\u2069 · "))
    expect(screen.box).to_have_attribute("placeholder", "Message \u2068שלום 1\u2069")
    assert said["seq"]


def test_in_arabic_each_name_and_topic_keeps_its_own_direction(meet, gather, sit):
    (bo,) = meet("Bo")
    bo.call_api("PATCH", "/me", {"displayName": "Bo C#", "language": "ar"})
    room = gather("C++ & C#", bo)["id"]
    far = gather("Far", bo, topic="A topic that is far too long for one line " * 4)["id"]
    page = sit(bo, room).page
    expect(page.locator("#input")).to_have_attribute(
        "placeholder", re.compile("\u2068C\\+\\+ & C#\u2069$")
    )
    own = page.locator(f'#people .person[data-id="{bo.id}"] [data-part=name]')
    expect(own).to_have_text("\u2068Bo C#\u2069 (أنت)")
    assert own.evaluate("node => getComputedStyle(node).direction") == "rtl"
    page.keyboard.press("Control+k")
    # The topic is what is cut, at the end of its own direction; the name is whole.
    until(
        page,
        """far => {
            const option = document.querySelector(`[role=option][data-id="${far}"]`);
            const [topic, name] = ['topic', 'name'].map(
                one => option?.querySelector(`[data-part=${one}]`));
            const isCut = node => node.scrollWidth > node.clientWidth;
            if (!topic || !isCut(topic) || isCut(name)) return false;
            const { direction, textOverflow } = getComputedStyle(topic);
            return direction === 'ltr' && textOverflow === 'ellipsis';
        }""",
        far,
    )


def test_people_are_suggested_while_one_writes_their_name(meet, gather, sit):
    # Nobody else in the house has such names: people from elsewhere are suggested as well.
    ann, bo, qi, far = meet("Ann", "Zoë", "Quirin", "Quintus")
    room = gather("Hall", ann, bo, qi)["id"]
    screen = sit(ann, room)
    page, box = screen.page, screen.box
    options = page.locator("[data-part=mentions] [role=option]")
    box.press_sequentially("hello @")
    # Those of the room, and all of them at the end.
    expect(options).to_have_count(4)
    offered = options.evaluate_all("all => all.map(one => one.dataset.username)")
    assert sorted(offered[:2]) == sorted([bo.username, qi.username])
    assert offered[2:] == ["room", "here"]
    box.press_sequentially("zoe")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Zoë")
    expect(options).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.get_attribute("id") or "-")
    box.press("Enter")
    expect(box).to_have_value(f"hello @{bo.username} ")
    expect(options).to_have_count(0)
    # Escape leaves what was written, and the list, for this name.
    box.press_sequentially("and @q")
    expect(options).to_have_count(2)
    expect(options.first).to_contain_text("Quirin")
    expect(options.first).not_to_contain_text("not in this room")
    expect(options.last).to_contain_text(f"@{far.username} · not in this room")
    box.press("Escape")
    box.press_sequentially("")
    expect(options).to_have_count(0)
    box.press_sequentially("uir")
    expect(options).to_have_count(1)
    options.click()
    expect(box).to_have_value(f"hello @{bo.username} and @{qi.username} ")
    expect(box).to_be_focused()
    # With Tab, and the arrows, where words are not set apart; not inside of an address.
    box.fill("")
    box.press_sequentially("你好@")
    expect(options).to_have_count(4)
    first = options.first.get_attribute("data-username")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "false")
    for _ in range(3):
        box.press("ArrowDown")
    box.press("Tab")
    expect(box).to_have_value(f"你好@{first} ")
    box.fill("")
    box.press_sequentially("mail@")
    expect(options).to_have_count(0)
    box.fill("")
    box.press_sequentially(f"@{bo.username} hi")
    box.press("Enter")
    screen.shows("@Zoë hi")
    reader = sit(bo, room)
    expect(reader.message("@Zoë hi")).to_have_attribute("data-mention", "")
