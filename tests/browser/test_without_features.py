"""A room without the features that can be taken out: nothing is left of them, and people talk."""

from pathlib import Path

from playwright.sync_api import expect

from tests.harness.browser import Browser
from tests.harness.server import Server
from tests.house.stories import NEEDED

from .screen import Screen

LOADED = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"
# What those features have in the page.
OTHERS = "#people, #emoji, #typing, [data-part=mentions], [href='#people'], [data-action=emoji]"

TOGETHER = """async () => Object.keys((await import(
    document.querySelector('link[rel=modulepreload][href$="/features.js"]').href)).all)"""


def test_people_talk(tmp_path: Path, browser: Browser):
    server = Server(tmp_path, app="tests.browser.fewer_features:app")
    server.start()
    try:
        ann, bo = (server.person(name, display_name=name.title()) for name in ("ann", "bo"))
        room = ann.make_room("Hall", members=[bo.username])["id"]
        one, other = (
            Screen(browser.page(person, f"/rooms/{room}"), person) for person in (ann, bo)
        )
        one.say("hello @bo")
        other.shows("hello @bo")
        other.say("hello")
        one.shows("hello")
        one.box.press("ArrowUp")
        editor = one.page.get_by_role("textbox", name="Edit message")
        editor.fill("hello @bo and welcome")
        editor.press("Enter")
        other.shows("hello @bo and welcome")
        expect(other.page.locator("message-item")).to_have_count(2)
        expect(other.page.locator(OTHERS)).to_have_count(0)

        loaded = [*other.page.evaluate(LOADED), *other.page.evaluate(TOGETHER)]
        scripts = [path for path in loaded if path.endswith("/index.js")]
        # Each of those, but for `auth`, has a part in the page.
        assert sorted(path.split("/")[-2] for path in scripts) == sorted(NEEDED - {"auth"})
    finally:
        server.close()
