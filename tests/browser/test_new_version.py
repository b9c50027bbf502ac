"""A page from before a deployment learns of the newer one, and goes to it in its own time."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.harness.browser import Browser, until
from tests.harness.server import Server
from weconnect.engine.web.static_files import ROOT

from .screen import Screen

CUT = r"ERR_CONNECTION_|WebSocket|Failed to load resource"
HIDE = """() => {
    Object.defineProperty(document, 'hidden', { get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def server(tmp_path: Path):
    """A server with static files that a test may change."""
    shutil.copytree(ROOT, tmp_path / "static")
    server = Server(
        tmp_path, app="tests.browser.another_version:app", STATIC_FILES=str(tmp_path / "static")
    )
    server.start()
    yield server
    server.close()


def test_after_a_deployment(server: Server, tmp_path: Path, browser: Browser, sit):
    browser.allow(CUT)
    ann = server.person("ann", display_name="Ann")
    room = ann.make_room("Hall")["id"]
    screen: Screen = sit(ann, room)
    page = screen.page
    pill = page.locator("#update")
    screen.say("before")
    screen.shows("before")
    expect(pill).to_be_hidden()
    screen.box.fill("half a sentence")

    # What is fetched at the first sign of use, or when there is time, is there, and still of the
    # old version.
    screen.fetched("emoji/picker.js", "chat/update.js")
    # A module that is fetched late has another name now.
    library = tmp_path / "static/js/emoji/panel.js"
    renamed = library.with_name("another-panel.js")
    library.rename(renamed)
    picker = tmp_path / "static/js/emoji/picker.js"
    picker.write_text(picker.read_text().replace(library.name, renamed.name))
    server.restart()

    expect(pill).to_contain_text("A new version is there.")
    page.locator('#composer [data-action="emoji"]').click()
    expect(page.locator("#toasts")).to_contain_text("Reload it to go on")
    page.keyboard.press("Escape")

    # By itself only when nobody would notice: not while something is written.
    page.evaluate("window.before = true")
    page.evaluate(HIDE)
    assert page.evaluate("window.before && !sessionStorage.getItem('weconnect:reloaded')")
    screen.box.fill("")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(page, "!window.before")
    screen.alive()
    screen.say("after")
    screen.shows("after")
    expect(pill).to_be_hidden()
    page.locator('#composer [data-action="emoji"]').click()
    expect(page.locator(".emoji-panel")).to_be_visible()


def test_parts_of_two_versions(server: Server, tmp_path: Path, browser: Browser, sit):
    """What somebody asks for after a deployment needs what the page's older scripts have not."""
    browser.allow(CUT)
    ann = server.person("ann", display_name="Ann")
    screen: Screen = sit(ann, ann.make_room("Hall")["id"])
    said = screen.say("before")
    screen.page.mouse.move(5, 5)
    screen.fetched("reactions/acting.js")
    # Both come with the page; what forwards a message comes when somebody does that.
    added = tmp_path / "static/js/core/dom/added.js"
    added.write_text("export const added = 1;\n")
    for name in ("room.js", "forwarding/dialog.js"):
        script = tmp_path / "static/js" / name
        way = "./core" if name == "room.js" else "../core"
        script.write_text(f"import {{ added }} from '{way}/dom/added.js';\n{script.read_text()}")
    server.restart()
    expect(screen.page.locator("#update")).to_contain_text("A new version is there.")

    screen.act(said, "forward")
    expect(screen.page.locator("#toasts")).to_contain_text("Reload it to go on")
    screen.page.locator('#update [data-action="reload"]').click()
    screen.alive()
    screen.act(screen.message("before"), "forward")
    expect(screen.page.locator("dialog[open]")).to_be_visible()


def test_a_page_that_begins_with_parts_of_two_versions(
    server: Server, tmp_path: Path, browser: Browser, sit
):
    """Nothing in it works, and it says so: while servers are renewed, each part is another's."""
    browser.allow(CUT)
    ann = server.person("ann", display_name="Ann")
    room = ann.make_room("Hall")["id"]
    screen: Screen = sit(ann, room)
    page = screen.page

    def older(route: Route) -> None:
        bundle = route.fetch().text().replace('"js/room.js"', '"js/old-room.js"')
        route.fulfill(body=bundle, content_type="text/javascript")

    page.route("**/js/features.js", older)
    page.reload()

    expect(page.locator("#update")).to_contain_text("A new version is there.")
    page.unroute("**/js/features.js", older)
    page.locator('#update [data-action="reload"]').click()
    screen.alive()
