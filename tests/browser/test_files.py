"""Files stand in messages, at once and for as long as these do."""

from playwright.sync_api import Locator, Page, expect

from tests.files.conftest import moving, picture
from tests.files.sending import send_file
from tests.harness.browser import Browser

# What a script draws is as the server draws it, but for where Tab goes, and how links are written.
_MARKUP = """one => {
    const said = one.cloneNode(true);
    for (const node of [said, ...said.querySelectorAll('*')]) node.removeAttribute('tabindex');
    const written = node => `${node.localName} ${[...node.attributes]
        .map(({ name, value }) => `${name}=${value}`).sort().join(' ')}`;
    return [said, ...said.querySelectorAll('*')].map(written).concat(said.textContent);
}"""


def _top(message: Locator) -> float:
    """Where a message stands on the screen."""
    box = message.bounding_box()
    assert box is not None
    return box["y"]


def _asked(page: Page) -> list[str]:
    """What the page has fetched."""
    found: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map(one => one.name)"
    )
    return found


def test_files_come_and_go_with_their_message(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    for number in range(40):
        ann.socket().say(room, f"said {number}")
    # Sizes are written as the language has it.
    screen = sit(bo, room, extra_http_headers={"Accept-Language": "de"})
    page = screen.page
    page.mouse.move(5, 5)
    page.wait_for_load_state("networkidle")
    assert not [url for url in _asked(page) if "/files/" in url or "files.css" in url]
    # Whoever reads further up is not moved.
    up = screen.message("said 10")
    up.scroll_into_view_if_needed()
    before = _top(up)

    wall = send_file(ann, room, picture("PNG", (900, 600)), "the wall.png", alt="green")
    tall = send_file(ann, room, moving("GIF", size=(30, 400)), "tall.gif")
    plan = send_file(ann, room, b"x" * 1234, "plan (1).txt", alt="what comes next")
    sent = {"content": "look", "attachments": [wall, tall, plan]}
    said = ann.call_api("POST", f"/rooms/{room}/messages", sent)["id"]

    message = screen.message("look")
    files = message.locator("[data-file]")
    expect(files).to_have_count(3)
    assert abs(_top(up) - before) < 1
    expect(message.locator("a.file-card")).to_contain_text("1,2 KB · what comes next")
    files.first.scroll_into_view_if_needed()
    pictures = message.locator("img")
    expect(pictures.first).to_have_js_property("naturalWidth", 480)
    expect(pictures.first).to_have_attribute("alt", "green")
    # They have the place that they took before they came.
    for at in range(2):
        width, height = (pictures.nth(at).get_attribute(name) for name in ("width", "height"))
        box = pictures.nth(at).bounding_box()
        assert box is not None
        assert (round(box["width"]), round(box["height"])) == (int(width or 0), int(height or 0))
    with page.expect_download() as saved:
        message.locator("a.file-card").click()
    assert saved.value.suggested_filename == "plan (1).txt"

    # As the server draws it, so does the script.
    live = message.locator("[data-part=attachments]").evaluate(_MARKUP)
    words = {"Accept-Language": "de"}
    drawn = browser.context(bo, java_script_enabled=False, extra_http_headers=words).new_page()
    drawn.goto(f"{bo.url}/rooms/{room}")
    assert drawn.locator(f"#m-{said} [data-part=attachments]").evaluate(_MARKUP) == live
    card = drawn.locator("a.file-card")
    assert card.evaluate("one => getComputedStyle(one).display") == "flex"

    # A description that changes, and a message that is drawn anew over the server's markup.
    ann.call_api("PATCH", f"/files/{wall}", {"alt": "a green wall"})
    expect(pictures.first).to_have_attribute("alt", "a green wall")
    page.reload()
    screen.alive()
    expect(files).to_have_count(3)
    ann.call_api("PATCH", f"/messages/{said}", {"content": "look here"})
    changed = screen.message("look here")
    expect(changed.locator("[data-file]")).to_have_count(3)

    ann.call_api("DELETE", f"/messages/{said}")
    expect(page.locator("[data-file]")).to_have_count(0)
    page.reload()
    screen.alive()
    expect(page.locator("[data-file]")).to_have_count(0)


def test_files_alone_by_keyboard(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen = sit(bo, room)
    files = [send_file(ann, room, f"{name}".encode(), f"{name}.txt") for name in ("one", "two")]
    ann.call_api("POST", f"/rooms/{room}/messages", {"attachments": files})
    page = screen.page
    item = page.locator("message-item")
    expect(item.locator("a.file-card")).to_have_count(2)
    # There is no empty line above them.
    assert item.locator("[data-part=content]").evaluate("one => one.offsetHeight") == 0
    item.focus()
    page.keyboard.press("ArrowRight")
    for name in ("one.txt", "two.txt"):
        found = page.evaluate("document.activeElement.download")
        while found != name:
            assert not found
            page.keyboard.press("ArrowRight")
            found = page.evaluate("document.activeElement.download")
        page.keyboard.press("ArrowRight")
