"""With the keyboard alone, and with the ear alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.waiting import eventually

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

# Counts what is added to the live parts of the page, as a screen reader would hear it.
_LISTEN = """() => {
    window.heard = [];
    const log = document.getElementById('messages');
    const silent = node => node.closest?.('[aria-live=off]')
        || log.getAttribute('aria-busy') === 'true';
    new MutationObserver(changes => {
        for (const change of changes) for (const node of change.addedNodes) {
            if (node.nodeType !== 1 || silent(node)) continue;
            const content = node.querySelector?.('[data-part=content]') ?? node;
            const text = content.textContent;
            if (text.trim()) window.heard.push(text.trim());
        }
    }).observe(log, { childList: true, subtree: true });
    const announce = document.getElementById('announce');
    new MutationObserver(() => announce.textContent && window.heard.push(announce.textContent))
        .observe(announce, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def seated(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo, topic="Mind the step")["id"]
    gather("Kitchen", ann, bo)
    screen = sit(ann, room)
    return screen, bo, room


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


def test_a_message_is_heard_once(seated):
    screen, bo, room = seated
    socket = bo.socket()
    screen.page.evaluate(_LISTEN)
    socket.say(room, "from Bo")
    screen.shows("from Bo")
    screen.say("from Ann")
    screen.shows("from Ann")
    said = socket.say(room, "to be changed")
    screen.shows("to be changed")
    socket.ok("react", {"message": said["id"], "emoji": "👍"})
    expect(screen.message("to be changed").locator(".reaction")).not_to_have_count(0)
    heard = screen.page.evaluate("window.heard")
    for text in ("from Bo", "from Ann", "to be changed"):
        assert heard.count(text) == 1, heard

    # Pointing at messages, looking at their tools and editing is no news.
    before = len(heard)
    screen.message("from Bo").hover()
    screen.message("from Ann").hover()
    screen.box.press("ArrowUp")
    editor = screen.page.get_by_role("textbox", name="Edit message")
    expect(editor).to_be_focused()
    editor.press("Escape")
    expect(editor).to_have_count(0)
    assert len(screen.page.evaluate("window.heard")) == before, screen.page.evaluate("window.heard")


def test_history_is_not_read_out(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    other = gather("Kitchen", ann, bo)["id"]
    socket = bo.socket()
    for number in range(120):
        socket.say(room, f"line {number}")
    screen = sit(ann, room)
    screen.page.evaluate(_LISTEN)

    def up() -> bool:
        screen.list.evaluate("list => { list.scrollTop = -list.scrollHeight; }")
        return screen.rows()[0]["text"] == "line 0"

    eventually(up, "all of the history")
    screen.open(other)
    expect(screen.page.locator("#announce")).to_have_text("Kitchen opened")
    screen.open(room)
    screen.shows("line 119")
    heard = screen.page.evaluate("window.heard")
    assert not [text for text in heard if text.startswith("line")], heard


def test_the_ear_hears_what_the_beads_of_rooms_tell(seated, gather):
    screen, bo, _ = seated
    ann = screen.person
    bo.socket()
    secret = gather("Vault", ann, bo, kind="private")["id"]
    direct = ann.make_room(None, "direct", members=[bo.username])["id"]
    for room, name in ((secret, "Vault private"), (direct, "Bo here")):
        link = screen.room_item(room).get_by_role("link")
        expect(link).to_have_accessible_name(re.compile(f"^{name}"))


def test_of_two_things_that_are_said_at_once_both_are_heard(seated):
    screen, *_ = seated
    screen.page.evaluate(
        """async () => {
            const main = document.querySelector('script[type=module]').src;
            const { announce } = await import(main.replace('main.js', 'core/dom/page.js'));
            for (const text of ['Room opened.', 'Link copied.', 'Link copied.']) announce(text);
        }"""
    )
    expect(screen.page.locator("#announce")).to_have_text("Room opened. Link copied.")


def test_landmarks_and_titles_make_sense_when_heard(seated):
    screen, _, _ = seated
    page = screen.page
    expect(page).to_have_title(re.compile(r"^Hall · "))
    expect(page.get_by_role("navigation", name="Rooms")).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("complementary", name="People")).to_have_count(1)
    expect(page.get_by_role("log", name="Messages in Hall")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hall")
    expect(page.get_by_role("textbox", name="Message Hall")).to_have_count(1)


def test_reading_on_from_a_page_of_long_ago_is_no_news(meet, gather, sit, browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    socket = bo.socket()
    said = [socket.say(room, f"line {number}") for number in range(160)]
    ann.socket().say(room, "far away", replyTo=said[0]["id"])
    screen = sit(ann, room, cold=True)
    page = screen.page
    page.goto(f"{ann.url}/rooms/{room}?before=60")
    page.evaluate(_LISTEN)
    eventually(lambda: page.evaluate("Boolean(document.querySelector('#messages').announcing)"))

    def down() -> bool:
        screen.list.evaluate("list => { list.scrollTop = 0; }")
        return screen.rows()[-1]["text"] == "far away"

    eventually(down, "the end of the conversation")
    # It falls silent only where many come at once.
    assert screen.list.get_attribute("aria-live") is None
    heard = page.evaluate("window.heard")
    assert not [text for text in heard if "line" in text], heard

    # What is replied to is not here, and cannot be asked for: that does not mean it is gone.
    screen.go(room)
    far = screen.message("far away")
    far.locator("[data-part=link]").click()
    expect(far).to_have_attribute("data-highlight", "")
    browser.allow("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource")
    page.context.set_offline(True)
    far.locator("[data-part=reply]").click()
    expect(page.locator(".toast")).to_contain_text("You are not connected")
    page.context.set_offline(False)


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
