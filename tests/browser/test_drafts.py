"""What was typed is kept: over tabs, rooms, reloads, and messages that go away."""

import pytest
from playwright.sync_api import Locator, expect

from tests.harness.browser import Browser, until

from .screen import Screen


@pytest.fixture
def two_tabs(meet, gather, browser: Browser):
    """Ann with two tabs of one browser in a room; Chief of the room is Ann."""
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    gather("Kitchen", ann, bo)
    context = browser.context(ann)
    screens = [Screen(context.new_page(), ann), Screen(context.new_page(), ann)]
    screens[0].go(room)
    return ann, bo, room, screens


def editor(screen: Screen) -> Locator:
    return screen.page.get_by_role("textbox", name="Edit message")


def test_a_tab_that_changed_nothing_erases_nothing(two_tabs):
    _, _, room, (one, two) = two_tabs
    two.go(room)
    one.box.fill("a long thought")
    expect(two.box).to_have_value("a long thought")
    two.page.close(run_before_unload=True)
    one.page.reload()
    one.alive()
    expect(one.box).to_have_value("a long thought")


def test_a_tab_that_never_heard_of_it_erases_nothing(two_tabs):
    """A page that was asleep gets no word of what others write."""
    _, _, room, (one, two) = two_tabs
    two.page.add_init_script(
        "window.addEventListener('storage', event => event.stopImmediatePropagation(), true)"
    )
    two.go(room)
    one.box.fill("a long thought")
    until(
        one.page,
        "room => Object.keys(localStorage).some(key => key.endsWith(':' + room))",
        room,
    )
    two.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    two.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(two.box).to_have_value("a long thought")
    two.box.fill("the later word")
    two.page.reload()
    two.alive()
    expect(two.box).to_have_value("the later word")
    expect(one.box).to_have_value("the later word")
    two.say("said")
    expect(one.box).to_have_value("")


# A line that takes its time: what it brings comes later, in the same order.
_SLOW_LINE = """for (const event of ['open', 'message']) {
    Object.defineProperty(WebSocket.prototype, `on${event}`, { set(heard) {
        this.addEventListener(event, what => setTimeout(() => heard.call(this, what), 1000));
    } });
}"""


@pytest.mark.parametrize("way", ["another room", "reload"])
def test_an_edit_under_way_goes_on(two_tabs, sit, way: str):
    ann, _, room, (one, _) = two_tabs
    one.say("a first version")
    one.shows("a first version")
    one.box.press("ArrowUp")
    editor(one).fill("a better version")
    if way == "reload":
        # Whoever is quicker than the connection is not told that there is none.
        one.page.add_init_script(_SLOW_LINE)
        one.page.reload()
    else:
        one.page.keyboard.press("Alt+ArrowDown")
        expect(one.list).not_to_have_attribute("data-room", str(room))
        one.open(room)
    expect(editor(one)).to_have_value("a better version")
    editor(one).press("Enter")
    one.shows("a better version")
    one.page.reload()
    one.alive()
    expect(editor(one)).to_have_count(0)
    assert ann.call_api("GET", f"/rooms/{room}/messages")["messages"][0]["content"] == (
        "a better version"
    )


@pytest.mark.parametrize("when", ["while it is open", "while the page is closed"])
def test_a_message_deleted_under_its_editor_gives_its_text_back(two_tabs, when: str):
    ann, _, room, (one, _) = two_tabs
    said = ann.socket().say(room, "doomed")
    one.shows("doomed")
    one.box.press("ArrowUp")
    editor(one).fill("doomed, but dear to me")
    if when == "while the page is closed":
        one.page.goto("about:blank")
    ann.call_api("DELETE", f"/messages/{said['id']}")
    if when == "while the page is closed":
        one.go(room)
    expect(one.box).to_have_value("doomed, but dear to me")
    expect(editor(one)).to_have_count(0)
    expect(one.page.locator(".toast")).to_contain_text("in the box below")


def test_the_up_arrow_waits_for_what_is_being_sent(two_tabs, browser: Browser):
    browser.allow(r"ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load")
    _, _, _, (one, _) = two_tabs
    one.say("the one before")
    one.shows("the one before")
    # What edits comes with the first sign of use, while there is a line.
    one.fetched("messages/jumping.js", "messages/editor.js")
    one.page.context.set_offline(True)
    expect(one.pill).to_be_visible()
    one.say("on its way")
    one.box.press("ArrowUp")
    expect(one.page.locator("#announce")).to_contain_text("still being sent")
    expect(editor(one)).to_have_count(0)
    one.page.context.set_offline(False)
    expect(editor(one)).to_have_value("on its way")
    expect(editor(one)).to_be_focused()


def test_the_up_arrow_takes_back_what_was_refused(two_tabs, browser: Browser):
    _, _, _, (one, _) = two_tabs
    one.say("the one before")
    one.shows("the one before")
    one.page.route("**/socket.io/**", lambda route: route.abort())
    # As if the server had refused it: what the page keeps of such a one.
    one.page.evaluate(
        """async () => {
            const { app } = await import([...document.querySelectorAll('link[rel=modulepreload]')]
                .find(link => link.href.includes('core/dom/app')).href);
            const { store } = app();
            const room = store.get().roomId;
            const entry = { clientId: crypto.randomUUID(), room, content: 'refused', replyTo: null,
                at: Date.now() + 1000, status: 'failed', code: 'badRequest' };
            store.dispatch({ type: 'queued', data: entry });
        }"""
    )
    expect(one.message("refused")).to_have_attribute("data-state", "failed")
    one.box.press("ArrowUp")
    expect(one.box).to_have_value("refused")
    expect(one.message("refused")).to_have_count(0)
