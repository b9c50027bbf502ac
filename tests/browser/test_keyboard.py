"""With the keyboard alone."""

import re

from playwright.sync_api import expect

# A focused thing that is shown, with a ring or another mark that the unfocused one has not.
_RING = """() => {
    const node = document.activeElement;
    const marked = one => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            || style.boxShadow !== 'none';
    };
    const box = node.getBoundingClientRect();
    return {
        name: [`${node.localName}#${node.id}.${node.className}`, node.dataset.action ?? '',
            node.textContent.trim().slice(0, 24)].join(' '),
        lost: node === document.body,
        shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        marked: marked(node) || marked(node.parentElement) || Boolean(node.closest('.composer'))
            || Boolean(node.nextElementSibling && marked(node.nextElementSibling)),
    };
}"""


def test_tab_reaches_everything_and_never_gets_lost(seated):
    screen, bo, room = seated
    bo.socket().say(room, "Good morning")
    screen.shows("Good morning")
    screen.page.evaluate("document.activeElement.blur()")
    reached: list[str] = []
    for _ in range(60):
        screen.page.keyboard.press("Tab")
        here = screen.page.evaluate(_RING)
        if here["lost"] or (reached and here["name"] == reached[0]):
            break
        assert here["shown"], here
        assert here["marked"], here
        reached.append(here["name"])
    seen = "\n".join(reached)
    print(seen)
    for what in (
        "skip",
        "browse",
        "new-room",
        "new-direct",
        "Hall",
        "Kitchen",
        "summary",
        "show-people",
        "Room settings",
        "#messages",
        "#input",
        "emoji",
        "send",
        "open-direct",
    ):
        assert what in seen, f"{what} cannot be reached:\n{seen}"
    assert reached[0].startswith("a#.skip")


def test_messages_by_keys(seated):
    screen, bo, room = seated
    socket = bo.socket()
    for text in ("one", "two", "three"):
        socket.say(room, text)
    screen.say("mine")
    screen.shows("one", "two", "three", "mine")
    press = screen.page.keyboard.press
    screen.list.focus()
    press("ArrowUp")
    expect(screen.message("mine")).to_be_focused()
    press("ArrowUp")
    press("ArrowUp")
    expect(screen.message("two")).to_be_focused()
    press("Home")
    expect(screen.message("one")).to_be_focused()
    press("ArrowDown")

    # Its tools by the arrows sideways, or by their letters.
    press("ArrowRight")
    tools = ("quick-0", "quick-1", "quick-2", "react", "thread", "reply")
    for tool in tools:
        assert screen.focused() == tool
        press("ArrowRight")
    for _ in (*tools, "back to the message"):
        press("ArrowLeft")
    expect(screen.message("two")).to_be_focused()
    press("r")
    expect(screen.box).to_be_focused()
    expect(screen.page.locator("[data-part=replying-text]")).to_have_text("two")
    press("Escape")

    screen.message("mine").focus()
    press("e")
    editor = screen.page.get_by_role("textbox", name="Edit message")
    expect(editor).to_be_focused()
    press("Escape")
    expect(screen.message("mine")).to_be_focused()
    press("+")
    expect(screen.page.locator("#emoji")).to_be_visible()
    expect(screen.page.locator("#emoji [data-part=recent] button").first).to_be_focused()
    press("Enter")
    expect(screen.message("mine").locator(".reaction[data-emoji]")).to_have_count(1)
    expect(screen.message("mine")).to_be_focused()
    press("+")
    press("Escape")
    expect(screen.page.locator("#emoji")).to_be_hidden()
    expect(screen.message("mine")).to_be_focused()
    press("Delete")
    expect(screen.page.locator(".held button")).to_be_focused()
    press("Enter")
    expect(screen.page.locator(".held")).to_have_count(0)
    expect(screen.message("mine")).to_be_focused()
    press("Delete")
    screen.delete_now()
    deleted = screen.message("This message was deleted.")
    expect(deleted).to_be_focused()
    press("Escape")
    expect(screen.box).to_be_focused()


def test_dialogs_keep_the_focus_and_give_it_back(seated):
    screen, _, _ = seated
    page = screen.page
    for action, name in (("new-room", "room"), ("new-direct", "direct"), ("browse", "browse")):
        opener = page.locator(f'#rooms [data-action="{action}"]').first
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.locator(f"#dialog-{name}")
        expect(dialog).to_be_visible()
        for _ in range(12):
            page.keyboard.press("Tab")
            inside = page.evaluate(
                f"document.getElementById('dialog-{name}').contains(document.activeElement)"
                " || document.activeElement === document.body"
            )
            assert inside, f"Tab leaves the dialog {name}: {screen.focused()}"
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()


def test_the_help_sheet(seated):
    screen, _, _ = seated
    screen.list.focus()
    screen.page.keyboard.press("?")
    sheet = screen.page.locator("#dialog-help")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_text("In an empty box: edit your last message")).to_be_visible()
    screen.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(screen.list).to_be_focused()
    # In a text it is a question mark.
    screen.box.press_sequentially("really?")
    expect(sheet).to_be_hidden()
    expect(screen.box).to_have_value("really?")


def test_letters_typed_at_nothing_go_into_the_box(seated):
    screen, _, _ = seated
    screen.page.evaluate("document.activeElement.blur()")
    screen.page.keyboard.type("hello")
    expect(screen.box).to_have_value("hello")
    expect(screen.box).to_be_focused()


def test_lists_by_arrows(seated):
    screen, _, room = seated
    links = screen.page.locator('room-list [data-group="rooms"] [data-part=link]')
    links.first.focus()
    screen.page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    screen.page.keyboard.press("Home")
    expect(links.first).to_be_focused()
    screen.page.keyboard.press("End")
    screen.page.keyboard.press("Enter")
    expect(screen.list).not_to_have_attribute("data-room", str(room))
    expect(screen.box).to_be_focused()


def test_a_search_that_finds_nothing_points_at_nothing(seated):
    screen, *_ = seated
    page = screen.page
    page.keyboard.press("Control+k")
    field = page.locator("#browse-q")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("."))
    expect(field).to_have_attribute("aria-expanded", "true")
    none = page.locator("#dialog-browse [data-part=none]")
    asked = "**/api/v1/rooms?**called*"
    held = []
    page.route(asked, lambda route, _: held.append(route))
    with page.expect_request(asked):
        field.fill("no room is called that")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    # The server may know one: nobody says that there is none before it has answered.
    expect(none).to_be_hidden()
    for request in held:
        request.continue_()
    expect(none).to_be_visible()
    page.unroute(asked)
