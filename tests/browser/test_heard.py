"""With the ear alone: each thing is heard once, and what is no news is not."""

import re
import uuid

from playwright.sync_api import expect

from tests.harness.browser import until
from tests.harness.waiting import eventually

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


def test_many_messages_are_a_few_announcements(seated):
    screen, bo, room = seated
    page = screen.page
    page.evaluate(_LISTEN)
    # What gathers them comes when the page has time.
    until(page, "Boolean(document.getElementById('messages').announcing)")
    cy = bo.socket()
    cy.say(room, "hello")
    screen.shows("hello")
    for number in range(60):
        wish = {"room": room, "content": f"flood {number}", "clientId": str(uuid.uuid4())}
        cy.emit("sendMessage", wish)
    expect(page.locator("#announce")).to_have_text(re.compile(r"^\d+ new messages from \W?Bo\W?$"))
    screen.shows("flood 59")
    heard = page.evaluate("window.heard")
    assert len(heard) <= 8, heard
    counted = sum(int(found[1]) for one in heard if (found := re.match(r"(\d+) new", one)))
    single = sum(one.startswith("flood") for one in heard)
    assert counted + single <= 60
    # When it is calm again each one is read out.
    eventually(lambda: screen.list.get_attribute("aria-live") is None, "the log is read out again")
    cy.say(room, "calm")
    screen.shows("calm")
    assert page.evaluate("window.heard").count("calm") == 1
